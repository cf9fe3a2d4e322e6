"""The results table with what can be done with it."""

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.shown import Part, Shown
from feretlab.gui.dialogs.places import ask_file
from feretlab.gui.icons import icon
from feretlab.gui.popups import pop_up
from feretlab.gui.session.filters import heading
from feretlab.gui.session.session import Session
from feretlab.gui.tables.column_menu import TickMenu
from feretlab.gui.tables.particle_model import Indices, ParticleModel
from feretlab.gui.texts import tr

_SOON_MS = 60
_WIDTH, _NUMBER_WIDTH, _IMAGE_WIDTH = 70, 46, 96
_Flag = QItemSelectionModel.SelectionFlag


class ParticlePanel(QWidget):
    """Shows particles as rows; selected rows are selected in the image.

    Parameters
    ----------
    session : Session
        Holds the selection.
    shown : Shown
        Says which particles.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    export_asked : Signal(object)
        Carries the path of a table to write, ``.csv`` or ``.xlsx``.
    chosen : Signal(int)
        Carries the particle of a row that a person came to, of the image shown.
    """

    export_asked = Signal(object)
    chosen = Signal(int)

    def __init__(
        self, session: Session, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shown = shown
        self._is_following = False
        self._remembered: list[tuple[Part, Indices]] = []
        self.model = ParticleModel(shown)
        self.view = self._make_view()
        self.columns_button = QPushButton(icon("fa6s.table-columns"), tr("Columns"))
        self.copy_button = QPushButton(icon("fa6s.copy"), tr("Copy"))
        self.export_button = QPushButton(icon("fa6s.file-export"), tr("Save table…"))
        self._empty = QLabel(wordWrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("dim", True)
        self._refresh = _soon(self, self._take_over)
        self._refilter = _soon(self, self._filter)
        self._arrange()
        self.model.modelReset.connect(self._size_columns)
        self.model.modelReset.connect(self._mark_order)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._recall)
        self._size_columns()
        shown.changed.connect(self._changed)
        shown.filtered.connect(self._filtered)
        session.selection_changed.connect(self._follow)
        self._show_state()

    @property
    def selected_rows(self) -> list[int]:
        """The selected rows, ascending."""
        rows = self.view.selectionModel().selectedRows()
        return sorted(index.row() for index in rows)

    def copy(self) -> None:
        """Put the selected rows, or all, on the clipboard, as far as they count."""
        rows = self.selected_rows or range(self.model.rowCount())
        QGuiApplication.clipboard().setText(self.model.as_text(list(rows)))

    def column_menu(self) -> QMenu:
        """Make the menu in which columns are picked."""
        menu = TickMenu(self)
        picked = set(self.model.columns)
        for name in self.model.all_columns:
            action = menu.addAction(heading(name).label)
            action.setCheckable(True)
            action.setChecked(name in picked)
            action.setToolTip(heading(name).help)
            action.toggled.connect(lambda on, name=name: self._pick(name, on))
        return menu

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setAlternatingRowColors(True)
        view.setSortingEnabled(True)
        view.horizontalHeader().setSortIndicatorClearable(True)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setDefaultSectionSize(_WIDTH)
        # Rows of one height: 50 000 of them need not be measured.
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 6)
        view.verticalHeader().hide()
        view.setWordWrap(False)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.selectionModel().selectionChanged.connect(self._choose)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)
        return view

    def _arrange(self) -> None:
        self.columns_button.setToolTip(tr("Choose the columns."))
        self.columns_button.clicked.connect(self._open_columns)
        self.copy_button.setToolTip(
            tr(
                "Copy the selected rows, or all, with all digits (Ctrl+C). Excluded "
                "particles are left out."
            )
        )
        self.copy_button.clicked.connect(self.copy)
        self.export_button.setToolTip(
            tr(
                "Save the rows shown as CSV or Excel file. Excluded particles are "
                "left out."
            )
        )
        self.export_button.clicked.connect(self._ask_to_export)
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        row = QHBoxLayout()
        for button in (self.columns_button, self.copy_button, self.export_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(stack, 1)
        column.addLayout(row)

    def _size_columns(self) -> None:
        widths = {"particle": _NUMBER_WIDTH, "image": _IMAGE_WIDTH}
        header = self.view.horizontalHeader()
        for index, name in enumerate(self.model.columns):
            least = widths.get(name, _WIDTH)
            width = max(least, header.sectionSizeHint(index))
            self.view.setColumnWidth(index, width)

    def _mark_order(self) -> None:
        """Put the arrow where the column is now that the rows are sorted by."""
        header = self.view.horizontalHeader()
        with QSignalBlocker(header):  # it would sort anew
            header.setSortIndicator(*self.model.order)

    def _changed(self) -> None:
        self._refresh.start()

    def _filtered(self) -> None:
        self._refilter.start()

    def _take_over(self) -> None:
        self.model.refresh()
        self._show_state()

    def _filter(self) -> None:
        self.model.refilter()
        self._show_state()

    def _show_state(self) -> None:
        has_rows = self.model.rowCount() > 0
        self._stack.setCurrentIndex(0 if has_rows else 1)
        for button in (self.columns_button, self.copy_button, self.export_button):
            button.setEnabled(has_rows)
        if not self._shown.parts():
            self._empty.setText(tr("No particles yet. Run the analysis first."))
        elif self._session.filters:
            self._empty.setText(tr("No particle passes the filters. Widen them."))
        else:
            self._empty.setText(
                tr("No particles were found. Try a lower threshold in the recipe.")
            )

    def _choose(self, *_: object) -> None:
        """Select in the image what is selected here."""
        if self._is_following:
            return
        chosen = [self.model.particle(row) for row in self.selected_rows]
        if not chosen:
            self._session.select(())
            return
        current = self.view.currentIndex().row()
        key = chosen[0][0]
        if 0 <= current < self.model.rowCount():
            key = self.model.particle(current)[0]
        indices = [index for its, index in chosen if its == key]
        # Rows of other images stay selected: the image knows its own alone.
        self._is_following = True
        self._session.show(key)
        self._session.select(indices)
        self._is_following = False
        if indices:
            self.chosen.emit(indices[-1])

    def _remember(self) -> None:
        """Note what is selected: a model that is reset lets go of it."""
        self._remembered = self.model.particles(self.selected_rows)

    def _recall(self) -> None:
        """Select what was selected where its image holds the same particles."""
        self._select(
            {
                part.key: indices
                for part, indices in self._remembered
                if self._session.finding(part.key) is part.finding
            }
        )
        self._remembered = []

    def _follow(self, *_: object) -> None:
        """Select here what is selected in the image."""
        self._select({})

    def _select(self, chosen: dict[str, Indices]) -> None:
        """Select particles; of the image shown those that are selected in it."""
        entry = self._session.current
        if self._is_following or entry is None:
            return
        rows = self.model.rows_of({**chosen, entry.key: self._session.selection})
        if rows.tolist() == self.selected_rows:
            return
        self._is_following = True
        self.view.selectionModel().select(
            self._selection_of(rows), _Flag.ClearAndSelect | _Flag.Rows
        )
        self._is_following = False
        if len(rows):
            self.view.scrollTo(self.model.index(int(rows[0]), 0))

    def _selection_of(self, rows: Indices) -> QItemSelection:
        selection = QItemSelection()
        for run in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
            if len(run):
                first = self.model.index(int(run[0]), 0)
                selection.select(first, self.model.index(int(run[-1]), 0))
        return selection

    def _pick(self, name: str, is_wanted: bool) -> None:
        columns = [one for one in self.model.columns if one != name]
        self.model.pick([*columns, name] if is_wanted else columns)

    def _open_columns(self) -> None:
        corner = self.columns_button.rect().topLeft()
        pop_up(self.column_menu(), self.columns_button.mapToGlobal(corner))

    def _ask_to_export(self) -> None:
        kinds = {".csv": "CSV", ".xlsx": "Excel"}
        title = tr("Save the table")
        path = ask_file(self, self._session, title, "particles.csv", kinds)
        if path is not None:
            self.export_asked.emit(path)


def _soon(parent: QWidget, act: object) -> QTimer:
    """Make a timer that gathers many changes into one redrawing."""
    timer = QTimer(parent, singleShot=True, interval=_SOON_MS)
    timer.timeout.connect(act)
    return timer
