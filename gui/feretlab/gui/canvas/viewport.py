"""The drawn picture: it zooms, pans, and hands the mouse to a gesture."""

from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from feretlab.gui.canvas.gesture import Gesture, Pointer
from feretlab.gui.canvas.picture import Contrast, Picture
from feretlab.gui.canvas.view import Spot, View

_WHEEL_STEP = 1.0015
_KEY_ZOOM = 1.25
_KEY_PAN_SHARE = 0.1
_BAR_DIMMING = 150
_PLUS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Layer(Protocol):
    """Something drawn over the pixels."""

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw what `view` shows; the screen has `ratio` pixels to a point."""


class Viewport(QWidget):
    """Shows a picture with layers over it.

    Attributes
    ----------
    view_changed : Signal(object)
        Carries the new `View`.
    hovered : Signal(object)
        Carries the `Spot` under the mouse, or None.
    """

    view_changed = Signal(object)
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._view = View(width=self.width(), height=self.height())
        self._picture: Picture | None = None
        self._greys: npt.NDArray[np.uint8] = np.zeros(256, np.uint8)
        self._info_bar_rows = 0
        self._layers: tuple[Layer, ...] = ()
        self._gesture = Gesture()
        self._gesture.changed.connect(self.update)
        self._panned_from: QPointF | None = None
        self._is_fitted = True

    def sizeHint(self) -> QSize:
        """Give the size that the picture would like."""
        return QSize(800, 600)

    # What is shown

    @property
    def view(self) -> View:
        """What is seen of the picture."""
        return self._view

    def set_view(self, view: View) -> None:
        """Show another part, in this window's size."""
        view = view.resized(self.width(), self.height())
        self._is_fitted = False
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)
            self.update()

    @property
    def picture(self) -> Picture | None:
        """What is shown, or None."""
        return self._picture

    def show_picture(
        self, picture: Picture | None, contrast: Contrast, info_bar_rows: int
    ) -> None:
        """Show another picture; the view stays where it has the same size."""
        before = self._picture
        self._picture = picture
        self._info_bar_rows = info_bar_rows
        if picture is not None:
            self._greys = picture.greys(contrast)
            if before is None or before.shape != picture.shape:
                self.fit()
        self.update()

    def set_contrast(self, contrast: Contrast) -> None:
        """Draw with other values black and white."""
        if self._picture is not None:
            self._greys = self._picture.greys(contrast)
            self.update()

    def set_layers(self, *layers: Layer) -> None:
        """Draw these over the pixels, the last one uppermost."""
        self._layers = layers
        self.update()

    def set_gesture(self, gesture: Gesture) -> None:
        """Give the left mouse button another use."""
        self._gesture.leave()
        self._gesture.changed.disconnect(self.update)
        self._gesture = gesture
        gesture.changed.connect(self.update)
        self.setCursor(gesture.cursor)
        self.update()

    @property
    def gesture(self) -> Gesture:
        """What the left mouse button does."""
        return self._gesture

    # Moving about

    def fit(self) -> None:
        """Show the whole picture."""
        if self._picture is not None:
            self.set_view(self._view.on(0, 0, *self._picture.shape))
            self._is_fitted = True

    def zoom(self, factor: float) -> None:
        """Enlarge by a factor about the middle."""
        self.set_view(self._view.zoomed(factor, self.width() / 2, self.height() / 2))

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything that is seen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        if self._picture is not None:
            ratio = self.devicePixelRatioF()
            self._paint_picture(painter, self._picture, ratio)
            for layer in self._layers:
                layer.paint(painter, self._view, ratio)
            self._gesture.paint(painter, self._view)
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: Picture, ratio: float) -> None:
        grey, (top, left) = picture.drawn(self._view.times(ratio), self._greys)
        if grey.size:
            height, width = grey.shape
            image = QImage(
                grey.data, width, height, width, QImage.Format.Format_Grayscale8
            )
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(left / ratio, top / ratio), image)
        if self._info_bar_rows:
            first = picture.shape[0] - self._info_bar_rows
            x0, y0 = self._view.to_window(Spot(first, 0))
            x1, y1 = self._view.to_window(Spot(*picture.shape))
            dimming = QColor(0, 0, 0, _BAR_DIMMING)
            painter.fillRect(int(x0), int(y0), int(x1 - x0), int(y1 - y0), dimming)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle, or the whole where the whole was shown."""
        was_fitted = self._is_fitted
        self.set_view(self._view)
        if was_fitted:
            self.fit()
            self._is_fitted = True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        at = event.position()
        factor = _WHEEL_STEP ** event.angleDelta().y()
        self.set_view(self._view.zoomed(factor, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan or a gesture."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture.press(self._pointer(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it and tell where the mouse is."""
        if self._panned_from is not None:
            moved = event.position() - self._panned_from
            self._panned_from = event.position()
            self.set_view(self._view.panned(moved.x(), moved.y()))
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._gesture.drag(self._pointer(event))
        else:
            self._gesture.hover(self._pointer(event))
        self.hovered.emit(self._pointer(event).spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = None
            self.setCursor(self._gesture.cursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture.release(self._pointer(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Hand it to the gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._gesture.double(self._pointer(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse is elsewhere."""
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, pan, fit, finish or cancel."""
        key = Qt.Key(event.key())
        if key in _PLUS:
            self.zoom(_KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _KEY_ZOOM)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key == Qt.Key.Key_1:
            self.zoom(1 / self.devicePixelRatioF() / self._view.scale)
        elif key in _ARROWS:
            dx, dy = _ARROWS[key]
            step = _KEY_PAN_SHARE * min(self.width(), self.height())
            self.set_view(self._view.panned(dx * step, dy * step))
        elif (key == Qt.Key.Key_Escape and self._gesture.cancel()) or (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._gesture.finish()
        ):
            self.update()
        else:
            super().keyPressEvent(event)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at, held = event.position(), event.modifiers()
        return Pointer(
            spot=self._view.to_picture(at.x(), at.y()),
            x=at.x(),
            y=at.y(),
            scale=self._view.scale,
            extends=bool(held & Qt.KeyboardModifier.ControlModifier),
            spans=bool(held & Qt.KeyboardModifier.ShiftModifier),
        )
