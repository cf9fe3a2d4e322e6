"""The list of misses and false finds, gone through with one key."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.comparison import Case, Compared
from feretlab.gui.icons import icon
from feretlab.gui.tables.case_model import CaseModel
from feretlab.gui.texts import tr, tr_later

_CHOICES = (
    ("odd", tr_later("Misses and false finds")),
    ("miss", tr_later("Misses")),
    ("alone", tr_later("False finds")),
    ("pair", tr_later("Pairs")),
    ("", tr_later("All")),
)
_BY_LENGTHS = {
    "odd": tr_later("Measured by hand"),
    "alone": tr_later("Not measured by hand"),
}
_ALONE = ("false find", "not measured by hand")


class CasePanel(QWidget):
    """Lists the cases of a comparison.

    Parameters
    ----------
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    chosen : Signal(object)
        Carries the `Case` that is to be looked at.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self.model = CaseModel()
        self.kind = QComboBox()
        for value, label in _CHOICES:
            self.kind.addItem(tr(label), value)
        self.view = QTableView()
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("dim", True)
        self.next_button = QPushButton(icon("fa6s.arrow-down"), tr("Next (N)"))
        self.previous_button = QPushButton(icon("fa6s.arrow-up"), tr("Previous (P)"))
        self._arrange()
        self.show_cases(None)

    def show_cases(self, compared: Compared | None) -> None:
        """List the cases of a comparison; None for none.

        Parameters
        ----------
        compared : Compared or None
            What came of it.
        """
        self._compared = compared
        other = _BY_LENGTHS if compared and compared.is_by_lengths else {}
        for row, (value, label) in enumerate(_CHOICES):
            self.kind.setItemText(row, tr(other.get(value, label)))
        self._fill()

    def step(self, by: int) -> None:
        """Go to the next case, or back; after the last one comes the first.

        Parameters
        ----------
        by : int
            1 for the next, -1 for the one before.
        """
        count = self.model.rowCount()
        if count:
            row = self.view.currentIndex().row()
            start = -1 if by > 0 else 0
            self.view.selectRow(((row if row >= 0 else start) + by) % count)

    def _arrange(self) -> None:
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setAlternatingRowColors(True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(
            self.view.fontMetrics().height() + 6
        )
        self.view.horizontalHeader().setDefaultSectionSize(76)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        self.kind.activated.connect(lambda _: self._fill())
        self.next_button.clicked.connect(lambda: self.step(1))
        self.previous_button.clicked.connect(lambda: self.step(-1))
        buttons = QHBoxLayout()
        buttons.addWidget(self.previous_button)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.kind)
        column.addWidget(self.hint)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)

    def _fill(self) -> None:
        found, kind = self._compared, self.kind.currentData()
        cases = () if found is None else found.cases
        shown = [case for case in cases if self._is_wanted(case, kind)]
        self.model.show(shown, "" if found is None else found.comparison.unit)
        self.hint.setText(self._hint(len(cases), len(shown)))
        for button in (self.next_button, self.previous_button):
            button.setEnabled(bool(shown))

    def _is_wanted(self, case: Case, kind: str) -> bool:
        if kind == "alone":
            return case.status in _ALONE
        if kind == "odd":
            # Where few were measured, those are what is gone through.
            by_lengths = self._compared is not None and self._compared.is_by_lengths
            return case.status != ("not measured by hand" if by_lengths else "pair")
        return kind in ("", case.status)

    def _hint(self, total: int, count: int) -> str:
        if self._compared is None:
            return tr("Nothing is compared yet.")
        if not total:
            return tr(
                "The table tells no places, so that particles cannot be paired. "
                "Columns X and Y can, with their unit (Settings » Manual unit), as can "
                "a set of outlines or straight lines."
            )
        return tr("{count} of {total}").format(count=count, total=total)

    def _choose(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.cases[current.row()])


def add_keys(owner: QWidget, panel: CasePanel) -> None:
    """Let N and P go through the cases while a page or a window is seen.

    Parameters
    ----------
    owner : QWidget
        The page, or the window.
    panel : CasePanel
        The list.
    """
    for key, by in ((Qt.Key.Key_N, 1), (Qt.Key.Key_P, -1)):
        shortcut = QShortcut(QKeySequence(key), owner)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda by=by: panel.step(by))
