"""A line of text that takes the room it is given and asks for none."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class QuietLabel(QLabel):
    """Plain text on one line, shortened where the room is too small.

    What changes with every move of the mouse must not push the widgets around it.
    """

    def minimumSizeHint(self) -> QSize:
        """Give the height of a line; any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        inside = self.contentsRect()
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, self.alignment(), shown)
