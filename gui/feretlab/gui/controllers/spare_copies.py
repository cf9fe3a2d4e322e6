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
            self.adopt(ProjectFolder(self._folder / secrets.token_hex(4)))
        assert self._own is not None
        return self._own

    def adopt(self, project: ProjectFolder) -> None:
        """Go on in the copy of an earlier run.

        Parameters
        ----------
        project : ProjectFolder
            Its copy.
        """
        self._own, self._lock = project, ProjectLock(project.folder, _LOCK)
        self._lock.take()

    def drop(self) -> None:
        """Delete this run's copy: its work is saved, or given up."""
        if self._lock is not None:
            self._lock.release()
        if self._own is not None:
            self.discard(self._own.folder)
        self._own = self._lock = None

    def discard(self, folder: Path) -> None:
        """Delete a copy.

        Parameters
        ----------
        folder : Path
            Its folder.
        """
        shutil.rmtree(folder, ignore_errors=True)

    def abandoned(self) -> tuple[Path, ...]:
        """Give the copies of runs that are over."""
        if not self._folder.is_dir():
            return ()
        return tuple(
            folder
            for folder in sorted(self._folder.iterdir())
            if is_project(folder) and is_abandoned(folder, _LOCK)
        )
