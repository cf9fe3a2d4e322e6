"""Changing an outline by its corners."""

from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from feretlab.gui.canvas.gesture import Gesture, Pointer
from feretlab.gui.canvas.view import Spot, View
from feretlab.gui.session.drawing_corners import Corners, nearest_on

_NEAR_PX = 8.0
_HANDLE_PX = 9.0
_DARK = QColor(0, 0, 0, 190)
_LINE = QColor(0, 230, 255)
_WHITE = QColor(255, 255, 255)
_TAKEN = QColor(255, 150, 0)


class MoveCorners(Gesture):
    """A drag moves a corner, a double click on the line inserts one.

    Ctrl and a click take one away. Enter, or another tool, accepts; Escape puts all
    back.

    Attributes
    ----------
    drawn : Signal(object)
        Carries the `Spot` of every place of a changed outline, once it is accepted.
    missed : Signal(object)
        Carries the `Spot` of a click that met neither a corner nor the outline.
    """

    drawn = Signal(object)
    missed = Signal(object)
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self) -> None:
        super().__init__()
        self._first: Corners | None = None
        self._corners: Corners | None = None
        self._taken: int | None = None
        self._is_held = False
        self._drawn: dict[tuple[int, int], QPolygonF] = {}

    @property
    def corners(self) -> Corners | None:
        """The outline as it is now; None without one."""
        return self._corners

    def show(self, corners: Corners | None) -> None:
        """Take another outline, or none; what was changed of an earlier is dropped."""
        self._first = self._corners = corners
        self._taken, self._is_held = None, False
        self._drawn.clear()
        self.changed.emit()

    def drop_corner(self) -> bool:
        """Take the corner away that was touched last; false where there is none."""
        if self._corners is None or self._taken is None:
            return False
        self._corners = self._corners.without(self._taken)
        self._taken = None
        self.changed.emit()
        return True

    def press(self, pointer: Pointer) -> None:
        """Take a corner, or take it away with Ctrl."""
        if self._corners is None:
            self.missed.emit(pointer.spot)
            return
        self._taken = self._corner_at(pointer)
        if self._taken is None:
            if self._stretch_at(pointer) is None:
                self.missed.emit(pointer.spot)
        elif pointer.extends:
            self.drop_corner()
        else:
            self._is_held = True
        self.changed.emit()

    def drag(self, pointer: Pointer) -> None:
        """Move the corner."""
        if self._corners is not None and self._is_held and self._taken is not None:
            self._corners = self._corners.moved(self._taken, pointer.spot)
            self.changed.emit()

    def release(self, pointer: Pointer) -> None:
        """Let the corner go."""
        self._is_held = False

    def double(self, pointer: Pointer) -> None:
        """Insert a corner; it can be dragged at once."""
        stretch = self._stretch_at(pointer)
        if (
            self._corners is None
            or stretch is None
            or self._corner_at(pointer) is not None
        ):
            return
        before = len(self._corners.points)
        self._corners = self._corners.inserted(stretch, pointer.spot)
        if len(self._corners.points) > before:
            self._taken, self._is_held = stretch + 1, True
        self.changed.emit()

    def finish(self) -> bool:
        """Accept what was changed."""
        if self._corners is None or not self._corners.is_changed:
            return False
        path = [Spot(*place) for place in self._corners.path()]
        self.show(None)
        self.drawn.emit(path)
        return True

    def cancel(self) -> bool:
        """Put all corners back."""
        if self._corners is None or self._corners is self._first:
            return False
        self.show(self._first)
        return True

    def leave(self) -> None:
        """Accept what was changed."""
        self.finish()
        self.show(None)

    def paint(self, painter: QPainter, view: View) -> None:
        """Draw the outline and its corners."""
        if self._corners is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(*view.to_window(Spot(0, 0)))
        painter.scale(view.scale, view.scale)
        lines = [self._line(index) for index in range(len(self._corners.points))]
        for color, width in ((_DARK, 4), (_LINE, 2)):
            pen = QPen(color, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            for line in lines:
                painter.drawPolyline(line)
        painter.restore()
        painter.setPen(QPen(QColor(0, 0, 0), 1))
        for index, point in enumerate(self._corners.points):
            x, y = view.to_window(Spot(*point))
            half = _HANDLE_PX / 2
            box = QRectF(x - half, y - half, _HANDLE_PX, _HANDLE_PX)
            painter.fillRect(box, _TAKEN if index == self._taken else _WHITE)
            painter.drawRect(box)

    def _line(self, index: int) -> QPolygonF:
        """Give a stretch in pixels of the picture; one as it was is made once."""
        corners = self._corners
        assert corners is not None
        after = (index + 1) % len(corners.points)
        key = corners.origin[index], corners.origin[after]
        if corners.as_was[index] and key in self._drawn:
            return self._drawn[key]
        line = QPolygonF([QPointF(x, y) for y, x in corners.stretch(index)])
        if corners.as_was[index]:
            self._drawn[key] = line
        return line

    def _corner_at(self, pointer: Pointer) -> int | None:
        """Give the nearest corner under the mouse."""
        if self._corners is None:
            return None
        away = [_gap(pointer, point) for point in self._corners.points]
        best = min(range(len(away)), key=away.__getitem__)
        return best if away[best] <= _NEAR_PX else None

    def _stretch_at(self, pointer: Pointer) -> int | None:
        """Give the corner that begins the stretch under the mouse."""
        if self._corners is None:
            return None
        away = []
        for index in range(len(self._corners.points)):
            places = self._corners.stretch(index)
            near = [nearest_on(*ends, pointer.spot) for ends in pairwise(places)]
            away.append(min(_gap(pointer, place) for place in near))
        best = min(range(len(away)), key=away.__getitem__)
        return best if away[best] <= _NEAR_PX else None


def _gap(pointer: Pointer, place: tuple[float, float]) -> float:
    """Give how far a place is from the mouse, in points of the window."""
    away = hypot(pointer.spot.y - place[0], pointer.spot.x - place[1])
    return away * pointer.scale
