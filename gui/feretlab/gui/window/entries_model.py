"""The list of micrographs on the left: what the session holds, one row each."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QUrl,
)

from feretlab.gui.controllers.loading import Loader
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_count

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
THUMBNAIL = Qt.ItemDataRole.UserRole + 1


class Order(IntEnum):
    """What the list is sorted by."""

    ADDED = 0
    NAME = 1
    STATE = 2
    COUNT = 3


class EntriesModel(QAbstractListModel):
    """The session's entries as rows.

    Parameters
    ----------
    session : Session
        Holds them.
    loader : Loader
        Holds their thumbnails.
    """

    def __init__(self, session: Session, loader: Loader) -> None:
        super().__init__()
        self._session = session
        self._loader = loader
        self._keys: list[str] = []
        session.entries_changed.connect(self._take_over)
        session.entry_changed.connect(self._tell)
        loader.thumbnail_ready.connect(self._tell)
        self._take_over()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Give the number of entries."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a row shows."""
        key = self._keys[index.row()]
        if not self._session.has(key):
            return None
        entry = self._session.entry(key)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.name}, {size_text(entry)}, {state_text(entry)}"
        if role == ENTRY:
            return entry
        if role == THUMBNAIL:
            return self._loader.thumbnail(key)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged into other programs."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Give the files of rows."""
        data = QMimeData()
        paths = [self.data(index, ENTRY).path for index in indexes]
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        return data

    def row_of(self, key: str | None) -> QModelIndex:
        """Give the row of an entry; an invalid one where there is none."""
        if key is None or key not in self._keys:
            return QModelIndex()
        return self.index(self._keys.index(key))

    def _take_over(self) -> None:
        self.beginResetModel()
        self._keys = [entry.key for entry in self._session.entries]
        self.endResetModel()

    def _tell(self, key: str) -> None:
        index = self.row_of(key)
        if index.isValid():
            self.dataChanged.emit(index, index)


class SortedEntries(QSortFilterProxyModel):
    """The rows that fit a filter, in a chosen order."""

    def __init__(self, model: EntriesModel) -> None:
        super().__init__()
        self._order = Order.ADDED
        self.setSourceModel(model)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setDynamicSortFilter(True)
        self.sort(0)

    def sort_by(self, order: Order) -> None:
        """Choose the order."""
        self._order = order
        self.invalidate()

    def lessThan(self, left: Index, right: Index) -> bool:
        """Tell which of two rows comes first."""
        one, other = left.data(ENTRY), right.data(ENTRY)
        if one is None or other is None or self._order == Order.ADDED:
            return left.row() < right.row()
        return (self._value(one), left.row()) < (self._value(other), right.row())

    def _value(self, entry: Entry) -> Any:
        if self._order == Order.NAME:
            return entry.name.casefold()
        if self._order == Order.STATE:
            return list(State).index(entry.state)
        return -(entry.particle_count or 0)


def size_text(entry: Entry) -> str:
    """Say an entry's pixel size."""
    if entry.given_size_nm is not None:
        return tr("{size} nm/px (given)").format(size=f"{entry.given_size_nm:.4g}")
    if entry.pixel_size_nm is not None:
        y, x = (f"{size:.4g}" for size in entry.pixel_size_nm)
        return tr("{size} nm/px").format(size=x if x == y else f"{x} × {y}")
    return "" if entry.shape is None else tr("no pixel size")


SYMBOLS = {
    State.WAITING: "○",
    State.RUNNING: "◐",
    State.DRAWN: "✎",
    State.DONE: "✓",
    State.FAILED: "✕",
    State.MISSING: "?",
}


def state_text(entry: Entry) -> str:
    """Say how far an entry has come."""
    if entry.state == State.DONE and entry.particle_count is not None:
        return tr_count("{count} particle", "{count} particles", entry.particle_count)
    if entry.state == State.DRAWN and entry.particle_count is not None:
        return tr("{count} drawn by hand").format(count=entry.particle_count)
    return {
        State.WAITING: tr("not analysed"),
        State.RUNNING: tr("under way"),
        State.DRAWN: tr("drawn by hand"),
        State.DONE: tr("analysed"),
        State.FAILED: tr("failed"),
        State.MISSING: tr("file is missing"),
    }[entry.state]


def tooltip(entry: Entry) -> str:
    """Tell everything about an entry in a few lines."""
    lines = [str(entry.path)]
    if entry.pages > 1:
        lines.append(
            tr("page {page} of {pages}").format(page=entry.page + 1, pages=entry.pages)
        )
    if entry.shape is not None:
        lines.append(f"{entry.shape[1]} × {entry.shape[0]} px")
    lines.append(size_text(entry))
    if entry.pixel_size_source and entry.given_size_nm is None:
        lines.append(
            tr("pixel size from: {source}").format(source=entry.pixel_size_source)
        )
    lines += [state_text(entry), entry.message]
    return "\n".join(line for line in lines if line)
