"""Finding one's way."""

from PySide6.QtGui import QKeySequence

from feretlab.gui.actions.help import keys
from feretlab.gui.pages.correct_deeds import DEEDS


def test_keys_of_menus_image_and_pages_are_all_listed():
    places = {place for place, _, _ in keys()}

    assert {"File", "In the image", "Page Correct", "Page Compare"} <= places
    listed = [key for place, _, key in keys() if place == "Page Correct"]
    assert listed == [deed.key for deed in DEEDS]


def test_every_key_is_one_that_can_be_shown(qapp):
    for _, title, key in keys():
        assert title
        assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def test_both_keys_that_redo_are_listed():
    listed = [key for _, title, key in keys() if title == "Redo"]

    assert listed == ["Ctrl+Shift+Z", "Ctrl+Y"]
