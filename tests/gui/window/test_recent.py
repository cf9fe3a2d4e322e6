"""What was open before, and is opened again."""

import numpy as np
import pytest
from PIL import Image

from feretlab.gui.actions.files import open_paths, recent
from feretlab.gui.dialogs.error_box import ErrorBox
from feretlab.gui.session.project import FILE_NAME
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session


@pytest.fixture
def folder(tmp_path):
    """A folder of two images."""
    (tmp_path / "images").mkdir()
    for name in ("a", "b"):
        grey = np.arange(48 * 64, dtype=np.uint8).reshape(48, 64)
        Image.fromarray(grey).save(tmp_path / "images" / f"{name}.png")
    return tmp_path / "images"


def _choose(window, title):
    """Act as the entry of the submenu does whose title begins so."""
    act = next(act for shown, act in recent(window) if shown.startswith(title))
    act()


def test_a_folder_is_opened_again_as_a_whole(window, qtbot, folder):
    open_paths(window, [folder])
    qtbot.waitUntil(lambda: len(window.session.entries) == 2, timeout=60_000)
    window.session.remove([entry.key for entry in window.session.entries])
    _choose(window, "images")

    qtbot.waitUntil(lambda: len(window.session.entries) == 2, timeout=60_000)


def test_a_file_that_is_gone_is_told_and_forgotten(window, tmp_path):
    window.preferences.note_files([tmp_path / "gone.tif"])
    _choose(window, "gone.tif")

    (box,) = window.findChildren(ErrorBox)
    assert "is no longer there" in box.details
    assert window.preferences.value.recent_files == ()
    assert window.session.entries == ()
    box.close()


def test_a_project_that_is_none_any_longer_is_told_and_forgotten(window, tmp_path):
    ProjectFolder(tmp_path / "work").write(Session().snapshot())
    window.preferences.note_project(tmp_path / "work")
    (tmp_path / "work" / FILE_NAME).unlink()
    _choose(window, "work")

    (box,) = window.findChildren(ErrorBox)
    assert "holds no project now" in box.details
    assert window.preferences.value.recent_projects == ()
    box.close()


def test_the_list_can_be_cleared(window, tmp_path):
    window.preferences.note_files([tmp_path / "a.tif"])
    _choose(window, "Clear")

    assert recent(window) == []


def test_a_project_with_images_is_refused_and_nothing_is_lost(window, folder, tmp_path):
    ProjectFolder(tmp_path / "work").write(Session().snapshot())
    open_paths(window, [tmp_path / "work", folder])

    (box,) = window.findChildren(ErrorBox)
    assert "found 1 more with it, expected a project alone" in box.details
    assert window.projects.folder is None
    box.close()
