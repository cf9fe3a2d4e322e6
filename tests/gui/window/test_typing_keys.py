"""Keys that delete in a box while somebody types there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QLineEdit,
    QListView,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
)

from feretlab.gui.forms.number import NumberBox
from feretlab.gui.window.typing_keys import TypingKeys

LONG = 60_000


@pytest.fixture
def shell(qtbot):
    """A window with a dock and an action on Ctrl+Backspace; ``heard`` keeps calls."""
    shell = QMainWindow()
    qtbot.addWidget(shell)
    shell.heard = []
    action = QAction("Remove", shell, shortcut="Ctrl+Backspace")
    action.triggered.connect(lambda: shell.heard.append(action))
    shell.addAction(action)
    shell.dock = QDockWidget()
    shell.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, shell.dock)
    keys = TypingKeys(shell)
    keys.watch(shell.dock)
    return shell


@pytest.fixture
def press(qtbot):
    """Press Ctrl+Backspace in a box that has the focus."""

    def press(box):
        box.window().show()
        box.window().activateWindow()
        box.setFocus()
        qtbot.waitUntil(box.hasFocus, timeout=LONG)
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(box, Qt.Key.Key_Backspace, control)

    return press


def _line():
    return QLineEdit("two words")


def _combo():
    box = QComboBox(editable=True)
    box.setEditText("two words")
    return box


def _number():
    return NumberBox(0, 10)


@pytest.mark.parametrize("make", [_line, _combo, _number, QPlainTextEdit, QTextEdit])
def test_ctrl_backspace_is_left_to_a_box_that_takes_text(shell, press, make):
    box = make()
    shell.setCentralWidget(box)
    press(box)

    assert shell.heard == []


def test_ctrl_backspace_deletes_the_word_before_the_cursor(shell, press):
    box = _line()
    shell.setCentralWidget(box)
    press(box)

    assert box.text() == "two "


def test_a_box_in_a_floating_dock_keeps_its_keys(shell, press):
    box = _line()
    shell.dock.setWidget(box)
    shell.show()
    shell.dock.setFloating(True)
    press(box)

    assert (shell.heard, box.text()) == ([], "two ")


@pytest.mark.parametrize(
    "make", [QListView, QComboBox, lambda: QLineEdit(readOnly=True)]
)
def test_ctrl_backspace_stays_a_shortcut_elsewhere(shell, press, make):
    box = make()
    shell.setCentralWidget(box)
    press(box)

    assert len(shell.heard) == 1
