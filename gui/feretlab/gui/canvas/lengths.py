"""Lengths measured by hand, drawn where they were measured."""

from PySide6.QtGui import QColor, QPainter

from feretlab.core.io.overlay import length_text
from feretlab.gui.canvas.measure import paint_length
from feretlab.gui.canvas.view import Spot, View
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.session import Session

_MOST_WRITTEN = 200


class Lengths:
    """Draws the manual table's rows of the current entry.

    Parameters
    ----------
    session : Session
        Holds the table.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.is_visible = True

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw what `view` shows; the screen has `ratio` pixels to a point."""
        entry = self._session.current
        if entry is None or not self.is_visible:
            return
        rows = self._session.manual.of(entry.key)
        for row in rows:
            text = row_text(row) if len(rows) <= _MOST_WRITTEN else ""
            ends = Spot(*row.start), Spot(*row.end)
            paint_length(painter, view, ends, text, True, QColor(120, 255, 160))


def row_text(row: ManualLength) -> str:
    """Give a length for people."""
    if row.length_nm is None:
        return f"{row.length_px:.1f} px"
    return length_text(float(f"{row.length_nm:.4g}"))
