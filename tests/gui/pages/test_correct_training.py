"""Saving outlines as training data from the page."""

import numpy as np
from PySide6.QtCore import Qt

from feretlab.core.training.dataset import find_scenes

CORNERS = [(10, 10), (10, 60), (10, 82)]
LEFT = Qt.MouseButton.LeftButton


def test_outlines_are_saved_as_training_data(desk, tmp_path):
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    (scene,) = find_scenes([tmp_path / "set"])
    assert len(np.unique(scene.read()[1])) == 4
    assert "Saved 3 outlines of 1 image in" in desk.page.message.text()


def test_only_corrected_images_are_saved_where_that_is_wanted(desk, tmp_path):
    choice = desk.page.save.choices["corrected"]
    assert choice.text() == "Of corrected images (0)…"
    assert not choice.isEnabled()

    desk.session.select([0])
    desk.page.buttons["delete"].click()
    desk.settle()
    assert choice.text() == "Of corrected images (1)…"
    desk.page.save.save_to(tmp_path / "set", "corrected")
    desk.settle()
    assert "Saved 2 outlines of 1 image" in desk.page.message.text()


def test_a_folder_that_cannot_be_written_is_shown(desk, tmp_path):
    (tmp_path / "set").write_text("")
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    assert "Saving training data" in str(desk.errors[0][1])
