"""Unsaved work, kept aside so that a crash loses nothing."""

import secrets
import shutil
from pathlib import Path

from feretlab.gui.controllers.project_lock import ProjectLock, is_abandoned
from feretlab.gui.session.project import is_project
from feretlab.gui.session.project_folder import ProjectFolder

_LOCK = "lock"


class SpareCopies:
    """Copies of projects that were never saved, this run's own and earlier ones.

    Parameters
    ----------
    folder : Path
        Where all of them lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: ProjectFolder | None = None
        self._lock: ProjectLock | None = None

    def own(self) -> ProjectFolder:
        """Give where this run's work is kept, marked as its own."""
        if self._own is None:
            folder = self._folder / secrets.token_hex(4)
            lock = ProjectLock(folder, _LOCK)
            lock.take()
            self.adopt(ProjectFolder(folder), lock)
        assert self._own is not None
        return self._own

    def claim(self, folder: Path) -> ProjectLock | None:
        """Mark the copy of an earlier run as this run's, before it is read.

        Parameters
        ----------
        folder : Path
            One of `abandoned`.

        Returns
        -------
        ProjectLock or None
            None where another run has marked it since, or deleted it.
        """
        lock = ProjectLock(folder, _LOCK)
        return lock if is_project(folder) and lock.take() is None else None

    def adopt(self, project: ProjectFolder, lock: ProjectLock) -> None:
        """Keep this run's work in a copy from now on.

        Parameters
        ----------
        project : ProjectFolder
            The copy.
        lock : ProjectLock
            This run's mark on it.
        """
        self._own, self._lock = project, lock

    def drop(self) -> None:
        """Delete this run's copy: its work is saved, or given up."""
        if self._lock is not None:
            self._lock.release()
            self.discard(self._lock.folder)
        self._own = self._lock = None

    def discard(self, folder: Path) -> bool:
        """Delete a copy, unless another run goes on in it.

        Parameters
        ----------
        folder : Path
            Its folder.

        Returns
        -------
        bool
            False where another run has marked it.
        """
        lock = ProjectLock(folder, _LOCK)
        if lock.take() is not None:
            return False
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        return True

    def abandoned(self) -> tuple[Path, ...]:
        """Give the copies of runs that are over."""
        if not self._folder.is_dir():
            return ()
        return tuple(
            folder
            for folder in sorted(self._folder.iterdir())
            if is_project(folder) and is_abandoned(folder, _LOCK)
        )
