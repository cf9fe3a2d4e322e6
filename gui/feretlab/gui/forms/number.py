"""A number with a unit: a box to type in, and a slider for fractions."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QSlider,
    QWidget,
)

from feretlab.gui.tables.numbers import shown

_STEPS = 1000
_WIDEST = 1e300
_DECIMALS = 12


class NumberBox(QDoubleSpinBox):
    """A spin box for whole numbers and others; any number may be typed.

    What lies beyond the limits is left to the record, which explains itself;
    arrows and wheel stop at them.

    Parameters
    ----------
    low, high : float
        Limits of the arrows.
    unit : str
        Stands behind the number.
    is_whole : bool
        Whether there are whole numbers only.
    parent : QWidget or None
        Owner.
    """

    def __init__(
        self,
        low: float,
        high: float,
        *,
        unit: str = "",
        is_whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self._is_whole = is_whole
        self._is_short = False
        self.setDecimals(0 if is_whole else _DECIMALS)
        self.setRange(-_WIDEST, _WIDEST)
        self.setMinimumWidth(70)
        if unit:
            self.setSuffix(f" {'°' if unit == 'degree' else unit}")
        if is_whole:
            self.setSingleStep(1)
        else:
            self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.installEventFilter(self)

    def shorten(self) -> None:
        """Show four significant digits; the value keeps all of them."""
        self._is_short = True

    def textFromValue(self, value: float) -> str:
        """Give a number as it is shown, without needless digits."""
        if self._is_short:
            return shown(value)
        return f"{value:.0f}" if self._is_whole else f"{value:.{_DECIMALS}g}"

    def valueFromText(self, text: str) -> float:
        """Give the number of a text, with a point or a comma."""
        bare = text.removesuffix(self.suffix())
        if bare == self.textFromValue(self.value()):
            return self.value()  # it may have more digits than are shown
        number = _number(bare)
        return 0.0 if number is None else number

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Tell whether a text is a number; all others may become one."""
        number = _number(text.removesuffix(self.suffix()))
        fits = number is not None and not (self._is_whole and number % 1)
        state = QValidator.State.Acceptable if fits else QValidator.State.Intermediate
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Go up or down, but not beyond the limits."""
        super().stepBy(steps)
        self.setValue(min(max(self.value(), self._low), self._high))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the form, unless somebody works on this number."""
        if event.type() == QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class NumberField(QWidget):
    """A number box; with a slider where it is a fraction.

    Parameters
    ----------
    low, high : float
        Limits.
    unit : str
        Stands behind the number.
    is_whole, has_slider : bool
        Whether there are whole numbers only, and whether a slider stands before.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    moved : Signal()
        At every change, while a slider moves too.
    settled : Signal()
        When an edit is finished.
    """

    moved = Signal()
    settled = Signal()

    def __init__(
        self,
        low: float,
        high: float,
        *,
        unit: str = "",
        is_whole: bool = False,
        has_slider: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self._is_whole = is_whole
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = NumberBox(low, high, unit=unit, is_whole=is_whole, parent=self)
        self.slider: QSlider | None = None
        if has_slider:
            self.slider = self._make_slider()
            row.addWidget(self.slider, 1)
        row.addWidget(self.box, 0 if has_slider else 1)
        self.setFocusProxy(self.box)
        self.box.valueChanged.connect(self._follow)
        self.box.editingFinished.connect(self.settled)

    @property
    def is_held(self) -> bool:
        """Whether somebody holds the slider."""
        return self.slider is not None and self.slider.isSliderDown()

    def value(self) -> float | int:
        """Give the number."""
        value = self.box.value()
        return int(value) if self._is_whole else value

    def set_value(self, value: float) -> None:
        """Show a number."""
        self.box.setValue(float(value))

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, _STEPS)
        slider.setPageStep(_STEPS // 20)
        slider.setSingleStep(_STEPS // 100)
        slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        slider.valueChanged.connect(self._take_slider)
        slider.sliderReleased.connect(self.settled)
        return slider

    def _take_slider(self, step: int) -> None:
        value = self._low + (self._high - self._low) * step / _STEPS
        # Two steps on the screen are never nearer than this.
        self.box.setValue(round(value, 4))

    def _follow(self, value: float) -> None:
        if self.slider is not None:
            share = (value - self._low) / (self._high - self._low)
            self.slider.blockSignals(True)
            self.slider.setValue(round(min(max(share, 0), 1) * _STEPS))
            self.slider.blockSignals(False)
        self.moved.emit()


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
