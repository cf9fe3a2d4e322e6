"""Everything that has a key, on one page."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.texts import tr


class ShortcutsDialog(QDialog):
    """A table of commands, where they work, and their keys, with a filter.

    Parameters
    ----------
    rows : sequence of (str, str, str)
        Where it works, title, and keys in Qt's portable words.
    parent : QWidget
        The window.
    """

    def __init__(
        self, rows: Sequence[tuple[str, str, str]], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(37 * self.fontMetrics().height(), 560)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(tr("Filter"))
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self._filter)
        self.table = QTreeWidget()
        self.table.setHeaderLabels([tr("Command"), tr("Where"), tr("Keys")])
        self.table.setRootIsDecorated(False)
        self.table.setAlternatingRowColors(True)
        for menu, title, keys in rows:
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            self.table.addTopLevelItem(QTreeWidgetItem([title, menu, native]))
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.filter_box, self.table, buttons):
            layout.addWidget(widget)

    def _filter(self, words: str) -> None:
        for number in range(self.table.topLevelItemCount()):
            row = self.table.topLevelItem(number)
            assert row is not None
            texts = (row.text(column).casefold() for column in range(3))
            row.setHidden(not any(words.casefold() in text for text in texts))
