"""Lengths that a person measured by hand."""

from dataclasses import dataclass
from math import hypot

from psygnal import Signal

from feretlab.gui.session.history import Change
from feretlab.gui.texts import tr

Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualLength:
    """One straight length.

    Parameters
    ----------
    key : str
        Entry of the session.
    image : str
        Its name.
    start, end : tuple of float
        Row and column in the picture; pixel (r, c) covers r to r + 1, c to c + 1.
    pixel_size_nm : tuple of float or None
        Down the rows and along them, when it was measured.
    """

    key: str
    image: str
    start: Place
    end: Place
    pixel_size_nm: tuple[float, float] | None = None

    @property
    def length_px(self) -> float:
        """Length in pixels."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @property
    def length_nm(self) -> float | None:
        """Length in nm, or None where the pixel size was unknown."""
        return length_nm(self.start, self.end, self.pixel_size_nm)


def length_nm(
    start: Place, end: Place, pixel_size_nm: tuple[float, float] | None
) -> float | None:
    """Give a distance in nm.

    Parameters
    ----------
    start, end : tuple of float
        Row and column.
    pixel_size_nm : tuple of float or None
        Down the rows and along them.

    Returns
    -------
    float or None
        None where the pixel size is unknown.
    """
    if pixel_size_nm is None:
        return None
    down, along = pixel_size_nm
    return hypot((end[0] - start[0]) * down, (end[1] - start[1]) * along)


class ManualTable:
    """All lengths of a session, in the order they were measured.

    Attributes
    ----------
    changed : psygnal.Signal
        Carries the new rows.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        self._rows: tuple[ManualLength, ...] = ()

    @property
    def rows(self) -> tuple[ManualLength, ...]:
        """All of them."""
        return self._rows

    def of(self, key: str) -> tuple[ManualLength, ...]:
        """Give those of an entry."""
        return tuple(row for row in self._rows if row.key == key)

    def put(self, rows: tuple[ManualLength, ...]) -> None:
        """Note other rows, not undoably, as from a project."""
        self._rows = rows
        self.changed.emit(rows)

    def adding(self, row: ManualLength) -> Change:
        """Make the change that appends a length."""
        before, after = self._rows, (*self._rows, row)
        return Change(
            title=tr("measure a length"),
            redo=lambda: self.put(after),
            undo=lambda: self.put(before),
            keys=(row.key,),
        )
