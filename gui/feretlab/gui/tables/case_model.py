"""Pairs, misses and false finds as rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from feretlab.gui.controllers.comparison import Case
from feretlab.gui.tables.numbers import shown
from feretlab.gui.texts import tr, tr_later

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_HEADINGS = (
    tr_later("What"),
    tr_later("Image"),
    tr_later("Manual"),
    tr_later("Automatic"),
    tr_later("Difference"),
)


class CaseModel(QAbstractTableModel):
    """Rows of a comparison."""

    def __init__(self) -> None:
        super().__init__()
        self._cases: tuple[Case, ...] = ()
        self._unit = ""

    @property
    def cases(self) -> tuple[Case, ...]:
        """What is shown."""
        return self._cases

    def show(self, cases: Sequence[Case], unit: str) -> None:
        """Show other cases.

        Parameters
        ----------
        cases : sequence of Case
            In the order of the rows.
        unit : str
            Of all sizes.
        """
        self.beginResetModel()
        self._cases, self._unit = tuple(cases), unit
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the rows."""
        return 0 if parent.isValid() else len(self._cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the columns."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Give what a cell shows."""
        if role == Role.TextAlignmentRole and index.column() > 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Role.DisplayRole:
            return None
        case = self._cases[index.row()]
        difference = case.automatic_size - case.manual_size
        cells = (tr(case.status), case.image)
        sizes = (case.manual_size, case.automatic_size, difference)
        return (*cells, *map(shown, sizes))[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Give the heading of a column."""
        if role != Role.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        unit = f"\n({self._unit})" if self._unit and section > 1 else ""
        return tr(_HEADINGS[section]) + unit
