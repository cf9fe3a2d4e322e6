"""About, shortcuts, preferences and the box for errors."""

import pytest

from feretlab.core.errors import FileError
from feretlab.gui.dialogs.about import AboutDialog, licence_of, parts
from feretlab.gui.dialogs.error_box import ErrorBox, explained
from feretlab.gui.dialogs.preferences import PreferencesDialog
from feretlab.gui.dialogs.shortcuts import ShortcutsDialog
from feretlab.gui.settings import Preferences, read_settings


def test_every_part_is_told_with_its_version_and_a_licence():
    found = parts()

    names = [name for name, _, _ in found]
    assert {"numpy", "onnxruntime", "tifffile"} <= set(names)
    assert all(number for _, number, _ in found)
    assert "BSD" in licence_of("numpy")


def test_versions_can_be_copied(qtbot, qapp):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)

    dialog.copy()

    assert "numpy" in qapp.clipboard().text()


def test_of_a_package_used_in_part_that_parts_licence_is_told(qtbot):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    licences = {name: licence for name, _, licence in dialog.parts}

    assert licences["ncempy"].startswith("MIT (ncempy.io")


def test_shortcuts_are_filtered_by_command_menu_or_key(qtbot):
    dialog = ShortcutsDialog(
        [("File", "Open", "Ctrl+O"), ("Help", "About", "F1")], None
    )
    qtbot.addWidget(dialog)

    dialog.filter_box.setText("ctrl")

    hidden = [dialog.table.topLevelItem(i).isHidden() for i in range(2)]
    assert hidden == [False, True]


def test_preferences_are_kept_at_once(qtbot, tmp_path):
    dialog = PreferencesDialog(Preferences(tmp_path / "gui.json"), None)
    qtbot.addWidget(dialog)

    dialog.theme_box.setCurrentIndex(2)
    dialog.autosave_box.setValue(30)

    kept = read_settings(tmp_path / "gui.json")
    assert (kept.theme, kept.autosave_seconds) == ("dark", 30)


def test_our_own_errors_are_told_as_they_are():
    assert explained(FileError("Reading 'a': gone.")) == "Reading 'a': gone."


@pytest.mark.parametrize(
    ("error", "advice"),
    [(MemoryError(), "Close other programs"), (KeyError("x"), "a fault of FeretLab")],
)
def test_other_errors_say_what_to_do(error, advice):
    assert advice in explained(error)


def test_the_details_hold_the_trace(qtbot, qapp):
    try:
        raise ZeroDivisionError("seven by nothing")
    except ZeroDivisionError as error:
        box = ErrorBox("divide", error)
    qtbot.addWidget(box)

    box.copy()

    text = qapp.clipboard().text()
    assert text.startswith("divide\nFeretLab ")
    assert "test_dialogs.py" in text


@pytest.mark.usefixtures("large_letters")
def test_commands_are_read_whole_in_large_letters(qtbot):
    dialog = ShortcutsDialog(
        [("Page Correct", "Colours of the system", "Ctrl+Shift+A")], None
    )
    qtbot.addWidget(dialog)
    dialog.show()
    wanted = dialog.fontMetrics().horizontalAdvance("Colours of the system")

    assert dialog.table.columnWidth(0) > wanted
