"""Where no window can be shown, one line says why."""

import pytest

from feretlab.gui import display
from feretlab.gui.display import DisplayError, check_display


@pytest.fixture(autouse=True)
def linux(monkeypatch):
    monkeypatch.setattr(display.sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def test_a_machine_without_a_display_is_told_what_to_do():
    with pytest.raises(DisplayError, match=r"found no display.*ssh -X"):
        check_display()


def test_missing_libraries_are_told_by_their_packages(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(display, "_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})

    with pytest.raises(DisplayError, match="sudo apt install libnowhere9"):
        check_display()


@pytest.mark.parametrize("name", ["WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_other_ways_to_show_windows_are_left_to_qt(monkeypatch, name):
    monkeypatch.setenv(name, "offscreen")

    check_display()
