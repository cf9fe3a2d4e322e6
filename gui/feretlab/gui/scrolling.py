"""Pages that are higher than a small screen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class PageScroll(QScrollArea):
    """Scrolls a page up and down; it is never narrower than what it holds.

    Parameters
    ----------
    inside : QWidget
        What the page shows.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """Give room for what is inside beside the scroll bar; any height will do."""
        inside, bar = self._inside.minimumSizeHint(), self.verticalScrollBar()
        width = inside.width() + bar.sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())
