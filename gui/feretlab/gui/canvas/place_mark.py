"""A frame around what a list leads to."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from feretlab.gui.canvas.overlay import write
from feretlab.gui.canvas.view import Spot, View
from feretlab.gui.session.session import Session

_ROOM_PX = 6.0
_TEXT_PX = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in one image.

    Parameters
    ----------
    key : str
        Of the entry.
    box : tuple of float
        First row, first column, row past the last, column past the last.
    text : str
        Written over the frame.
    color : str
        Of the frame.
    """

    key: str
    box: tuple[float, float, float, float]
    text: str
    color: str


class PlaceMark:
    """Frames one place of the image it lies in.

    Parameters
    ----------
    session : Session
        Knows which image is shown.

    Attributes
    ----------
    mark : Mark or None
        What is framed.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.mark: Mark | None = None

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw what `view` shows; the screen has `ratio` pixels to a point."""
        mark, entry = self.mark, self._session.current
        if mark is None or entry is None or mark.key != entry.key:
            return
        top, left, bottom, right = mark.box
        ends = (view.to_window(Spot(top, left)), view.to_window(Spot(bottom, right)))
        frame = QRectF(*(QPointF(*end) for end in ends))
        frame.adjust(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((QColor(0, 0, 0, 190), 4), (QColor(mark.color), 2)):
            painter.setPen(QPen(color, width))
            painter.drawRect(frame)
        wide = painter.fontMetrics().horizontalAdvance(mark.text) + 12
        over = QRectF(
            frame.center().x() - wide / 2, frame.top() - _TEXT_PX - 2, wide, _TEXT_PX
        )
        write(painter, over, mark.text)
