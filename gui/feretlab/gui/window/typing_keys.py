"""Keys that delete in a box, kept from the shortcuts that they are besides."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_DELETE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class TypingKeys(QObject):
    """Leaves such keys to the box in which somebody types.

    Qt's boxes claim letters and the common keys themselves, but none of those that
    delete a word or the rest of a line.

    Parameters
    ----------
    window : QWidget
        Whose shortcuts; owns this.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.watch(window)

    def watch(self, window: QWidget) -> None:
        """Do so in a window; one that may float beside the first as well.

        Parameters
        ----------
        window : QWidget
            Hears of the keys that the boxes in it do not claim.
        """
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key that deletes before it becomes a shortcut."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _deletes(event)
            and _takes_text(QApplication.focusWidget())
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def _deletes(event: QKeyEvent) -> bool:
    to_end = QKeySequence.StandardKey.DeleteEndOfLine  # Ctrl+K on Linux
    return event.key() in _DELETE or event.matches(to_end)


def _takes_text(widget: QWidget | None) -> bool:
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    boxes = QLineEdit | QAbstractSpinBox | QPlainTextEdit | QTextEdit
    return isinstance(widget, boxes) and not widget.isReadOnly()
