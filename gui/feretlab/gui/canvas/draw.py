"""Drawing outlines and lines by hand."""

from math import hypot

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from feretlab.gui.canvas.gesture import Gesture, Pointer
from feretlab.gui.canvas.view import Spot, View

_NEAR_PX = 8.0
_STEP_PX = 2.0


class Draw(Gesture):
    """What polygons, freehand strokes and clicks share.

    Attributes
    ----------
    drawn : Signal(object)
        Carries the `Spot` of every corner, once it is complete.
    """

    drawn = Signal(object)
    cursor = Qt.CursorShape.CrossCursor
    least = 2
    closed = False

    def __init__(self) -> None:
        super().__init__()
        self._points: list[Spot] = []
        self._at: Spot | None = None

    def finish(self) -> bool:
        """Complete the shape where it has enough corners."""
        if len(self._points) < self.least:
            return False
        points, self._points, self._at = self._points, [], None
        self.drawn.emit(points)
        self.changed.emit()
        return True

    def cancel(self) -> bool:
        """Drop the shape."""
        had = bool(self._points)
        self._points, self._at = [], None
        self.changed.emit()
        return had

    def paint(self, painter: QPainter, view: View) -> None:
        """Draw it, with a line to the mouse."""
        points = [*self._points, *([self._at] if self._points and self._at else [])]
        if not points:
            return
        line = QPolygonF([QPointF(*view.to_window(point)) for point in points])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (QPen(QColor(0, 0, 0, 190), 4), QPen(QColor(0, 230, 255), 2)):
            painter.setPen(pen)
            painter.drawPolyline(line)
        if self.closed and len(points) > 2:
            painter.setPen(QPen(QColor(0, 230, 255), 1, Qt.PenStyle.DashLine))
            painter.drawLine(line.last(), line.first())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class Polygon(Draw):
    """A click sets a corner; Enter, a double click or a click on the first closes."""

    least = 3
    closed = True

    def press(self, pointer: Pointer) -> None:
        """Set a corner, or close."""
        if len(self._points) >= self.least:
            start = self._points[0]
            gap = hypot(pointer.spot.y - start.y, pointer.spot.x - start.x)
            gap *= pointer.scale
            if gap <= _NEAR_PX:
                self.finish()
                return
        self._points.append(pointer.spot)
        self.changed.emit()

    def hover(self, pointer: Pointer) -> None:
        """Draw a line to the mouse."""
        self._at = pointer.spot
        if self._points:
            self.changed.emit()

    def drag(self, pointer: Pointer) -> None:
        """Draw a line to the mouse."""
        self.hover(pointer)

    def double(self, pointer: Pointer) -> None:
        """Close."""
        self.finish()


class Freehand(Draw):
    """A stroke with the button held; its end is joined to its beginning."""

    least = 3
    closed = True

    def __init__(self) -> None:
        super().__init__()
        self._last: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._points, self._last = [pointer.spot], pointer
        self.changed.emit()

    def drag(self, pointer: Pointer) -> None:
        """Go on."""
        last = self._last
        if last is None or not self._points:
            return
        if hypot(pointer.x - last.x, pointer.y - last.y) >= _STEP_PX:
            self._points.append(pointer.spot)
            self._last = pointer
            self.changed.emit()

    def release(self, pointer: Pointer) -> None:
        """Complete it."""
        if not self.finish():
            self.cancel()


class Line(Freehand):
    """A stroke that is not closed, straight or bent."""

    least = 2
    closed = False


class Click(Draw):
    """A click."""

    def press(self, pointer: Pointer) -> None:
        """Tell where."""
        self.drawn.emit([pointer.spot])
