"""What the style adds to Fusion."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionFrame,
)

from feretlab.gui.style import OutlinedFusion

GREEN = "#00ff00"


@pytest.fixture
def green_text(qapp):
    """Text on buttons is green."""
    before = qapp.palette()
    palette = QPalette(before)
    palette.setColor(QPalette.ColorRole.ButtonText, QColor(GREEN))
    qapp.setPalette(palette)
    yield
    qapp.setPalette(before)


@pytest.fixture
def style(qapp):
    style = OutlinedFusion()
    style.outline = QColor(GREEN)
    return style


def _has(image, name):
    pixels = (
        image.pixelColor(x, y).name()
        for y in range(image.height())
        for x in range(image.width())
    )
    return name in pixels


@pytest.mark.parametrize("kind", [QCheckBox, QLineEdit, QSlider])
def test_a_control_that_can_be_used_gets_the_outline(qtbot, style, kind):
    control = kind()
    qtbot.addWidget(control)
    control.setStyle(style)

    assert _has(control.grab().toImage(), GREEN)


def test_a_control_that_cannot_be_used_gets_a_faint_one(qtbot, style):
    control = QCheckBox()
    qtbot.addWidget(control)
    control.setStyle(style)
    control.setEnabled(False)
    image = control.grab().toImage()

    assert not _has(image, GREEN)
    assert _has(image, control.palette().mid().color().name())


def test_the_focus_is_outlined_in_the_colour_of_what_is_selected(qtbot, style):
    edit = QLineEdit()
    qtbot.addWidget(edit)
    option = QStyleOptionFrame()
    edit.initStyleOption(option)
    option.state |= QStyle.StateFlag.State_HasFocus
    image = QImage(60, 24, QImage.Format.Format_RGB32)
    option.rect = image.rect()
    with QPainter(image) as painter:
        element = QStyle.PrimitiveElement.PE_FrameLineEdit
        style.drawPrimitive(element, option, painter, edit)

    assert _has(image, option.palette.highlight().color().name())


@pytest.mark.parametrize("way", ["Horizontal", "Vertical"])
def test_what_opens_the_rest_of_a_toolbar_has_the_colour_of_text(
    style, green_text, way
):
    which = getattr(QStyle.StandardPixmap, f"SP_ToolBar{way}ExtensionButton")
    image = style.standardIcon(which).pixmap(32, 32).toImage()

    assert _has(image, GREEN)
