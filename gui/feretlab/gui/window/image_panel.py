"""The panel on the left: the list, its filter, its order, and where to begin."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.loading import Loader
from feretlab.gui.popups import pop_up
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.window.entries_model import (
    ENTRY,
    EntriesModel,
    Order,
    SortedEntries,
)
from feretlab.gui.window.entry_delegate import EntryDelegate

_SHARE, _ENOUGH_PX = 0.22, 256
"""Of the screen's width, that the list takes at most until somebody drags it; less
would cut its rows."""


class ImagePanel(QWidget):
    """Shows the session's micrographs and which of them are selected.

    Parameters
    ----------
    session : Session
        Whose micrographs.
    loader : Loader
        Gives thumbnails.
    """

    def __init__(self, session: Session, loader: Loader) -> None:
        super().__init__()
        self._session = session
        self._model = EntriesModel(session, loader)
        self._rows = SortedEntries(self._model)
        self.view = self._make_view()
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText(tr("Filter"))
        self.filter_box.setToolTip(tr("Show only images with this in their name."))
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self._rows.setFilterFixedString)
        self.order_box = QComboBox()
        self.order_box.addItems(
            [tr("as added"), tr("by name"), tr("by state"), tr("by count")]
        )
        self.order_box.setToolTip(tr("Order of the list."))
        self.order_box.currentIndexChanged.connect(self._sort)
        self._stack = QStackedWidget()
        self._stack.addWidget(_invitation())
        self._stack.addWidget(self.view)
        self._arrange()
        self._menu: Callable[[], QMenu] | None = None
        self._model.modelReset.connect(self._show_current)
        session.current_changed.connect(self._show_current)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self._show_current()

    def sizeHint(self) -> QSize:
        """Leave most of the screen to the image, with large letters too."""
        hint = super().sizeHint()
        share = round(_SHARE * self.screen().availableSize().width())
        widest = max(share, _ENOUGH_PX)
        return QSize(min(hint.width(), widest), hint.height())

    def set_menu(self, make: Callable[[], QMenu]) -> None:
        """Choose what a click with the right button opens."""
        self._menu = make

    def selected_keys(self) -> tuple[str, ...]:
        """Give the keys of the selected rows, in the order shown."""
        rows = sorted(self.view.selectionModel().selectedIndexes(), key=_row)
        return tuple(index.data(ENTRY).key for index in rows)

    def select_all(self) -> None:
        """Select every row that the filter shows."""
        self.view.selectAll()

    def step(self, by: int) -> None:
        """Show the entry so many rows further down, as far as there are any."""
        row = self.view.currentIndex().row() + by
        if 0 <= row < self._rows.rowCount():
            self._select_only(self._rows.index(row, 0))

    def _make_view(self) -> QListView:
        view = QListView()
        view.setModel(self._rows)
        view.setItemDelegate(EntryDelegate(view))
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setDragEnabled(True)
        view.setAccessibleName(tr("Micrographs"))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        return view

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.filter_box, 1)
        above.addWidget(self.order_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)

    def _sort(self, number: int) -> None:
        self._rows.sort_by(Order(number))

    def _show_current(self, _: object = None) -> None:
        self._stack.setCurrentIndex(1 if self._model.rowCount() else 0)
        current = self._session.current
        source = self._model.row_of(None if current is None else current.key)
        row = self._rows.mapFromSource(source)
        if row.isValid() and row != self.view.currentIndex():
            self._select_only(row)

    def _select_only(self, row: QModelIndex) -> None:
        """Select a row and no other, whichever keys are held, as those of a shortcut.

        The view's own `setCurrentIndex` adds to what is selected while Ctrl is held.
        """
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(row, flags)

    def _choose(self, row: QModelIndex, _: QModelIndex) -> None:
        entry = row.data(ENTRY) if row.isValid() else None
        if entry is not None:
            self._session.show(entry.key)

    def _open_menu(self, at: QPoint) -> None:
        if self._menu is not None:
            pop_up(self._menu(), self.view.viewport().mapToGlobal(at))


def _row(index: QModelIndex) -> int:
    return index.row()


def _invitation() -> QLabel:
    label = QLabel(
        tr(
            "No micrographs yet.\n\nDrop files or folders here, "
            "or choose File > Open images."
        )
    )
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setProperty("dim", True)
    label.setMargin(12)
    return label
