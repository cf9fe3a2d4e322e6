"""Choosing particles with the mouse."""

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from feretlab.gui.canvas.gesture import Gesture, Pointer
from feretlab.gui.canvas.overlay import Overlay
from feretlab.gui.canvas.view import Spot, View
from feretlab.gui.canvas.viewport import Viewport
from feretlab.gui.session.corrections import particle_at
from feretlab.gui.session.session import Session

_STILL_PX = 4.0
_AROUND = 4.0


class Pick(Gesture):
    """A click selects, Ctrl adds, Shift spans a rectangle, a drag pans.

    Parameters
    ----------
    viewport : Viewport
        Where.
    session : Session
        Whose selection.
    overlay : Overlay
        Knows what is seen.
    """

    def __init__(self, viewport: Viewport, session: Session, overlay: Overlay) -> None:
        super().__init__()
        self._viewport = viewport
        self._session = session
        self._overlay = overlay
        self._first: Pointer | None = None
        self._last: Pointer | None = None
        self._moved = False

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._first = self._last = pointer
        self._moved = False

    def drag(self, pointer: Pointer) -> None:
        """Span a rectangle with Shift, else pan."""
        if self._first is None or self._last is None:
            return
        far = abs(pointer.x - self._first.x) + abs(pointer.y - self._first.y)
        self._moved = self._moved or far > _STILL_PX
        if self._moved and not self._first.spans:
            moved = pointer.x - self._last.x, pointer.y - self._last.y
            self._viewport.set_view(self._viewport.view.panned(*moved))
        self._last = pointer
        self.changed.emit()

    def release(self, pointer: Pointer) -> None:
        """Select what was clicked or spanned."""
        first, self._first, self._last = self._first, None, None
        if first is None:
            return
        if self._moved and first.spans:
            self._select(self._within(first.spot, pointer.spot), first.extends)
        elif not self._moved:
            index = self.at(pointer.spot)
            self._select(
                frozenset() if index is None else frozenset([index]),
                first.extends or first.spans,
            )
        self.changed.emit()

    def double(self, pointer: Pointer) -> None:
        """Zoom to the particle."""
        index = self.at(pointer.spot)
        if index is not None:
            self.zoom_to(index)

    def zoom_to(self, index: int) -> None:
        """Show a particle large and in the middle."""
        finding, view = self._overlay.finding, self._viewport.view
        if finding is None or index >= len(finding.particles):
            return
        top, left, bottom, right = finding.particles.boxes[index].tolist()
        tall, wide = _AROUND * (bottom - top) / 2, _AROUND * (right - left) / 2
        y, x = (top + bottom) / 2, (left + right) / 2
        self._viewport.set_view(view.on(y - tall, x - wide, y + tall, x + wide))

    def reveal(self, index: int) -> None:
        """Move the picture so that a particle is seen; one that is stays."""
        finding, view = self._overlay.finding, self._viewport.view
        if finding is None or index >= len(finding.particles):
            return
        top, left, bottom, right = finding.particles.boxes[index].tolist()
        above, before, below, after = view.rectangle(finding.particles.shape)
        if top < above or left < before or bottom > below or right > after:
            middle = Spot((top + bottom) / 2, (left + right) / 2)
            self._viewport.set_view(replace(view, center=middle))

    def cancel(self) -> bool:
        """Drop the rectangle, or the selection."""
        if self._first is not None:
            self._first = self._last = None
            return True
        had = bool(self._session.selection)
        self._session.select(())
        return had

    def leave(self) -> None:
        """Drop the rectangle; what is selected stays."""
        self._first = self._last = None

    def paint(self, painter: QPainter, view: View) -> None:
        """Draw the rectangle."""
        first, last = self._first, self._last
        if first is not None and last is not None and first.spans:
            box = QRectF(first.x, first.y, last.x - first.x, last.y - first.y)
            painter.setPen(QPen(QColor(255, 255, 255), 1, Qt.PenStyle.DashLine))
            painter.drawRect(box.normalized())

    def at(self, spot: Spot) -> int | None:
        """Give the particle at a place; those that are not seen are not met."""
        finding = self._overlay.finding
        if finding is None or not self._overlay.is_visible:
            return None
        index = particle_at(finding.particles, (int(spot.y // 1), int(spot.x // 1)))
        if index is None or not self._overlay.visible()[index]:
            return None
        return index

    def _within(self, one: Spot, other: Spot) -> frozenset[int]:
        """Give the particles whose box lies inside a rectangle."""
        finding = self._overlay.finding
        if finding is None or not self._overlay.is_visible:
            return frozenset()
        boxes, seen = finding.particles.boxes, self._overlay.visible()
        inside = (
            (boxes[:, 0] >= min(one.y, other.y))
            & (boxes[:, 2] <= max(one.y, other.y))
            & (boxes[:, 1] >= min(one.x, other.x))
            & (boxes[:, 3] <= max(one.x, other.x))
        )
        return frozenset((inside & seen).nonzero()[0].tolist())

    def _select(self, indices: frozenset[int], extends: bool) -> None:
        chosen = self._session.selection
        if not extends:
            self._session.select(indices)
        elif len(indices) == 1 and indices <= chosen:
            self._session.select(chosen - indices)
        else:
            self._session.select(chosen | indices)
