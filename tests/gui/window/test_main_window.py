"""The window as a whole."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from feretlab.gui.dialogs.error_box import ErrorBox


@pytest.fixture
def two_images(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    for name in ("a", "b"):
        grey = np.arange(48 * 64, dtype=np.uint8).reshape(48, 64)
        Image.fromarray(grey).save(folder / f"{name}.png")
    return folder


def test_a_dropped_folder_becomes_rows_with_thumbnails(window, qtbot, two_images):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(two_images))])
    drop = QDropEvent(
        QPointF(QPoint(20, 20)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(
        lambda: [entry.shape for entry in window.session.entries] == [(48, 64)] * 2,
        timeout=60_000,
    )

    keys = [entry.key for entry in window.session.entries]
    assert all(window.loader.thumbnail(key) is not None for key in keys)
    assert window.preferences.value.recent_files


def test_undo_is_offered_with_the_title_of_the_change(window, qtbot, two_images):
    window.session.add_files([two_images / "a.png"])
    window.commands.refresh()

    assert window.commands.action("edit.undo").text() == "Undo add 1 image"
    window.trigger("edit.undo")
    assert window.session.entries == ()


def test_an_error_is_shown_with_details_to_copy(window, qapp):
    window.show_error("read a file", ValueError("seven"))

    (box,) = window.findChildren(ErrorBox)
    box.copy()
    assert "ValueError: seven" in qapp.clipboard().text()
    box.close()


def test_nothing_is_asked_before_an_untouched_window_closes(window):
    assert window.close()
