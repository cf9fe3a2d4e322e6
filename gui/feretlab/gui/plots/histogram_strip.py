"""A small histogram, the part that passes a filter in colour."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from feretlab.gui.theme import tokens

_BINS = 48
_HEIGHT = 34
_ROUNDING = 1e-9


class HistogramStrip(QWidget):
    """Draws how often values occur between the least and the greatest.

    Parameters
    ----------
    parent : QWidget or None
        Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = np.zeros(0)
        self._edges = np.zeros(1)
        self._range = (-np.inf, np.inf)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_values(self, values: npt.NDArray[np.float64]) -> None:
        """Count values.

        Parameters
        ----------
        values : ndarray of float64
            Finite ones, in any order.
        """
        self._heights, self._edges = np.zeros(0), np.zeros(1)
        # What differs by rounding alone has no room for bins.
        if len(values) and np.ptp(values) > _ROUNDING * np.abs(values).max():
            counts, self._edges = np.histogram(values, _BINS)
            # Roots, so that a few large particles are seen beside many small ones.
            self._heights = np.sqrt(counts / counts.max())
        self.update()

    def set_range(self, low: float, high: float) -> None:
        """Tell which values pass."""
        self._range = (low, high)
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size that looks best."""
        return QSize(120, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Give the least size."""
        return QSize(60, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw; Qt calls it."""
        colors = tokens()
        inside, outside = QColor(colors.accent), QColor(colors.border)
        painter = QPainter(self)
        width, height = self.width() / max(len(self._heights), 1), self.height() - 1
        middles = (self._edges[:-1] + self._edges[1:]) / 2
        for index, (share, middle) in enumerate(
            zip(self._heights, middles, strict=True)
        ):
            passes = self._range[0] <= middle <= self._range[1]
            tall = float(share) * height
            bar = QRectF(index * width, height - tall, max(width - 1, 1), tall)
            painter.fillRect(bar, inside if passes else outside)
        painter.setPen(outside)
        painter.drawLine(0, height, self.width(), height)
        painter.end()
