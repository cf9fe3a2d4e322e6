"""A project's folder, marked as open by one process at a time.

The mark is a file with number of the process, host and boot, so that a mark which a
crash left behind is recognised.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from feretlab.core.errors import FeretLabError
from feretlab.gui.texts import tr

LOCK = "feretlab-project.lock"


class OccupiedError(FeretLabError, RuntimeError):
    """A project is open elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has a project open.

    Parameters
    ----------
    folder : Path
        The project's.
    pid : int
        Number of the process.
    host : str
        Its machine.
    """

    folder: Path
    pid: int
    host: str

    def told(self) -> str:
        """Say who, where, and what to do about it."""
        return tr(
            "The project {name} is open in another FeretLab (process {pid} on {host}). "
            "If that one is gone for sure, delete {file}."
        ).format(
            name=self.folder.name,
            pid=self.pid,
            host=self.host or "?",
            file=self.folder / LOCK,
        )


class ProjectLock:
    """The mark of this process on one folder.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    name : str
        Of the file.
    """

    def __init__(self, folder: Path, name: str = LOCK) -> None:
        self.folder = folder
        self._file = QLockFile(str(folder / name))
        # Only the end of its process makes a mark stale, not its age.
        self._file.setStaleLockTime(0)

    @property
    def is_held(self) -> bool:
        """Whether the folder is this process's."""
        return self._file.isLocked()

    def take(self) -> Holder | None:
        """Mark the folder, unless somebody else has.

        Returns
        -------
        Holder or None
            Who has it; None where nobody else has, even if the file cannot be
            written there, which `is_held` tells.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None  # whoever writes into it tells why
        if self._file.tryLock(0):
            return None
        if self._file.error() != QLockFile.LockError.LockFailedError:
            return None
        pid, host, _ = self._file.getLockInfo()
        return Holder(folder=self.folder, pid=int(pid), host=str(host))

    def release(self) -> None:
        """Take the mark away."""
        self._file.unlock()


def is_writable(folder: Path) -> bool:
    """Tell whether a project can be saved into an existing folder."""
    return os.access(folder, os.W_OK)


def is_abandoned(folder: Path, name: str) -> bool:
    """Tell whether nobody alive has marked a folder.

    Parameters
    ----------
    folder : Path
        Which one.
    name : str
        Of the mark.

    Returns
    -------
    bool
    """
    lock = ProjectLock(folder, name)
    if lock.take() is not None or not lock.is_held:
        return False
    lock.release()
    return True
