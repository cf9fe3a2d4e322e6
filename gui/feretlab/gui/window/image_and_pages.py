"""The image and the pages beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST, _MOST = 430, 900
_SHARE = 0.28


class ImageAndPages(QSplitter):
    """Gives the pages what they need, and the image the rest.

    Once somebody drags the handle, both grow and shrink alike.

    Parameters
    ----------
    image, pages : QWidget
        On the left and on the right.
    """

    def __init__(self, image: QWidget, pages: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("splitter")
        self.addWidget(image)
        self.addWidget(pages)
        self.setChildrenCollapsible(False)
        self._is_dragged = False
        self.splitterMoved.connect(self._note_drag)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Part the room anew."""
        super().resizeEvent(event)
        if not self._is_dragged:
            pages = round(min(max(_SHARE * self.width(), _LEAST), _MOST))
            self.setSizes([self.width() - pages, pages])

    def _note_drag(self) -> None:
        self._is_dragged = True
