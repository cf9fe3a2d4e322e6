"""Colours that can be told apart, in light and in dark."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
)

from feretlab.gui.theme import DARK, LIGHT, apply_theme, tokens

CONTROLS = (
    QCheckBox, QRadioButton, QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPushButton
)  # fmt: skip
READ = ("text", "dim", "good", "busy", "warn", "bad")


def _luminance(name):
    def linear(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    return sum(
        w * linear(p) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def _contrast(one, other):
    """As WCAG 2.1 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", READ)
def test_text_can_be_read_on_every_ground(colours, name):
    for ground in (colours.base, colours.window, colours.alternate):
        assert _contrast(getattr(colours, name), ground) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_selected_can_be_read(colours):
    assert _contrast(colours.accent_text, colours.accent) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_outlines_of_controls_can_be_seen_on_every_ground(colours):
    for ground in (colours.base, colours.window, colours.alternate):
        assert _contrast(colours.outline, ground) >= 3


@pytest.mark.parametrize(("choice", "colours"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("kind", CONTROLS)
def test_a_control_is_drawn_with_an_outline_that_can_be_seen(
    qtbot, qapp, kind, choice, colours
):
    apply_theme(qapp, choice)
    control = kind()
    qtbot.addWidget(control)
    control.resize(60, 24)
    image = control.grab().toImage()
    middle = image.height() // 2
    # From the left edge into the control, as far as the mark of a box reaches.
    row = [image.pixelColor(x, middle).name() for x in range(14)]

    assert max(_contrast(colour, colours.window) for colour in row) >= 3
    assert max(_contrast(colour, colours.base) for colour in row) >= 3


def test_every_colour_is_one():
    for colours in (LIGHT, DARK):
        assert all(QColor(getattr(colours, f.name)).isValid() for f in fields(colours))


@pytest.mark.parametrize(("choice", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_colours_in_use_follow_the_choice(qapp, choice, colours):
    apply_theme(qapp, choice)

    assert tokens() == colours
