"""The open project: opened, saved, saved by itself, and recovered after a crash."""

import secrets
import shutil
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from feretlab.core.errors import FeretLabError, FileError
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.project import FILE_NAME, is_project, read_record
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.settings import Preferences
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs

_UNSAVED = "unsaved"
_LOCK = "lock"
_WAIT_MS = 30_000


class Projects(QObject):
    """Ties the session to a folder.

    A project that has a folder is saved there a few seconds after each change; one
    that has none is kept in the state folder until it is saved or given up, so that
    a crash loses nothing.

    Parameters
    ----------
    session : Session
        What is saved.
    micrographs : Micrographs
        Let go when another project is opened.
    jobs : Jobs
        Where files are written and read.
    preferences : Preferences
        Say how soon; remember which projects were open.
    state_folder : Path
        Where unsaved projects are kept.

    Attributes
    ----------
    changed : Signal()
        The folder is another one, or what is saved.
    failed : Signal(str, object)
        Carries what was being done and the exception.
    """

    changed = Signal()
    failed = Signal(str, object)

    def __init__(
        self,
        session: Session,
        micrographs: Micrographs,
        jobs: Jobs,
        preferences: Preferences,
        state_folder: Path,
    ) -> None:
        super().__init__()
        self._session = session
        self._micrographs = micrographs
        self._jobs = jobs
        self._preferences = preferences
        self._unsaved = state_folder / _UNSAVED
        self._target: ProjectFolder | None = None
        self._spare: ProjectFolder | None = None
        self._lock: QLockFile | None = None
        self._revision = self._saved = self._kept = 0
        self._has_told = False
        self.job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep)
        for signal in (
            session.history.changed,
            session.finding_changed,
            session.filters_changed,
        ):
            signal.connect(self._note_change)

    @property
    def folder(self) -> Path | None:
        """Where the project is saved; None while nobody said."""
        return None if self._target is None else self._target.folder

    @property
    def is_saved(self) -> bool:
        """Whether nothing that took work would be lost now."""
        if self._revision == self._saved:
            return True
        return self._target is None and not _took_work(self._session.snapshot())

    def new(self) -> None:
        """Begin an empty project."""
        self._let_go()
        self._put(Snapshot(), None)

    def open(self, folder: Path) -> None:
        """Open a project in place of what is there.

        Parameters
        ----------
        folder : Path
            Its folder, or the file in it.
        """
        folder = folder.parent if folder.name == FILE_NAME else folder
        target = ProjectFolder(folder.absolute())

        def done(found: tuple[Snapshot, tuple[str, ...]]) -> None:
            self._let_go()
            self._put(found[0], target)
            self._tell(found[1])

        self._jobs.start(
            tr("Open the project {name}").format(name=folder.name),
            target.read,
            done=done,
            failed=lambda error: self.failed.emit(tr("Open the project"), error),
        )

    def save(self, folder: Path | None = None) -> None:
        """Save in a job.

        Parameters
        ----------
        folder : Path or None
            Where to, and to go on from there; None saves where the project is.
        """
        target = self._chosen(folder)
        if target is not None:
            self._write(target, is_asked=True)

    def save_now(self, folder: Path | None = None) -> bool:
        """Save and wait for it, as before the window closes.

        Parameters
        ----------
        folder : Path or None
            As for `save`.

        Returns
        -------
        bool
            Whether it was saved; if not, `failed` told why.
        """
        target = self._chosen(folder)
        if target is None:
            return False
        if self.job is not None:
            self._jobs.wait(_WAIT_MS)
        revision = self._revision
        try:
            target.write(self._session.snapshot())
        except FeretLabError as error:
            self.failed.emit(tr("Save the project"), error)
            return False
        self._note_saved(target, revision)
        return True

    def recoverable(self) -> tuple[Path, ...]:
        """Give the folders of unsaved projects whose run is over."""
        if not self._unsaved.is_dir():
            return ()
        return tuple(
            folder
            for folder in sorted(self._unsaved.iterdir())
            if is_project(folder) and _is_abandoned(folder)
        )

    def recover(self, folder: Path) -> None:
        """Go on with an unsaved project of an earlier run.

        Parameters
        ----------
        folder : Path
            One of `recoverable`.
        """
        spare = ProjectFolder(folder)

        def done(found: tuple[Snapshot, tuple[str, ...]]) -> None:
            self._let_go()
            self._put(found[0], None)
            self._spare = spare
            self._lock = _locked(folder)
            self._revision += 1
            self._tell(found[1])
            self.changed.emit()

        self._jobs.start(
            tr("Recover the project"),
            spare.read,
            done=done,
            failed=lambda error: self.failed.emit(tr("Recover the project"), error),
        )

    def discard(self, folder: Path) -> None:
        """Delete an unsaved project of an earlier run.

        Parameters
        ----------
        folder : Path
            One of `recoverable`.
        """
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End: what is saved or given up needs no spare copy."""
        self._timer.stop()
        self._let_go()

    # Inside

    def _note_change(self, *_: object) -> None:
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
        elif _took_work(self._session.snapshot()):
            self._write(self._own_spare(), is_asked=False)

    def _write(self, target: ProjectFolder, *, is_asked: bool) -> None:
        if self.job is not None:
            # The same folder must not be written twice at a time.
            self.job.ended.connect(lambda: self._write(target, is_asked=is_asked))
            return
        snapshot, revision = self._session.snapshot(), self._revision
        self.job = self._jobs.start(
            tr("Save the project"),
            lambda progress: target.write(snapshot, progress),
            done=lambda _: self._note_saved(target, revision),
            failed=lambda error: self._note_failure(error, is_asked),
        )
        self.job.ended.connect(self._end_job)

    def _end_job(self) -> None:
        self.job = None

    def _note_saved(self, target: ProjectFolder, revision: int) -> None:
        self._kept = revision
        self._has_told = False
        if target is self._target:
            self._saved = revision
            self._drop_spare()
        self.changed.emit()

    def _note_failure(self, error: Exception, is_asked: bool) -> None:
        # What fails by itself every few seconds is told once.
        if is_asked or not self._has_told:
            self.failed.emit(tr("Save the project"), error)
        self._has_told = not is_asked

    def _chosen(self, folder: Path | None) -> ProjectFolder | None:
        """Give where to save, and make it the project's place."""
        if folder is not None and folder.absolute() != self.folder:
            self._target = ProjectFolder(folder.absolute())
            self._saved = -1
            self._preferences.note_project(folder)
            self.changed.emit()
        return self._target

    def _own_spare(self) -> ProjectFolder:
        if self._spare is None:
            folder = self._unsaved / secrets.token_hex(4)
            self._lock = _locked(folder)
            self._spare = ProjectFolder(folder)
        return self._spare

    def _drop_spare(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
        if self._spare is not None:
            shutil.rmtree(self._spare.folder, ignore_errors=True)
        self._spare = self._lock = None

    def _let_go(self) -> None:
        self._drop_spare()
        self._micrographs.forget()

    def _put(self, snapshot: Snapshot, target: ProjectFolder | None) -> None:
        self._target = target
        self._session.restore(snapshot)
        self._timer.stop()
        self._saved = self._kept = self._revision
        if target is not None:
            self._preferences.note_project(target.folder)
        self.changed.emit()

    def _tell(self, notes: tuple[str, ...]) -> None:
        for note in notes:
            self._session.log(note)


def images_in(folder: Path) -> int:
    """Count the images of a project; 0 where it cannot be read.

    Parameters
    ----------
    folder : Path
        The project's folder.

    Returns
    -------
    int
    """
    try:
        return len(read_record(folder).images)
    except FileError:
        return 0


def _took_work(snapshot: Snapshot) -> bool:
    """Tell whether there is more than a list of files."""
    return (
        bool(snapshot.findings)
        or any(each.items for each in snapshot.corrections.values())
        or bool(snapshot.manual)
        or any(entry.given_size_nm is not None for entry in snapshot.entries)
    )


def _locked(folder: Path) -> QLockFile:
    """Mark a folder as this process's, for as long as it lives."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)  # only the end of its process makes a lock stale
    lock.tryLock(0)
    return lock


def _is_abandoned(folder: Path) -> bool:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True
