"""How particles are drawn over the picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSlider, QWidget

from feretlab.core.measurement.columns import COLUMNS
from feretlab.gui.canvas.overlay import Overlay
from feretlab.gui.session.filters import heading
from feretlab.gui.texts import tr


class OverlayPanel(QWidget):
    """Outlines, fill, numbers, colors and opacity.

    Parameters
    ----------
    overlay : Overlay
        What is changed.
    parent : QWidget or None
        As for any widget.
    """

    def __init__(self, overlay: Overlay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self.outlines = self._check("outlines", tr("Outlines"))
        self.fill = self._check("fill", tr("Fill"))
        self.numbers = self._check("numbers", tr("Numbers"))
        self.numbers.setToolTip(tr("Where at most 300 particles are seen."))
        self.color_by = QComboBox(self)
        self.color_by.setMaxVisibleItems(20)
        for key, title in _choices():
            self.color_by.addItem(title, key)
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(100)
        layout = QFormLayout(self)
        for box in (self.outlines, self.fill, self.numbers):
            layout.addRow(box)
        layout.addRow(tr("Colour by"), self.color_by)
        layout.addRow(tr("Opacity"), self.opacity)
        self.color_by.currentIndexChanged.connect(
            lambda _: overlay.set_style(color_by=self.color_by.currentData())
        )
        self.opacity.valueChanged.connect(
            lambda value: overlay.set_style(opacity=value / 100)
        )

    def _check(self, name: str, title: str) -> QCheckBox:
        box = QCheckBox(title, self)
        box.setChecked(getattr(self._overlay.style, name))
        box.toggled.connect(lambda on: self._overlay.set_style(**{name: on}))
        return box


def _choices() -> list[tuple[str, str]]:
    kinds = [
        ("one", tr("One colour")),
        ("particle", tr("Particle")),
        ("class", tr("Class")),
        ("flag", tr("Separated, at the border")),
        ("confidence", tr("Confidence")),
    ]
    return kinds + [(column.name, heading(column.name).label) for column in COLUMNS]
