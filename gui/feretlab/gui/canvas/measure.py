"""Measuring along a drawn line."""

from collections.abc import Callable
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from feretlab.gui.canvas.gesture import Gesture, Pointer
from feretlab.gui.canvas.overlay import write
from feretlab.gui.canvas.view import Spot, View

_SHORTEST_PX = 3.0
_JAW_PX = 14.0
_ABOVE_PX, _TEXT_PX = 26.0, 20.0


class Ruler(Gesture):
    """A line whose length is told while it is drawn, and after.

    Parameters
    ----------
    length_text : callable
        Takes both ends; gives what is written beside the line.
    has_jaws : bool
        Whether its ends are drawn as a caliper's.
    stays : bool
        Whether the line is still drawn after the mouse was let go.

    Attributes
    ----------
    measured : Signal(object, object)
        Carries both ends, once the mouse is let go.
    """

    measured = Signal(object, object)
    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        length_text: Callable[[Spot, Spot], str],
        *,
        has_jaws: bool = False,
        stays: bool = True,
    ) -> None:
        super().__init__()
        self._length_text = length_text
        self._has_jaws = has_jaws
        self._stays = stays
        self._ends: tuple[Spot, Spot] | None = None
        self._from: Pointer | None = None

    @property
    def text(self) -> str:
        """What is written beside the line; empty without one."""
        return "" if self._ends is None else self._length_text(*self._ends)

    def press(self, pointer: Pointer) -> None:
        """Begin a line."""
        self._from = pointer
        self._ends = None
        self.changed.emit()

    def drag(self, pointer: Pointer) -> None:
        """Draw it to the mouse; with Shift along a row, a column or a diagonal."""
        if self._from is not None:
            start = self._from.spot
            end = _straight(start, pointer.spot) if pointer.spans else pointer.spot
            self._ends = start, end
            self.changed.emit()

    def release(self, pointer: Pointer) -> None:
        """Tell its length."""
        first, self._from = self._from, None
        if first is None or self._ends is None:
            return
        ends = self._ends
        is_long = hypot(pointer.x - first.x, pointer.y - first.y) >= _SHORTEST_PX
        if not is_long or not self._stays:
            self._ends = None
        if is_long:
            self.measured.emit(*ends)
        self.changed.emit()

    def cancel(self) -> bool:
        """Drop the line."""
        had = self._ends is not None
        self._ends = self._from = None
        self.changed.emit()
        return had

    def paint(self, painter: QPainter, view: View) -> None:
        """Draw the line and its length."""
        if self._ends is not None:
            paint_length(painter, view, self._ends, self.text, self._has_jaws)


def paint_length(
    painter: QPainter,
    view: View,
    ends: tuple[Spot, Spot],
    text: str,
    has_jaws: bool,
    color: QColor | None = None,
) -> None:
    """Draw a measured length.

    Parameters
    ----------
    painter : QPainter
        Where.
    view : View
        What is seen.
    ends : tuple of Spot
        Both ends.
    text : str
        Written beside the middle.
    has_jaws : bool
        Whether the ends are drawn as a caliper's.
    color : QColor or None
        None for yellow.
    """
    a, b = (QPointF(*view.to_window(end)) for end in ends)
    length = hypot(b.x() - a.x(), b.y() - a.y()) or 1.0
    across = QPointF(-(b.y() - a.y()), b.x() - a.x()) * (
        (_JAW_PX if has_jaws else 5.0) / length
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in (
        QPen(QColor(0, 0, 0, 190), 4),
        QPen(color or QColor(255, 225, 60), 2),
    ):
        painter.setPen(pen)
        painter.drawLine(a, b)
        painter.drawLine(a - across, a + across)
        painter.drawLine(b - across, b + across)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    middle = (a + b) / 2
    wide = painter.fontMetrics().horizontalAdvance(text) + 12
    line = QRectF(a, b).normalized().adjusted(-1, -1, 1, 1)
    if line.intersects(QRectF(0, 0, view.width, view.height)):
        write(painter, _text_box(view, middle, wide), text)


def _text_box(view: View, middle: QPointF, wide: float) -> QRectF:
    """Place a text over a line; inside the window, as scale bars lie at its edge."""
    left = min(max(middle.x() - wide / 2, 0.0), max(view.width - wide, 0.0))
    return QRectF(left, max(middle.y() - _ABOVE_PX, 0.0), wide, _TEXT_PX)


def _straight(start: Spot, end: Spot) -> Spot:
    dy, dx = end.y - start.y, end.x - start.x
    if abs(dy) < abs(dx) / 2:
        return Spot(start.y, end.x)
    if abs(dx) < abs(dy) / 2:
        return Spot(end.y, start.x)
    side = (abs(dy) + abs(dx)) / 2
    return Spot(
        start.y + side * (1 if dy > 0 else -1), start.x + side * (1 if dx > 0 else -1)
    )
