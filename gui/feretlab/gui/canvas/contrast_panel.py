"""Which values are black and white: a histogram with two handles."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.canvas.picture import Contrast, Picture, with_bounds
from feretlab.gui.texts import tr

_KEY_STEPS = 100


class Handles(QWidget):
    """A histogram whose two handles are dragged.

    Attributes
    ----------
    moved : Signal(float, float)
        Carries the values at both handles.
    """

    moved = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._counts: npt.NDArray[np.int64] = np.zeros(1, np.int64)
        self._range = (0.0, 1.0)
        self._values = [0.0, 1.0]
        self._held = 0

    def sizeHint(self) -> QSize:
        """Give the usual size."""
        return QSize(300, 96)

    def show_counts(
        self, counts: npt.NDArray[np.int64], low: float, high: float
    ) -> None:
        """Show another histogram, from `low` to `high`."""
        self._counts = counts
        self._range = low, high if high > low else low + 1.0
        self.update()

    def set_values(self, low: float, high: float) -> None:
        """Put the handles; nothing is told."""
        self._values = [low, high]
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer handle."""
        at = event.position().x()
        gaps = [abs(self._x(value) - at) for value in self._values]
        self._held = int(gaps[1] < gaps[0])
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it; it does not pass the other."""
        low, high = self._range
        share = (event.position().x() - 6) / max(self.width() - 12, 1)
        self._put(low + share * (high - low))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the handle that was held last; Escape closes the panel's menu."""
        key = event.key()
        step = (self._range[1] - self._range[0]) / _KEY_STEPS
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            sign = -1 if key == Qt.Key.Key_Left else 1
            self._put(self._values[self._held] + sign * step)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._held = int(key == Qt.Key.Key_Up)
            self.update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and handles."""
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.base())
        # Square roots, so that the few bright pixels of particles are seen.
        heights = np.sqrt(self._counts / max(int(self._counts.max()), 1))
        wide = (self.width() - 12) / len(heights)
        bars = QColor(palette.text().color())
        bars.setAlpha(130)
        for index, height in enumerate(heights.tolist()):
            tall = height * (self.height() - 8)
            box = QRectF(6 + index * wide, self.height() - tall, max(wide, 1), tall)
            painter.fillRect(box, bars)
        for index, value in enumerate(self._values):
            held = index == self._held and self.hasFocus()
            color = palette.highlight().color() if held else palette.text().color()
            x = min(max(self._x(value), 6), self.width() - 6)
            painter.fillRect(QRectF(x - 1.5, 0, 3, self.height()), color)
            painter.fillRect(QRectF(x - 5, 0, 10, 10), color)
        painter.end()

    def _x(self, value: float) -> float:
        low, high = self._range
        return 6 + (value - low) / (high - low) * (self.width() - 12)

    def _put(self, value: float) -> None:
        low, high = self._range
        value = min(max(value, low), high)
        other = self._values[1 - self._held]
        least = (high - low) / 1000
        held = self._held
        value = max(value, other + least) if held else min(value, other - least)
        self._values[self._held] = value
        self.update()
        self.moved.emit(*self._values)


class ContrastPanel(QWidget):
    """Histogram, Auto, Reset and Invert.

    Attributes
    ----------
    changed : Signal(object)
        Carries the new `Contrast`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._contrast = Contrast(low=0.0, high=1.0)
        self.handles = Handles(self)
        self._values = QLabel(self)
        self.auto = QPushButton(tr("Auto"), self)
        self.auto.setToolTip(tr("Leave the darkest and brightest 0.35 % out."))
        self.reset = QPushButton(tr("Reset"), self)
        self.reset.setToolTip(tr("From the lowest to the highest value."))
        self.invert = QCheckBox(tr("Invert"), self)
        self.invert.setToolTip(tr("Show dark as bright; the data stay as they are."))
        buttons = QHBoxLayout()
        for button in (self.auto, self.reset, self.invert):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.handles, 1)
        layout.addWidget(self._values)
        layout.addLayout(buttons)
        self.handles.moved.connect(self._on_moved)
        self.auto.clicked.connect(self._on_auto)
        self.reset.clicked.connect(self._on_reset)
        self.invert.toggled.connect(self._on_inverted)

    def show_picture(self, picture: Picture | None, contrast: Contrast) -> None:
        """Show another picture's values."""
        self._picture = picture
        self.setEnabled(picture is not None)
        if picture is not None:
            self.handles.show_counts(picture.histogram(), *picture.range)
        self.set_contrast(contrast)

    def set_contrast(self, contrast: Contrast) -> None:
        """Show a contrast; nothing is told."""
        self._contrast = contrast
        self.handles.set_values(contrast.low, contrast.high)
        self._values.setText(f"{contrast.low:.5g} … {contrast.high:.5g}")
        self.invert.blockSignals(True)
        self.invert.setChecked(contrast.inverted)
        self.invert.blockSignals(False)

    def _on_moved(self, low: float, high: float) -> None:
        self._tell(with_bounds(self._contrast, low, high))

    def _on_auto(self) -> None:
        if self._picture is not None:
            auto = self._picture.auto()
            self._tell(with_bounds(self._contrast, auto.low, auto.high))

    def _on_reset(self) -> None:
        if self._picture is not None:
            self._tell(self._picture.full())

    def _on_inverted(self, inverted: bool) -> None:
        low, high = self._contrast.low, self._contrast.high
        self._tell(Contrast(low=low, high=high, inverted=inverted))

    def _tell(self, contrast: Contrast) -> None:
        self.set_contrast(contrast)
        self.changed.emit(contrast)
