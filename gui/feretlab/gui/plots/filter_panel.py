"""Filters: for every descriptor a histogram with a range slider."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from superqt import QDoubleRangeSlider

from feretlab.core.io.tables import Table
from feretlab.gui.controllers.shown import Shown
from feretlab.gui.forms.form import folded
from feretlab.gui.forms.number import NumberBox
from feretlab.gui.icons import icon
from feretlab.gui.plots.histogram_strip import HistogramStrip
from feretlab.gui.scrolling import PageScroll
from feretlab.gui.session.filters import OPEN, filterable, heading
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_count

_SOON_MS = 100
_WIDEST = "0000000"
_FRAME_PX = 14
_FIRST = (
    "min_feret", "feret", "ecd", "area", "circularity", "aspect_ratio", "solidity",
    "confidence",
)  # fmt: skip
"""Descriptors that stand in front, without units."""

Range = tuple[float, float]
_ALL: Range = (-OPEN, OPEN)


class FilterRow(QWidget):
    """One descriptor: histogram, range slider and both limits as numbers.

    Parameters
    ----------
    column : str
        Of the particle table.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    moved : Signal(str, object)
        Carries the column and its range; an end is open until somebody limits it,
        and after its handle was moved to the stop.
    """

    moved = Signal(str, object)

    def __init__(self, column: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self._extremes: Range = (0.0, 1.0)
        self._range = _ALL
        self._places: Range = (0.0, 1.0)
        named = heading(column)
        self.title = QLabel(named.title)
        self.low, self.high = (NumberBox(-OPEN, OPEN) for _ in range(2))
        self.reset = QToolButton()
        self.strip = HistogramStrip()
        self.slider: Any = _range_slider()
        self._arrange(named.label, named.help, named.unit)

    @property
    def range(self) -> Range:
        """What passes."""
        return self._range

    def show_values(self, values: npt.NDArray[np.float64], limits: Range) -> None:
        """Show values and what passes of them, without telling of a change.

        Parameters
        ----------
        values : ndarray of float64
            Any number; those that are not finite are left out.
        limits : tuple of float
            Lowest and highest value that pass.
        """
        finite = values[np.isfinite(values)]
        least = float(finite.min()) if len(finite) else 0.0
        most = float(finite.max()) if len(finite) else 0.0
        self._extremes = (least, most)
        self.strip.set_values(finite)
        self._show(limits)

    def _arrange(self, label: str, help_: str, unit: str) -> None:
        tip = tr("{help} Particles outside the range are hidden and not counted.")
        for widget in (self.title, self.slider, self.strip):
            widget.setToolTip(tip.format(help=help_))
        self.slider.setAccessibleName(label)
        for box, name in ((self.low, tr("from")), (self.high, tr("to"))):
            box.setAccessibleName(f"{label} {name}")
            box.setButtonSymbols(box.ButtonSymbols.NoButtons)
            box.shorten()
            if unit:
                box.setSuffix(f" {unit}")
            widest = box.fontMetrics().horizontalAdvance(f"{_WIDEST}{box.suffix()}")
            box.setFixedWidth(widest + _FRAME_PX)
            # The number that was typed, not each of its digits.
            box.setKeyboardTracking(False)
        self.low.valueChanged.connect(lambda low: self._limit(low, self._range[1]))
        self.high.valueChanged.connect(lambda high: self._limit(self._range[0], high))
        self.reset.setIcon(icon("fa6s.rotate-left"))
        self.reset.setAutoRaise(True)
        self.reset.setToolTip(tr("Let all values pass"))
        self.reset.clicked.connect(lambda: self._limit(*_ALL))
        self.slider.valueChanged.connect(self._take_handles)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 6)
        grid.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        for end in (self.low, self.high, self.reset):
            top.addWidget(end)
        grid.addLayout(top, 0, 0)
        grid.addWidget(self.strip, 1, 0)
        grid.addWidget(self.slider, 2, 0)

    def _take_handles(self, places: Range) -> None:
        """Limit the ends whose handles moved, and open those moved to the stop."""
        low, high = self._range
        if places[0] != self._places[0]:
            low = places[0] if places[0] > self._extremes[0] else -OPEN
        if places[1] != self._places[1]:
            high = places[1] if places[1] < self._extremes[1] else OPEN
        self._range = (low, high)
        self._show_range()
        self.moved.emit(self.column, self._range)

    def _limit(self, low: float, high: float) -> None:
        """Let other values pass; where none could, put the boxes back."""
        if low <= high:
            self._show((low, high))
            self.moved.emit(self.column, self._range)
        else:
            self._show_range()

    def _show(self, limits: Range) -> None:
        self._range = limits
        # What passes may lie beyond what is there now.
        inner = [limit for limit in limits if abs(limit) < OPEN]
        least = min([self._extremes[0], *inner])
        most = max([self._extremes[1], *inner])
        if least == most:
            most = least + max(abs(least), 1.0) * 1e-3
        self._extremes = (least, most)
        self.slider.blockSignals(True)
        self.slider.setRange(least, most)
        self.slider.setValue((max(limits[0], least), min(limits[1], most)))
        self.slider.blockSignals(False)
        self._show_range()

    def _show_range(self) -> None:
        self._places = self.slider.value()
        for box, value in zip((self.low, self.high), self._places, strict=True):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.strip.set_range(*self._range)
        self.reset.setEnabled(self._range != _ALL)


def _rank(column: str) -> int:
    bare = column.removesuffix("_nm2").removesuffix("_nm").removesuffix("_px")
    return _FIRST.index(bare) if bare in _FIRST else len(_FIRST)


def _range_slider() -> Any:
    return QDoubleRangeSlider(Qt.Orientation.Horizontal)  # type: ignore[no-untyped-call]


class FilterPanel(QWidget):
    """Edits the session's filters.

    Parameters
    ----------
    session : Session
        Holds the filters.
    shown : Shown
        Says which particles.
    parent : QWidget or None
        Owner.
    """

    def __init__(
        self, session: Session, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shown = shown
        self._columns: tuple[str, ...] = ()
        self.rows: dict[str, FilterRow] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._timer.timeout.connect(self.refresh)
        self._is_stale = False
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("bad", True)
        self._empty = QLabel(tr("No particles yet. Run the analysis first."))
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = QPushButton(icon("fa6s.filter-circle-xmark"), tr("Clear"))
        self.clear_button.setToolTip(tr("Let all particles pass."))
        self.clear_button.clicked.connect(self.clear)
        self._fold = folded(tr("More descriptors"))
        self._arrange()
        shown.changed.connect(self._soon)
        session.filters_changed.connect(self._show_filters)
        self.refresh()

    def clear(self) -> None:
        """Let all particles pass."""
        self._session.set_filters({})

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def refresh(self) -> None:
        """Take the values anew."""
        self._is_stale = False
        tables = [part.finding.table for part in self._shown.parts()]
        columns = filterable(tables)
        if columns != self._columns:
            self._columns = columns
            self._draw()
        self._fill(tables)
        self._tell_unknown()
        self._empty.setVisible(not columns)
        self._fold.setVisible(bool(columns))

    def _arrange(self) -> None:
        self._first = QVBoxLayout()
        self._more = QVBoxLayout()
        more = QWidget()
        more.setLayout(self._more)
        self._fold.addWidget(more)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(2, 2, 8, 2)
        column.addWidget(self._empty)
        column.addLayout(self._first)
        column.addWidget(self._fold)
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.note)
        layout.addWidget(PageScroll(holder), 1)
        layout.addWidget(self.clear_button)

    def _draw(self) -> None:
        for row in self.rows.values():
            row.setParent(None)
            row.deleteLater()
        self.rows = {}
        for column in sorted(self._columns, key=_rank):
            row = FilterRow(column)
            row.moved.connect(self._take)
            self.rows[column] = row
            is_first = _rank(column) < len(_FIRST)
            (self._first if is_first else self._more).addWidget(row)

    def _fill(self, tables: Sequence[Table]) -> None:
        filters = self._session.filters
        for column, row in self.rows.items():
            values = np.concatenate([table[column] for table in tables])
            row.show_values(values, filters.get(column, _ALL))
        self.clear_button.setEnabled(bool(filters))

    def _take(self, column: str, limits: Range) -> None:
        filters = self._session.filters
        filters.pop(column, None)
        if limits != _ALL:
            filters[column] = limits
        self._session.set_filters(filters)

    def _soon(self) -> None:
        """Gather changes, and those of a hidden panel until it is looked at."""
        if self.isVisible():
            self._timer.start()
        else:
            self._is_stale = True

    def _tell_unknown(self) -> None:
        """Say which particles a filter leaves out because they lack its column."""
        count, columns = self._shown.unknown()
        self.note.setVisible(count > 0)
        text = tr_count(
            "{count} particle has no {what} and does not pass: calibrate its image, or "
            "clear the filters.",
            "{count} particles have no {what} and do not pass: calibrate their images, "
            "or clear the filters.",
            count,
            what=", ".join(heading(column).label for column in columns),
        )
        self.note.setText(text)

    def _show_filters(self, filters: Mapping[str, Range]) -> None:
        self._tell_unknown()
        self.clear_button.setEnabled(bool(filters))
        for column, row in self.rows.items():
            limits = filters.get(column, _ALL)
            if row.range != limits:
                self._soon()
