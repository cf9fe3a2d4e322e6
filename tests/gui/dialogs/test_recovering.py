"""What becomes of work that was left behind."""

import pytest
from PySide6.QtCore import Qt, QTimer

from feretlab.gui.dialogs.recovering import RecoverBox


@pytest.mark.parametrize("answer", ["recover", "delete", "later"])
def test_the_answer_is_that_of_the_button(qtbot, answer):
    box = RecoverBox(3)
    qtbot.addWidget(box)
    chosen = {"recover": box.recover_button, "delete": box.delete_button}
    later = next(one for one in box.buttons() if one not in chosen.values())
    button = chosen.get(answer, later)
    QTimer.singleShot(0, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))

    assert "3 images" in box.text()
    assert box.ask() == answer
