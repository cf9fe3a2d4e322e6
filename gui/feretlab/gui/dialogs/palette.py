"""All commands in one list, found by typing a few letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.texts import tr

_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One row.

    Parameters
    ----------
    id : str
        What `CommandPalette.chosen` carries.
    title, help : str
        Shown, and searched.
    menu : str
        Where it stands otherwise.
    shortcut : str
        Its keys in Qt's portable words, or empty.
    """

    id: str
    title: str
    help: str
    menu: str
    shortcut: str


class CommandPalette(QDialog):
    """A box to type into and the commands that fit, the best first.

    Parameters
    ----------
    commands : sequence of Command
        All that can be done now.
    parent : QWidget
        The window, over whose middle it opens.

    Attributes
    ----------
    chosen : Signal(str)
        Carries a command's id, after the dialog is closed.
    """

    chosen = Signal(str)

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find a command"))
        self.resize(41 * self.fontMetrics().height(), 420)
        self._commands = commands
        self.box = QLineEdit()
        self.box.setPlaceholderText(tr("Type what you want to do"))
        self.box.textChanged.connect(self._search)
        self.box.returnPressed.connect(self._choose)
        self.box.installEventFilter(self)
        self.rows = QTreeWidget()
        self.rows.setColumnCount(3)
        self.rows.setHeaderHidden(True)
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setAlternatingRowColors(True)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.itemClicked.connect(self._choose)
        self.rows.currentItemChanged.connect(self._explain)
        self.help = QLabel()
        self.help.setProperty("dim", True)
        self.help.setWordWrap(True)
        layout = QVBoxLayout(self)
        for widget in (self.box, self.rows, self.help):
            layout.addWidget(widget)
        self._search("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the box has the focus."""
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            self.rows.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _search(self, words: str) -> None:
        found = [(score(words, each), each) for each in self._commands]
        fitting = [pair for pair in found if pair[0] is not None]
        if words.strip():
            fitting.sort(key=lambda pair: -(pair[0] or 0))
        self.rows.clear()
        for _, each in fitting:
            keys = QKeySequence(each.shortcut)
            native = keys.toString(QKeySequence.SequenceFormat.NativeText)
            row = QTreeWidgetItem([each.title, each.menu, native])
            row.setData(0, Qt.ItemDataRole.UserRole, each.id)
            row.setToolTip(0, each.help)
            self.rows.addTopLevelItem(row)
        line = self.fontMetrics().height()
        self.rows.setColumnWidth(0, 22 * line)
        self.rows.setColumnWidth(1, 7 * line)
        first = self.rows.topLevelItem(0)
        if first is not None:
            self.rows.setCurrentItem(first)
        else:
            self.help.setText(
                tr("Nothing that can be done now fits. Try fewer letters.")
            )

    def _explain(self, row: QTreeWidgetItem | None) -> None:
        if row is not None:
            self.help.setText(row.toolTip(0))

    def _choose(self, *_: object) -> None:
        row = self.rows.currentItem()
        if row is not None:
            id_ = row.data(0, Qt.ItemDataRole.UserRole)
            self.accept()
            self.chosen.emit(id_)


def score(words: str, command: Command) -> float | None:
    """Tell how well typed letters fit a command.

    Parameters
    ----------
    words : str
        Letters; they must come in this order, not next to each other.
    command : Command
        What they may mean.

    Returns
    -------
    float or None
        Higher fits better; None where they do not fit.
    """
    wanted = "".join(words.casefold().split())
    title = _score(wanted, command.title.casefold())
    if title is not None:
        return title + 100
    # Letters strewn over a long help fit nearly anything: there, whole words count.
    text = f"{command.menu} {command.title} {command.help}".casefold()
    return 0.0 if all(word in text for word in words.casefold().split()) else None


def _score(wanted: str, text: str) -> float | None:
    """Reward letters that begin words and letters that follow each other."""
    total, at, before = 0.0, 0, -2
    for letter in wanted:
        found = text.find(letter, at)
        if found < 0:
            return None
        if found == before + 1:
            total += 3
        if found == 0 or text[found - 1] == " ":
            total += 2
        total -= 0.1 * (found - at)
        before, at = found, found + 1
    return total - 0.01 * len(text)
