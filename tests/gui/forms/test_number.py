"""Boxes for numbers."""

import pytest
from PySide6.QtCore import Qt

from feretlab.gui.forms.number import NumberBox

PRECISE = 123456.789012345678


@pytest.mark.parametrize("is_short", [False, True])
def test_return_keeps_the_digits_that_are_not_shown(qtbot, is_short):
    box = NumberBox(0, 1e6, unit="nm")
    qtbot.addWidget(box)
    if is_short:
        box.shorten()
    box.setValue(PRECISE)
    before = box.value()
    qtbot.keyClick(box, Qt.Key.Key_Return)

    assert box.value() == before
