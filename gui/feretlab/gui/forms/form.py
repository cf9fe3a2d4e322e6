"""A form drawn from a parameter record."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from superqt import QCollapsible

from feretlab.core.parameters import Parameters
from feretlab.gui.forms.editors import editor_for
from feretlab.gui.forms.field_specs import FieldSpec, field_specs
from feretlab.gui.icons import icon
from feretlab.gui.texts import tr

_SETTLE_MS = 350
_TITLE_WIDTH = 128


class FieldRow:
    """Title, editor, reset button and fault of one field, in a grid.

    Parameters
    ----------
    spec : FieldSpec
        The field.
    editor : Editor
        Its widget.
    grid : QGridLayout
        Gets two rows.
    """

    def __init__(self, spec: FieldSpec, editor: Any, grid: QGridLayout) -> None:
        self.spec, self.editor = spec, editor
        title = tr(spec.title)
        self.title = QLabel(title)
        self.title.setWordWrap(True)
        self.title.setFixedWidth(_TITLE_WIDTH)
        self.title.setBuddy(editor)
        self.reset = QToolButton()
        self.reset.setIcon(icon("fa6s.rotate-left"))
        self.reset.setAutoRaise(True)
        self.reset.setToolTip(tr("Back to the default"))
        self.reset.setAccessibleName(tr("Reset {field}").format(field=title))
        _keep_room(self.reset)
        self.fault = _fault_label()
        for widget in (self.title, editor):
            widget.setToolTip(spec.tooltip)
        editor.setAccessibleName(title)
        row = grid.rowCount()
        grid.addWidget(self.title, row, 0)
        grid.addWidget(editor, row, 1)
        grid.addWidget(self.reset, row, 2)
        grid.addWidget(self.fault, row + 1, 0, 1, 3)

    def show_state(self, fault: str, is_shown: bool) -> None:
        """Show a fault, whether the value is the default, or nothing at all."""
        differs = self.editor.value() != self.spec.default
        self.reset.setVisible(is_shown and not self.spec.is_required and differs)
        self.fault.setText(fault)
        self.fault.setVisible(is_shown and bool(fault))
        self.title.setVisible(is_shown)
        self.editor.setVisible(is_shown)


class ParameterForm(QWidget):
    """Edits one parameter record, field by field.

    Parameters
    ----------
    record_type : type of Parameters
        What is edited.
    suggestions : mapping of str to sequence of (str, str)
        Values and labels of text fields, by field.
    file_filters : mapping of str to str
        Text fields that may be a file as well, by field.
    left_out : sequence of str
        Fields that are not drawn; they keep the value of the record shown.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    edited : Signal(object)
        Carries the record at every change, while a slider moves too.
    committed : Signal(object)
        Carries the record once an edit is finished.
    rested : Signal()
        An edit is finished that changed nothing.
    """

    edited = Signal(object)
    committed = Signal(object)
    rested = Signal()

    def __init__(
        self,
        record_type: type[Parameters],
        *,
        suggestions: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        file_filters: Mapping[str, str] | None = None,
        left_out: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._type = record_type
        self._left_out: dict[str, Any] = {}
        self._names_left_out = tuple(left_out)
        self._committed: Parameters | None = None
        self._is_filling = False
        self.rows: dict[str, FieldRow] = {}
        self.groups: dict[str, QCollapsible] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._settle)
        self._fault = _fault_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._draw(column, suggestions or {}, file_filters or {})
        column.addWidget(self._fault)
        column.addStretch()
        self._fill_defaults()

    @property
    def record(self) -> Parameters | None:
        """What is entered; None while it is not valid."""
        record, _ = self._validated()
        return record

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong, by field; under an empty name what concerns several."""
        return self._validated()[1]

    def set_record(self, record: Parameters) -> None:
        """Show a record, without telling of a change.

        Parameters
        ----------
        record : Parameters
            Of the form's type.
        """
        self._is_filling = True
        self._left_out = {name: getattr(record, name) for name in self._names_left_out}
        for name, row in self.rows.items():
            value = getattr(record, name)
            if row.editor.value() != value:
                row.editor.set_value(value)
        self._is_filling = False
        self._timer.stop()
        self._committed = record
        self._show_state()

    def _draw(
        self,
        column: QVBoxLayout,
        suggestions: Mapping[str, Sequence[tuple[str, str]]],
        file_filters: Mapping[str, str],
    ) -> None:
        specs = [
            spec
            for spec in field_specs(self._type)
            if spec.name not in self._names_left_out
        ]
        groups = list(dict.fromkeys(spec.group for spec in specs))
        for group in groups:
            members = [spec for spec in specs if spec.group == group]
            basic = [spec for spec in members if not spec.is_advanced]
            advanced = [spec for spec in members if spec.is_advanced]
            if len(groups) > 1:
                title = QLabel(f"<b>{tr(group)}</b>")
                title.setContentsMargins(0, 8, 0, 0)
                column.addWidget(title)
            for part, is_folded in ((basic, False), (advanced, True)):
                if part:
                    grid = self._grid(column, group, is_folded)
                    for spec in part:
                        choices = suggestions.get(spec.name, ())
                        file_filter = file_filters.get(spec.name, "")
                        editor = editor_for(spec, choices, file_filter)
                        self._add(spec, editor, grid)

    def _grid(self, column: QVBoxLayout, group: str, is_folded: bool) -> QGridLayout:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        if not is_folded:
            column.addWidget(holder)
            return grid
        fold = folded(tr("Advanced"))
        fold.addWidget(holder)
        column.addWidget(fold)
        self.groups[group] = fold
        return grid

    def _add(self, spec: FieldSpec, editor: Any, grid: QGridLayout) -> None:
        row = FieldRow(spec, editor, grid)
        self.rows[spec.name] = row
        editor.moved.connect(self._move)
        editor.settled.connect(self._settle)
        row.reset.clicked.connect(lambda: self._reset(row))

    def _fill_defaults(self) -> None:
        self._is_filling = True
        for row in self.rows.values():
            if not row.spec.is_required:
                row.editor.set_value(row.spec.default)
        self._left_out = {
            name: self._type.model_fields[name].default for name in self._names_left_out
        }
        self._is_filling = False
        self._committed = self.record
        self._show_state()

    def _reset(self, row: FieldRow) -> None:
        row.editor.set_value(row.spec.default)
        self._settle()

    def _move(self) -> None:
        if self._is_filling:
            return
        record = self._show_state()
        self._timer.start()
        if record is not None:
            self.edited.emit(record)

    def _settle(self) -> None:
        if self._is_filling:
            return
        if any(row.editor.is_held for row in self.rows.values()):
            self._timer.start()
            return
        self._timer.stop()
        record = self.record
        if record is not None and record != self._committed:
            self._committed = record
            self.committed.emit(record)
        else:
            self.rested.emit()

    def _validated(self) -> tuple[Parameters | None, dict[str, str]]:
        values = {name: row.editor.value() for name, row in self.rows.items()}
        try:
            return self._type(**values, **self._left_out), {}
        except ValidationError as error:
            faults = {}
            for fault in error.errors():
                name = str(fault["loc"][0]) if fault["loc"] else ""
                faults[name] = fault["msg"].removeprefix("Value error, ")
            return None, faults

    def _show_state(self) -> Parameters | None:
        record, faults = self._validated()
        for name, row in self.rows.items():
            row.show_state(faults.get(name, ""), self._matters(row.spec))
        self._fault.setText(faults.get("", ""))
        self._fault.setVisible("" in faults)
        return record

    def _matters(self, spec: FieldSpec) -> bool:
        if spec.shown_for is None:
            return True
        chooser, option = spec.shown_for
        return chooser not in self.rows or self.rows[chooser].editor.value() == option


def folded(title: str) -> QCollapsible:
    """Make a fold that is closed and opens at once.

    Parameters
    ----------
    title : str
        What stands beside its arrow.

    Returns
    -------
    QCollapsible
    """
    fold = QCollapsible(title)
    fold.setDuration(0)
    fold.setCollapsedIcon(icon("fa6s.chevron-right"))
    fold.setExpandedIcon(icon("fa6s.chevron-down"))
    return fold


def _fault_label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("bad", True)
    label.hide()
    return label


def _keep_room(button: QToolButton) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
