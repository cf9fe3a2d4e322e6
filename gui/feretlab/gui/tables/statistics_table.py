"""All statistics of a comparison, one a row, under the headings of their groups."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from feretlab.core.comparison.statistic_names import statistic_named
from feretlab.core.io.tables import Table
from feretlab.gui.tables.numbers import exact, shown
from feretlab.gui.texts import tr, tr_later

_COLUMNS = ("group", "statistic", "value", "low", "high", "unit")
_HEADINGS = (tr_later("Statistic"), tr_later("Value"), tr_later("Interval"))


class StatisticsTable(QTableWidget):
    """Shows a table of statistics; Ctrl+C copies it with all digits.

    Parameters
    ----------
    parent : QWidget or None
        Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADINGS), parent)
        self._table: Table = {}
        self.setHorizontalHeaderLabels([tr(name) for name in _HEADINGS])
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.setToolTip(tr("Ctrl+C copies all of it, with all digits."))
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)

    def show_table(self, table: Table) -> None:
        """Show other statistics.

        Parameters
        ----------
        table : dict of ndarray
            As `feretlab.core.comparison.tables.statistics_table` gives it.
        """
        self._table = table
        self.clearSpans()
        self.setRowCount(0)
        group = ""
        for number in range(self._count):
            own = str(table["group"][number])
            if own != group:
                group = own
                self._add_heading(tr(group))
            self._add_statistic(number)

    def copy(self) -> None:
        """Put all statistics on the clipboard, cells parted by tabs."""
        lines = ["\t".join(_COLUMNS)]
        for row in range(self._count):
            cells = [exact(self._table[name][row]) for name in _COLUMNS]
            lines.append("\t".join(cells))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    @property
    def _count(self) -> int:
        return len(self._table["value"]) if self._table else 0

    def _add_heading(self, text: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        item = QTableWidgetItem(text)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.setItem(row, 0, item)
        self.setSpan(row, 0, 1, len(_HEADINGS))

    def _add_statistic(self, number: int) -> None:
        row = self.rowCount()
        self.insertRow(row)
        known = statistic_named(str(self._table["statistic"][number]))
        help_ = "" if known is None else tr(known.help)
        for column, text in enumerate(self._cells(number)):
            item = QTableWidgetItem(f"   {text}" if column == 0 else text)
            item.setToolTip(f"{text}\n{help_}" if column == 0 and help_ else text)
            if column > 0:
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
            self.setItem(row, column, item)

    def _cells(self, number: int) -> tuple[str, str, str]:
        statistic, value, low, high, unit = (
            self._table[name][number] for name in _COLUMNS[1:]
        )
        # Counts are kept as floats beside the other statistics.
        is_count = not unit and float(value).is_integer() and low != low
        text = f"{value:.0f}" if is_count else shown(float(value))
        interval = tr("{low:.3g} to {high:.3g}").format(low=low, high=high)
        interval = "" if low != low else interval
        return tr(str(statistic)), f"{text} {unit}".strip(), interval
