"""How the open project gets onto the disk: when asked, and by itself."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from feretlab.core.errors import FeretLabError
from feretlab.gui.controllers.spare_copies import SpareCopies
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.settings import Preferences
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs

_WAIT_MS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Save:
    """What is to be written, and where."""

    target: ProjectFolder
    snapshot: Snapshot
    revision: int
    is_asked: bool


class ProjectSaver(QObject):
    """Writes the session into a folder, and knows whether it stands there.

    A project that has a folder is saved there a few seconds after each change; one
    that has none is kept among the spare copies until it is saved or given up, so
    that a crash loses nothing.

    Parameters
    ----------
    session : Session
        What is saved.
    jobs : Jobs
        Where files are written.
    preferences : Preferences
        Say how soon.
    spares : SpareCopies
        Where unsaved projects are kept.

    Attributes
    ----------
    changed : Signal()
        What is saved, or what is not, is more.
    failed : Signal(object)
        Carries the exception.
    job : Job or None
        What writes now.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        preferences: Preferences,
        spares: SpareCopies,
    ) -> None:
        super().__init__()
        self._session = session
        self._jobs = jobs
        self._preferences = preferences
        self._spares = spares
        self._target: ProjectFolder | None = None
        self._revision = self._saved = self._kept = 0
        self._has_told = False
        self._waiting: dict[ProjectFolder, _Save] = {}
        self.job: Job | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._keep)
        for signal in (
            session.history.changed,
            session.finding_changed,
            session.filters_changed,
        ):
            signal.connect(self.note_change)

    @property
    def target(self) -> ProjectFolder | None:
        """Where the project is saved; None while nobody said."""
        return self._target

    @property
    def is_saved(self) -> bool:
        """Whether nothing that took work would be lost now."""
        if self._session.is_read_only or self._revision == self._saved:
            return True
        return self._target is None and not self._session.snapshot().took_work

    def begin(self, target: ProjectFolder | None) -> None:
        """Go on with another project, which stands on disk as it is now.

        Parameters
        ----------
        target : ProjectFolder or None
            Where it stands; None for one without a place.
        """
        self._timer.stop()
        self._target = target
        self._saved = self._kept = self._revision

    def move(self, target: ProjectFolder) -> None:
        """Save elsewhere from now on; nothing stands there yet."""
        self._target = target
        self._saved = -1

    def end(self) -> None:
        """Save by itself no more."""
        self._timer.stop()

    def save(self) -> None:
        """Save in a job, where the project has a place."""
        if self._target is not None:
            self._write(self._target, is_asked=True)

    def save_now(self) -> bool:
        """Save and wait for it; false where it failed, which `failed` told."""
        if self._target is None:
            return False
        save = self._taken(self._target, is_asked=True)
        self._waiting.pop(save.target, None)
        self.settle()
        return self._write_here(save)

    def settle(self) -> None:
        """End all writing, also what waits for it, before the data are others."""
        if self.job is not None:
            self._jobs.wait(_WAIT_MS)
        waiting, self._waiting = self._waiting, {}
        for save in waiting.values():
            self._write_here(save)

    def note_change(self, *_: object) -> None:
        """Note that something is to be saved; soon it will be."""
        if self._session.is_read_only:
            return
        self._revision += 1
        self.changed.emit()
        if not self._timer.isActive():
            self._timer.start(1000 * self._preferences.value.autosave_seconds)

    def _keep(self) -> None:
        """Save by itself: to the project's folder, else to the spare one."""
        if self._revision == self._kept:
            return
        if self._target is not None:
            self._write(self._target, is_asked=False)
        elif self._session.snapshot().took_work:
            self._write(self._spares.own(), is_asked=False)

    def _taken(self, target: ProjectFolder, *, is_asked: bool) -> _Save:
        """Take the data as they are now: later they may be another project's."""
        return _Save(
            target=target,
            snapshot=self._session.snapshot(),
            revision=self._revision,
            is_asked=is_asked,
        )

    def _write(self, target: ProjectFolder, *, is_asked: bool) -> None:
        earlier = self._waiting.pop(target, None)
        was_asked = earlier is not None and earlier.is_asked
        save = self._taken(target, is_asked=is_asked or was_asked)
        if self.job is None:
            self._start(save)
        else:
            # The same folder must not be written twice at a time.
            self._waiting[target] = save

    def _start(self, save: _Save) -> None:
        self.job = self._jobs.start(
            tr("Save the project"),
            lambda progress: save.target.write(save.snapshot, progress),
            done=lambda _: self._note_saved(save),
            failed=lambda error: self._note_failure(error, save),
        )
        self.job.ended.connect(self._end_job)

    def _end_job(self) -> None:
        self.job = None
        if self._waiting:
            self._start(self._waiting.pop(next(iter(self._waiting))))

    def _write_here(self, save: _Save) -> bool:
        """Write in the window's thread; tell whether that could be done."""
        try:
            save.target.write(save.snapshot)
        except FeretLabError as error:
            self.failed.emit(error)
            return False
        self._note_saved(save)
        return True

    def _note_saved(self, save: _Save) -> None:
        # A job may be told of after what was written later.
        self._kept = max(self._kept, save.revision)
        if self._target in (save.target, None):
            self._has_told = False
        if save.target is self._target:
            self._saved = max(self._saved, save.revision)
            self._spares.drop()
        self.changed.emit()

    def _note_failure(self, error: Exception, save: _Save) -> None:
        # What fails by itself every few seconds is told once.
        if save.is_asked or not self._has_told:
            self.failed.emit(error)
        self._has_told = not save.is_asked
        is_last = save.target is self._target and save.target not in self._waiting
        if is_last and self._session.snapshot().took_work:
            # Its folder takes nothing now; a crash must not take the work with it.
            self._write(self._spares.own(), is_asked=False)
