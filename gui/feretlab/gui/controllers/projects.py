"""The open project: begun, opened, moved, recovered after a crash, closed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import FileError
from feretlab.gui.controllers.project_lock import (
    Holder,
    OccupiedError,
    ProjectLock,
    is_writable,
)
from feretlab.gui.controllers.project_saving import ProjectSaver
from feretlab.gui.controllers.spare_copies import SpareCopies
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.project import FILE_NAME, is_project, read_record
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.settings import Preferences
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs
from feretlab.models.catalog import available_models

_UNSAVED = "unsaved"


class Projects(QObject):
    """Ties the session to a folder; one that another process has open is never written.

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
    occupied : Signal(object)
        Carries the `Holder` of a project that was to be opened; `open_copy` or
        `open_read_only` open it all the same.
    noted : Signal()
        A project was opened of which something is missing; the log tells what.
    """

    changed = Signal()
    failed = Signal(str, object)
    occupied = Signal(object)
    noted = Signal()

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
        self._spares = SpareCopies(state_folder / _UNSAVED)
        self._saver = ProjectSaver(session, jobs, preferences, self._spares)
        self._saver.changed.connect(self.changed)
        self._saver.failed.connect(
            lambda error: self.failed.emit(tr("Save the project"), error)
        )
        self._lock: ProjectLock | None = None
        self._read_only: Path | None = None
        self._session.restore(self._empty())

    @property
    def folder(self) -> Path | None:
        """Where the project is saved; None while nobody said."""
        target = self._saver.target
        return None if target is None else target.folder

    @property
    def read_only(self) -> Path | None:
        """The project that was opened to be looked at alone, or None."""
        return self._read_only

    @property
    def is_saved(self) -> bool:
        """Whether nothing that took work would be lost now."""
        return self._saver.is_saved

    @property
    def job(self) -> Job | None:
        """What saves now."""
        return self._saver.job

    def new(self) -> None:
        """Begin an empty project."""
        self._let_go()
        self._put(self._empty(), None)

    def open(self, folder: Path) -> None:
        """Open a project in place of what is there, unless it is open elsewhere.

        Parameters
        ----------
        folder : Path
            Its folder, or the file in it.
        """
        folder = (folder.parent if folder.name == FILE_NAME else folder).absolute()
        if not is_project(folder) or not is_writable(folder):
            self.open_read_only(folder)  # tells where there is none
            return
        lock, holder = self._taken(folder)
        if holder is not None:
            self.occupied.emit(holder)
            return
        target = ProjectFolder(folder)

        def fail(error: Exception) -> None:
            if lock is not self._lock:
                lock.release()
            self.failed.emit(tr("Open the project"), error)

        self._read(target, lambda snapshot: self._put(snapshot, target, lock), fail)

    def open_read_only(self, folder: Path) -> None:
        """Open a project to look at it; only a copy can be changed.

        Parameters
        ----------
        folder : Path
            Its folder, which may be open elsewhere.
        """
        self._read(
            ProjectFolder(folder),
            lambda snapshot: self._put(snapshot, None, read_only=folder),
        )

    def open_copy(self, folder: Path, copy: Path) -> None:
        """Open a project, and save it as another one at once.

        Parameters
        ----------
        folder : Path
            Its folder, which may be open elsewhere.
        copy : Path
            Where it is saved from now on.
        """

        def put(snapshot: Snapshot) -> None:
            self._put(snapshot, None)
            self.save(copy)

        self._read(ProjectFolder(folder), put)

    def save(self, folder: Path | None = None) -> None:
        """Save in a job.

        Parameters
        ----------
        folder : Path or None
            Where to, and to go on from there; None saves where the project is.
        """
        if folder is None or self._move(folder.absolute()):
            self._saver.save()

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
        may = folder is None or self._move(folder.absolute())
        return may and self._saver.save_now()

    def recoverable(self) -> tuple[Path, ...]:
        """Give the folders of unsaved projects whose run is over."""
        return self._spares.abandoned()

    def recover(self, folder: Path) -> None:
        """Go on with an unsaved project of an earlier run.

        Parameters
        ----------
        folder : Path
            One of `recoverable`.
        """
        what, spare = tr("Recover the project"), ProjectFolder(folder)
        lock = self._spares.claim(folder)
        if lock is None:
            self.failed.emit(what, _taken_meanwhile(folder))
            return

        def done(found: tuple[Snapshot, tuple[str, ...]]) -> None:
            self._let_go()
            self._put(found[0], None)
            self._spares.adopt(spare, lock)
            self._saver.note_change()
            self._tell(found[1])

        def fail(error: Exception) -> None:
            lock.release()
            self.failed.emit(what, error)

        job = self._jobs.start(what, spare.read, done=done, failed=fail)
        job.cancelled.connect(lock.release)

    def discard(self, folder: Path) -> None:
        """Delete an unsaved project of an earlier run.

        Parameters
        ----------
        folder : Path
            One of `recoverable`.
        """
        if not self._spares.discard(folder):
            self.failed.emit(tr("Delete the project"), _taken_meanwhile(folder))

    def close(self) -> None:
        """End: what is saved or given up needs no spare copy."""
        self._saver.end()
        self._let_go()
        self._hold(None)

    # Inside

    def _read(
        self,
        project: ProjectFolder,
        put: Callable[[Snapshot], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        def done(found: tuple[Snapshot, tuple[str, ...]]) -> None:
            self._let_go()
            put(found[0])
            self._tell(found[1])

        self._jobs.start(
            tr("Open the project {name}").format(name=project.folder.name),
            project.read,
            done=done,
            failed=fail
            or (lambda error: self.failed.emit(tr("Open the project"), error)),
        )

    def _taken(self, folder: Path) -> tuple[ProjectLock, Holder | None]:
        """Mark a folder as this process's; give who has it where another one has."""
        lock = ProjectLock(folder)
        holder = lock.take()
        if self._lock is not None and holder is not None:
            mine = self._lock.folder
            if mine.is_dir() and folder.samefile(mine):
                return self._lock, None
        return lock, holder

    def _hold(self, lock: ProjectLock | None) -> None:
        if self._lock is not None and self._lock is not lock:
            self._lock.release()
        self._lock = lock

    def _move(self, folder: Path) -> bool:
        """Make another folder the project's place, unless somebody has it."""
        if folder == self.folder:
            return True
        if folder.is_file():
            self.failed.emit(tr("Save the project"), _file_in_the_way(folder))
            return False
        lock, holder = self._taken(folder)
        if holder is not None:
            error = OccupiedError(holder.told())
            self.failed.emit(tr("Save the project"), error)
            return False
        self._hold(lock)
        self._look_only(None)
        self._saver.move(ProjectFolder(folder))
        self._preferences.note_project(folder)
        self.changed.emit()
        return True

    def _let_go(self) -> None:
        self._saver.settle()
        self._spares.drop()
        self._micrographs.forget()

    def _put(
        self,
        snapshot: Snapshot,
        target: ProjectFolder | None,
        lock: ProjectLock | None = None,
        read_only: Path | None = None,
    ) -> None:
        self._hold(lock)
        self._look_only(read_only)
        self._session.restore(snapshot)
        self._saver.begin(target)
        if target is not None:
            self._preferences.note_project(target.folder)
        self.changed.emit()

    def _empty(self) -> Snapshot:
        """Give what a new project is: no images, the user's default network."""
        model = self._preferences.value.model
        # One that is gone is not worth an error before anything was asked for.
        known = model in available_models()
        return Snapshot(recipe=AnalyzeParameters(model=model if known else "default"))

    def _look_only(self, folder: Path | None) -> None:
        self._read_only = folder
        self._session.is_read_only = folder is not None

    def _tell(self, notes: tuple[str, ...]) -> None:
        for note in notes:
            self._session.log(note)
        if notes:
            self.noted.emit()


def _file_in_the_way(path: Path) -> FileError:
    text = tr(
        "Saving the project as {name}: found a file there, expected a folder or a new "
        "name; choose another one."
    )
    return FileError(text.format(name=repr(str(path))))


def _taken_meanwhile(folder: Path) -> OccupiedError:
    text = tr(
        "Looking for unsaved work in {name}: found it deleted, or open in another "
        "FeretLab, expected what a run left behind; look for it in the other window."
    )
    return OccupiedError(text.format(name=repr(str(folder))))


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
