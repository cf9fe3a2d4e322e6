"""Labels that name files."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from feretlab.gui.labels import NoteLabel

LONG = "image " + "x" * 150 + ": analyse it"


def test_a_long_name_asks_for_no_width(qtbot):
    label = NoteLabel()
    qtbot.addWidget(label)
    before = label.minimumSizeHint().width()
    label.setText(LONG)

    assert label.minimumSizeHint().width() == before
    assert label.text() == LONG


def test_a_long_name_is_broken_and_takes_more_lines(qtbot):
    label = NoteLabel(LONG)
    qtbot.addWidget(label)

    assert label.heightForWidth(200) > 4 * label.fontMetrics().height()


@pytest.mark.parametrize("name", ["a <b>50 %", "1 & 2"])
def test_signs_in_a_name_are_taken_as_they_are(qtbot, name):
    label = NoteLabel(name)
    qtbot.addWidget(label)

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == name


def test_what_is_selected_is_copied_as_it_was_said(qtbot):
    label = NoteLabel(LONG)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    qtbot.addWidget(label)
    label.show()
    label.setSelection(0, len(QLabel.text(label)))
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == LONG
