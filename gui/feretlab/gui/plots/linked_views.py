"""The same micrograph twice, zoomed and moved together."""

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.comparison import Box
from feretlab.gui.texts import tr
from feretlab.gui.theme import tokens

Lines = npt.NDArray[np.float64]

_ROOM = 2.5
"""So many times its size is seen around a particle that is shown."""


class ImageView(pg.GraphicsView):
    """A micrograph with outlines and lines over it.

    Parameters
    ----------
    parent : QWidget or None
        Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = pg.ViewBox(lockAspect=True, invertY=True, enableMenu=False)
        self.setCentralItem(self.box)
        self.setBackground(tokens().base)
        self._image = pg.ImageItem(axisOrder="row-major")
        self._outlines = pg.ImageItem(axisOrder="row-major")
        self._lines: list[Any] = []
        self.box.addItem(self._image)
        self.box.addItem(self._outlines)

    def set_image(self, pixels: npt.NDArray[np.uint8] | None) -> None:
        """Show grey values, or nothing."""
        if pixels is None:
            self._image.clear()
        else:
            self._image.setImage(pixels, levels=(0, 255))

    def set_outlines(self, picture: npt.NDArray[np.uint8] | None) -> None:
        """Show a picture with opacity over the grey values, or nothing."""
        if picture is None:
            self._outlines.clear()
        else:
            self._outlines.setImage(picture, levels=(0, 255))

    def set_lines(self, lines: Lines, colors: list[str]) -> None:
        """Show straight lines, shape (N, 2, 2): both ends (x, y) of each."""
        for item in self._lines:
            self.box.removeItem(item)
        self._lines = []
        for color in dict.fromkeys(colors):
            own = lines[[index for index, its in enumerate(colors) if its == color]]
            item = pg.PlotCurveItem(
                own[:, :, 0].ravel(),
                own[:, :, 1].ravel(),
                connect="pairs",
                pen=pg.mkPen(color, width=2),
            )
            self._lines.append(item)
            self.box.addItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setBackground(tokens().base)


class LinkedViews(QWidget):
    """Manual on the left, automatic on the right, both on the same place.

    Parameters
    ----------
    parent : QWidget or None
        Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.manual, self.automatic = ImageView(), ImageView()
        self._is_following = False
        self._shape = (1, 1)
        self._whole: tuple[int, int] | None = None
        for view, other in (
            (self.manual, self.automatic),
            (self.automatic, self.manual),
        ):
            view.box.sigRangeChanged.connect(partial(self._follow, other))
            view.box.sigRangeChangedManually.connect(self._leave_whole)
        self.manual.box.sigResized.connect(self._fit)
        self._hidden = QLabel(tr("Hidden while you measure (blind mode)."))
        self._hidden.setWordWrap(True)
        self._hidden.setProperty("dim", True)
        right = QWidget()
        self._stack = QStackedLayout(right)
        self._stack.addWidget(self.automatic)
        self._stack.addWidget(self._hidden)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        for title, side in ((tr("Manual"), self.manual), (tr("Automatic"), right)):
            column = QVBoxLayout()
            label = QLabel(title)
            label.setProperty("dim", True)
            column.addWidget(label)
            column.addWidget(side, 1)
            self._row.addLayout(column, 1)

    def set_image(self, pixels: npt.NDArray[np.uint8] | None) -> None:
        """Show grey values on both sides, whole."""
        self.manual.set_image(pixels)
        self.automatic.set_image(pixels)
        self._whole = None if pixels is None else pixels.shape
        self._shape = self._whole or self._shape
        self._turn()
        self._fit()

    def hide_automatic(self, is_hidden: bool) -> None:
        """Cover the automatic side, or show it again."""
        self._stack.setCurrentIndex(1 if is_hidden else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew how the views lie."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Put the views one below the other where the image is larger so."""
        height, width = self._shape
        titles = self.fontMetrics().height() + self._row.spacing()
        room = max(self.height() - titles, 1)
        beside = min(self.width() / 2 / width, room / height)
        below = min(self.width() / width, (room - titles) / 2 / height)
        direction = QBoxLayout.Direction
        self._row.setDirection(
            direction.TopToBottom if below > beside else direction.LeftToRight
        )

    def _fit(self, _: object = None) -> None:
        """Show the whole image, also in other room, until somebody looks closer."""
        if self._whole is not None:
            height, width = self._whole
            self.manual.box.setRange(
                xRange=(0, width), yRange=(0, height), padding=0.02
            )

    def _leave_whole(self, _: object = None) -> None:
        self._whole = None

    def _follow(self, other: ImageView, _: object, ranges: Any, *__: Any) -> None:
        """Show the same in the other view.

        Linking them by pyqtgraph would align them on the screen instead.
        """
        if not self._is_following:
            self._is_following = True
            other.box.setRange(xRange=ranges[0], yRange=ranges[1], padding=0)
            self._is_following = False

    def show_box(self, box: Box) -> None:
        """Show a place large and in the middle."""
        self._whole = None
        top, left, bottom, right = box
        reach = max(bottom - top, right - left, 8.0) * _ROOM / 2
        y, x = (top + bottom) / 2, (left + right) / 2
        self.manual.box.setRange(
            xRange=(x - reach, x + reach), yRange=(y - reach, y + reach), padding=0
        )
