"""A whole window, with settings and state of its own."""

import pytest

from feretlab.gui.settings import Preferences
from feretlab.gui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot, tmp_path):
    preferences = Preferences(tmp_path / "gui.json")
    window = MainWindow(preferences, tmp_path / "state")
    qtbot.addWidget(window, before_close_func=_give_up_work)
    window.show()
    qtbot.waitUntil(lambda: bool(window.pages.made), timeout=60_000)
    return window


def _give_up_work(window):
    window.may_leave = lambda **_: True
