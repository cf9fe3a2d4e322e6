"""Lines that name files, whatever these are called."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from feretlab.gui.popups import pop_up
from feretlab.gui.texts import tr

_LONGEST = 24
_BREAK = "\u200b"  # a place to break at, of no width


class NoteLabel(QLabel):
    """Plain text over several lines, never wider than its place.

    A word of a common label is never broken: a long name of a file pushes everything
    beside it away, and one that holds ``<b>`` makes the rest bold.

    Parameters
    ----------
    text : str
        What it says first.
    parent : QWidget or None
        Owner.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def text(self) -> str:
        """Give what it says."""
        return self._text

    def setText(self, text: str) -> None:
        """Say something else."""
        self._text = text
        super().setText(re.sub(rf"(\S{{{_LONGEST}}})(?=\S)", rf"\1{_BREAK}", text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected as it was said."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        if self.hasSelectedText():
            menu = QMenu(self)
            menu.addAction(tr("Copy"), self._copy)
            pop_up(menu, event.globalPos())

    def _copy(self) -> None:
        text = self.selectedText().replace(_BREAK, "")
        QGuiApplication.clipboard().setText(text)

    def minimumSizeHint(self) -> QSize:
        """Give the height of a line; any width will do."""
        return QSize(0, super().minimumSizeHint().height())
