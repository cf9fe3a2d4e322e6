"""The particles that pass the filters, as rows of a Qt model."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from feretlab.core.io.tables import Table, pooled
from feretlab.gui.controllers.shown import Part, Shown
from feretlab.gui.session.filters import heading
from feretlab.gui.tables.numbers import exact, shown
from feretlab.gui.texts import tr

Index = QModelIndex | QPersistentModelIndex
Indices = npt.NDArray[np.int64]
Role = Qt.ItemDataRole

_FIRST = (
    "image", "particle", "min_feret", "feret", "ecd", "area", "circularity",
    "aspect_ratio", "confidence",
)  # fmt: skip
"""Columns that are shown unless others are picked, without units."""


class ParticleModel(QAbstractTableModel):
    """Rows of particles, sorted and filtered without copying the tables.

    Parameters
    ----------
    shown_particles : Shown
        Says which particles.
    """

    def __init__(self, shown_particles: Shown) -> None:
        super().__init__()
        self._shown = shown_particles
        self._table: Table = {}
        self._parts: tuple[Part, ...] = ()
        self._starts = np.zeros(1, np.int64)
        self._rows = np.zeros(0, np.int64)
        self._excluded: list[str] = []
        self._picked: tuple[str, ...] | None = None
        self._columns: tuple[str, ...] = ()
        self._sorted: tuple[str, bool] | None = None
        self.refresh()

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Columns that may be picked."""
        return tuple(self._table)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that are shown."""
        return self._columns

    @property
    def order(self) -> tuple[int, Qt.SortOrder]:
        """The shown column that the rows are sorted by, -1 for none; which way."""
        name, is_down = self._sorted or ("", False)
        column = self._columns.index(name) if name in self._columns else -1
        way = Qt.SortOrder
        return column, way.DescendingOrder if is_down else way.AscendingOrder

    def pick(self, columns: Iterable[str]) -> None:
        """Choose which columns are shown, in the order of the table.

        Parameters
        ----------
        columns : iterable of str
            Names of columns.
        """
        self.beginResetModel()
        self._picked = tuple(columns)
        self._columns = self._chosen()
        self._rows = self._ordered()
        self.endResetModel()

    def refresh(self) -> None:
        """Take the particles anew."""
        self.beginResetModel()
        self._parts = self._shown.parts()
        findings = [part.finding for part in self._parts]
        self._table = pooled([finding.table for finding in findings])
        self._excluded = [reason for one in findings for reason in one.excluded]
        lengths = [len(finding.particles) for finding in findings]
        self._starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        self._columns = self._chosen()
        self._rows = self._ordered()
        self.endResetModel()

    def refilter(self) -> None:
        """Show those that pass the filters now."""
        self.beginResetModel()
        self._rows = self._ordered()
        self.endResetModel()

    def particle(self, row: int) -> tuple[str, int]:
        """Give the entry's key and the particle's index of a row.

        Parameters
        ----------
        row : int
            As shown.

        Returns
        -------
        key : str
        index : int
        """
        place = int(self._rows[row])
        part = int(np.searchsorted(self._starts, place, side="right")) - 1
        return self._parts[part].key, place - int(self._starts[part])

    def particles(self, rows: Sequence[int]) -> list[tuple[Part, Indices]]:
        """Give the particles of rows, image by image.

        Parameters
        ----------
        rows : sequence of int
            As shown.

        Returns
        -------
        list of tuple
            What an image contributes, and indices of particles in its finding.
        """
        places = np.sort(self._rows[np.asarray(rows, int)])
        ends = np.searchsorted(places, self._starts)
        return [
            (part, places[first:last] - start)
            for part, start, (first, last) in zip(
                self._parts, self._starts, pairwise(ends), strict=False
            )
            if last > first
        ]

    def rows_of(self, chosen: Mapping[str, Iterable[int]]) -> Indices:
        """Give the rows of particles, ascending; those not shown are left out.

        Parameters
        ----------
        chosen : mapping of str to iterable of int
            Indices of particles in a finding, by the key of its entry.

        Returns
        -------
        ndarray of int64
        """
        places = [
            start + np.fromiter(chosen[part.key], np.int64)
            for start, part in zip(self._starts, self._parts, strict=False)
            if part.key in chosen
        ]
        wanted = np.concatenate([np.zeros(0, np.int64), *places])
        return np.flatnonzero(np.isin(self._rows, wanted))

    def table(self, rows: Sequence[int] | None = None) -> Table:
        """Give what is shown and counts, with all digits.

        Parameters
        ----------
        rows : sequence of int or None
            Some rows; None for all.

        Returns
        -------
        dict of ndarray
            The columns shown; excluded particles are left out.
        """
        places = self._rows if rows is None else self._rows[np.asarray(rows, int)]
        counts = np.array([not self._excluded[place] for place in places], np.bool_)
        places = places[counts]
        return {name: self._table[name][places] for name in self._columns}

    def as_text(self, rows: Sequence[int]) -> str:
        """Give rows for the clipboard, cells parted by tabs, under a heading.

        Parameters
        ----------
        rows : sequence of int
            As shown; those of excluded particles are left out.

        Returns
        -------
        str
        """
        table = self.table(rows)
        lines = ["\t".join(table)]
        for cells in zip(*table.values(), strict=True):
            lines.append("\t".join(exact(cell) for cell in cells))
        return "\n".join(lines) + "\n"

    # What Qt asks for

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Give what a cell shows."""
        if role == Role.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        place = self._rows[index.row()]
        if role == Role.DisplayRole:
            return shown(self._table[self._columns[index.column()]][place])
        reason = self._excluded[place]
        return tr("Excluded: {reason}").format(reason=reason) if reason else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Give the heading of a column."""
        if orientation == Qt.Orientation.Vertical or section >= len(self._columns):
            return None
        named = heading(self._columns[section])
        if role == Role.DisplayRole:
            unit = f"\n({named.unit})" if named.unit else ""
            return named.title + unit
        if role == Role.ToolTipRole:
            return f"{named.help}\n{self._columns[section]}"
        return None

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Order the rows by a column; by none in the order of images."""
        wanted = None
        if 0 <= column < len(self._columns):
            is_down = order == Qt.SortOrder.DescendingOrder
            wanted = (self._columns[column], is_down)
        if wanted != self._sorted:
            self._sorted = wanted
            self.refilter()

    # Inside

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        is_number = self._table[self._columns[column]].dtype.kind in "iuf"
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _chosen(self) -> tuple[str, ...]:
        if self._picked is not None:
            return tuple(name for name in self._table if name in self._picked)
        names = []
        for name in _FIRST:
            found = [name + unit for unit in ("_nm", "_nm2", "_px", "")]
            names += [one for one in found if one in self._table][:1]
        return tuple(
            name for name in names if name != "image" or self._shown.scope == "all"
        )

    def _ordered(self) -> npt.NDArray[np.int64]:
        rows = np.flatnonzero(self._shown.passing())
        if self._sorted is None or self._sorted[0] not in self._columns:
            return rows
        name, is_down = self._sorted
        values = self._table[name][rows]
        order = np.argsort(values, kind="stable")
        if is_down:
            order = order[::-1]
        return rows[order]
