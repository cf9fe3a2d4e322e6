"""All statistics of a comparison, one a row."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from feretlab.core.comparison.statistic_names import statistic_named
from feretlab.core.io.tables import Table
from feretlab.gui.tables.numbers import exact, shown
from feretlab.gui.texts import tr, tr_later

_COLUMNS = ("group", "statistic", "value", "low", "high", "unit")
_HEADINGS = (
    tr_later("Group"),
    tr_later("Statistic"),
    tr_later("Value"),
    tr_later("Interval"),
)
_WIDTHS = (92, 106, 84, 108)


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
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setStretchLastSection(True)
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
        self.setRowCount(len(table["value"]) if table else 0)
        for row in range(self.rowCount()):
            cells, help_ = self._cells(row), self._help(row)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{text}\n{help_}" if column == 1 and help_ else text)
                if column > 1:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.setItem(row, column, item)

    def copy(self) -> None:
        """Put all statistics on the clipboard, cells parted by tabs."""
        lines = ["\t".join(_COLUMNS)]
        for row in range(self.rowCount()):
            cells = [exact(self._table[name][row]) for name in _COLUMNS]
            lines.append("\t".join(cells))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def _cells(self, row: int) -> tuple[str, str, str, str]:
        group, statistic, value, low, high, unit = (
            self._table[name][row] for name in _COLUMNS
        )
        # Counts are kept as floats beside the other statistics.
        is_count = not unit and float(value).is_integer() and low != low
        number = f"{value:.0f}" if is_count else shown(float(value))
        interval = "" if low != low else f"{low:.3g} – {high:.3g}"
        text = f"{number} {unit}".strip()
        return tr(str(group)), tr(str(statistic)), text, interval

    def _help(self, row: int) -> str:
        known = statistic_named(str(self._table["statistic"][row]))
        return "" if known is None else tr(known.help)
