"""What was done, so that it can be undone."""

from collections.abc import Callable
from dataclasses import dataclass

from psygnal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something a user did, both ways.

    Parameters
    ----------
    title : str
        What it is called in the Edit menu, such as ``"delete 3 particles"``.
    redo, undo : callable
        Does it, and takes it back exactly.
    keys : tuple of str
        Entries that it concerns; one of them is to be seen when it is undone or
        done again. Empty for what belongs to no image.
    """

    title: str
    redo: Callable[[], None]
    undo: Callable[[], None]
    keys: tuple[str, ...] = ()


class History:
    """Changes done and undone, without limit.

    Attributes
    ----------
    changed : psygnal.Signal
        After every change, undo and redo.
    stepped : psygnal.Signal
        Carries the change that `undo` or `redo` is about to step over.
    """

    changed = Signal()
    stepped = Signal(object)

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def do(self, change: Change) -> None:
        """Do something and remember it; what was undone is forgotten."""
        # Before it is done: who hears of what it does may ask what was done last.
        self._done.append(change)
        self._undone.clear()
        change.redo()
        self.changed.emit()

    def note(self, change: Change, *, instead_of: Change | None = None) -> None:
        """Remember what has been done already.

        Parameters
        ----------
        change : Change
            Both ways of it.
        instead_of : Change or None
            A change that is not undone, of which it is more now; it takes its
            place. None puts it last, and what was undone is forgotten.
        """
        if instead_of is None:
            self._done.append(change)
            self._undone.clear()
        else:
            self._done[self._done.index(instead_of)] = change
        self.changed.emit()

    def undo(self) -> None:
        """Take the last change back; nothing happens where there is none."""
        change = self._next(self._done)
        if change is not None:
            self._undone.append(change)
            change.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Do again what was undone last; nothing happens where nothing was."""
        change = self._next(self._undone)
        if change is not None:
            self._done.append(change)
            change.redo()
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything, as for another project."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    @property
    def last(self) -> Change | None:
        """What `undo` would take back; None for nothing."""
        return self._done[-1] if self._done else None

    def has_done(self, change: Change) -> bool:
        """Tell whether something was done and is not undone."""
        return change in self._done

    @property
    def undo_title(self) -> str:
        """What `undo` would take back; empty for nothing."""
        return self._done[-1].title if self._done else ""

    @property
    def redo_title(self) -> str:
        """What `redo` would do; empty for nothing."""
        return self._undone[-1].title if self._undone else ""

    def _next(self, changes: list[Change]) -> Change | None:
        """Take the last of some changes off, after saying that it comes.

        Who hears that may finish what was pending, and so do a change first.
        """
        said = None
        while changes and changes[-1] is not said:
            said = changes[-1]
            self.stepped.emit(said)
        return changes.pop() if changes else None
