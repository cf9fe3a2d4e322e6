"""One small widget for each type that a parameter may have."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from feretlab.gui.forms.field_specs import FieldSpec
from feretlab.gui.forms.number import NumberField
from feretlab.gui.texts import tr


class Editor(Protocol):
    """A widget that shows one value and says when it changes."""

    moved: SignalInstance
    settled: SignalInstance

    @property
    def is_held(self) -> bool:
        """Whether an edit is under way, such as a slider that is held."""
        ...

    def value(self) -> Any:
        """Give the value."""
        ...

    def set_value(self, value: Any) -> None:
        """Show a value."""
        ...


class _Editor(QWidget):
    """What the editors below have in common: one row, and the two signals."""

    moved = Signal()
    settled = Signal()
    is_held = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def _tell(self, *_: Any) -> None:
        self.moved.emit()
        self.settled.emit()


class FlagField(_Editor):
    """Yes or no.

    Parameters
    ----------
    parent : QWidget or None
        Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.box.toggled.connect(self._tell)
        self.row.addWidget(self.box)
        self.row.addStretch()
        self.setFocusProxy(self.box)

    def value(self) -> bool:
        """Give whether it is checked."""
        return self.box.isChecked()

    def set_value(self, value: bool) -> None:
        """Check it or not."""
        self.box.setChecked(bool(value))


class ChoiceField(_Editor):
    """One of some values.

    Parameters
    ----------
    choices : sequence of (Any, str)
        Values and what people read.
    parent : QWidget or None
        Owner.
    """

    def __init__(
        self, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in choices]
        self.box = _combo(self)
        self.box.addItems([label for _, label in choices])
        self.box.currentIndexChanged.connect(self._tell)
        self.row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)

    def value(self) -> Any:
        """Give the chosen value."""
        return self._values[self.box.currentIndex()]

    def set_value(self, value: Any) -> None:
        """Choose a value."""
        self.box.setCurrentIndex(self._values.index(value))


class SuggestedField(_Editor):
    """A text that is mostly one of some.

    Parameters
    ----------
    suggestions : sequence of (str, str)
        Values and what people read.
    file_filter : str
        Of files that may be chosen instead; empty for none.
    parent : QWidget or None
        Owner.
    """

    def __init__(
        self,
        suggestions: Sequence[tuple[str, str]],
        file_filter: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels = dict(suggestions)
        self.box = _combo(self)
        self.box.setEditable(bool(file_filter))
        for value, label in suggestions:
            self.box.addItem(label, value)
        self.box.currentTextChanged.connect(lambda _: self.moved.emit())
        self.box.activated.connect(lambda _: self.settled.emit())
        self.row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)
        line = self.box.lineEdit()
        if line is not None:
            line.editingFinished.connect(self.settled)
            self.row.addWidget(_browse_button(self, file_filter, self._take_file))

    def value(self) -> str:
        """Give the text, or the value that a suggestion stands for."""
        text = self.box.currentText()
        found = [value for value, label in self._labels.items() if label == text]
        return found[0] if found else text

    def set_value(self, value: str) -> None:
        """Show a value; one that is not suggested is added."""
        index = self.box.findData(value)
        if index < 0:
            self.box.addItem(value, value)
            index = self.box.count() - 1
        self.box.setCurrentIndex(index)

    def offer(self, suggestions: Sequence[tuple[str, str]]) -> None:
        """Suggest other values; the one that is shown stays, and nothing is told.

        Parameters
        ----------
        suggestions : sequence of (str, str)
            Values and what people read.
        """
        value = self.value()
        self._labels = dict(suggestions)
        self.box.blockSignals(True)
        self.box.clear()
        for each, label in suggestions:
            self.box.addItem(label, each)
        self.set_value(value)
        self.box.blockSignals(False)

    def _take_file(self, path: str) -> None:
        self.set_value(path)
        self._tell()


class TextField(_Editor):
    """A text, or a path with a button to find it.

    Parameters
    ----------
    is_path : bool
        Whether it gives a `Path`.
    parent : QWidget or None
        Owner.
    """

    def __init__(self, is_path: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_path = is_path
        self.box = QLineEdit(self)
        self.box.textChanged.connect(lambda _: self.moved.emit())
        self.box.editingFinished.connect(self.settled)
        self.row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)
        if is_path:
            self.row.addWidget(_browse_button(self, "", self._take_file))

    def value(self) -> str | Path:
        """Give the text, or the path."""
        return Path(self.box.text()) if self._is_path else self.box.text()

    def set_value(self, value: str | Path) -> None:
        """Show a text or a path."""
        self.box.setText(str(value))

    def _take_file(self, path: str) -> None:
        self.box.setText(path)
        self._tell()


class OptionalField(_Editor):
    """A value, or a check box that leaves it to the program.

    Parameters
    ----------
    editor : Editor
        For the value.
    start : Any
        Value that the editor shows first.
    parent : QWidget or None
        Owner.
    """

    def __init__(self, editor: Any, start: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        editor.set_value(start)
        self.box = QCheckBox(tr("automatic"), self)
        self.row.addWidget(self.box)
        self.row.addWidget(editor, 1)
        self.box.toggled.connect(self._switch)
        editor.moved.connect(self.moved)
        editor.settled.connect(self.settled)
        self.setFocusProxy(self.box)
        self.set_value(None)

    @property
    def is_held(self) -> bool:  # type: ignore[override]
        """Whether an edit of the value is under way."""
        return bool(self.editor.is_held)

    def value(self) -> Any:
        """Give the value; None for automatic."""
        return None if self.box.isChecked() else self.editor.value()

    def set_value(self, value: Any) -> None:
        """Show a value; None for automatic."""
        if value is not None:
            self.editor.set_value(value)
        self.box.setChecked(value is None)
        self.editor.setEnabled(value is not None)

    def _switch(self, is_automatic: bool) -> None:
        self.editor.setEnabled(not is_automatic)
        self._tell()


def editor_for(
    spec: FieldSpec, suggestions: Sequence[tuple[str, str]] = (), file_filter: str = ""
) -> Any:
    """Make the editor of a field.

    Parameters
    ----------
    spec : FieldSpec
        The field.
    suggestions : sequence of (str, str)
        Values and labels for a field of text.
    file_filter : str
        Of files that may be chosen besides the suggestions.

    Returns
    -------
    Editor
        A widget.
    """
    editor = _plain_editor(spec, suggestions, file_filter)
    if not spec.is_optional:
        return editor
    return OptionalField(editor, _start(spec))


def _plain_editor(
    spec: FieldSpec, suggestions: Sequence[tuple[str, str]], file_filter: str
) -> Any:
    if spec.choices:
        return ChoiceField([(value, _label(value)) for value in spec.choices])
    if suggestions or file_filter:
        return SuggestedField(suggestions, file_filter)
    if spec.kind is bool:
        return FlagField()
    if spec.kind in (int, float):
        return NumberField(
            spec.low,
            spec.high,
            unit=spec.unit,
            is_whole=spec.kind is int,
            has_slider=spec.is_share,
        )
    return TextField(is_path=spec.kind is Path)


def _start(spec: FieldSpec) -> Any:
    """Give the value that a field shows when automatic is unchecked first.

    Of a size there is none to begin with: what nobody typed must measure nothing.
    """
    if spec.choices:
        return spec.choices[0]
    if spec.kind not in (int, float):
        return spec.kind()
    if spec.unit == "nm":
        return spec.kind(0)
    return spec.kind(min(max(1.0, spec.low), spec.high))


def _label(value: Any) -> str:
    return tr(value) if isinstance(value, str) else str(value)


def _combo(parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setSizeAdjustPolicy(
        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    box.setMinimumContentsLength(6)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    # A combo box would take the wheel away from the form that scrolls.
    box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
    return box


def _browse_button(parent: QWidget, file_filter: str, take: Any) -> QToolButton:
    def browse() -> None:
        path, _ = QFileDialog.getOpenFileName(
            parent, tr("Choose a file"), "", file_filter
        )
        if path:
            take(path)

    button = QToolButton(parent)
    button.setText("…")
    button.setToolTip(tr("Choose a file"))
    button.clicked.connect(browse)
    return button
