"""Files of manual measurements that belong to a session."""

from dataclasses import dataclass
from pathlib import Path

from psygnal import Signal

from feretlab.gui.session.history import Change
from feretlab.gui.texts import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualFile:
    """A table or a ROI set of measurements made by hand.

    Parameters
    ----------
    name : str
        For people.
    path : Path
        The file, named after the image that it is about.
    """

    name: str
    path: Path


class ManualFiles:
    """All of a session, in the order they were taken.

    Attributes
    ----------
    changed : psygnal.Signal
        Carries the files that there are now.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        self._files: tuple[ManualFile, ...] = ()

    @property
    def files(self) -> tuple[ManualFile, ...]:
        """All of them."""
        return self._files

    def put(self, files: tuple[ManualFile, ...]) -> None:
        """Note other files, not undoably, as from a project."""
        if files != self._files:
            self._files = files
            self.changed.emit(files)

    def free_name(self, name: str) -> str:
        """Give a name that no other file has: a second one of it is numbered.

        Parameters
        ----------
        name : str
            What a file would be called by itself.

        Returns
        -------
        str
        """
        taken = {each.name for each in self._files}
        free, number = name, 1
        while free in taken:
            number += 1
            free = tr("{name}, no. {number}").format(name=name, number=number)
        return free

    def adding(self, file: ManualFile) -> Change:
        """Make the change that takes one more."""
        before, after = self._files, (*self._files, file)
        return Change(
            title=tr("take manual measurements"),
            redo=lambda: self.put(after),
            undo=lambda: self.put(before),
        )
