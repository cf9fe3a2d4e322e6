"""Saving outlines as training data from the page."""

from pathlib import Path

import numpy as np

from feretlab.core.training.dataset import find_scenes
from feretlab.gui.session.entries import State


def test_outlines_are_saved_as_training_data(desk, tmp_path):
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    (scene,) = find_scenes([tmp_path / "set"])
    assert len(np.unique(scene.read()[1])) == 4
    assert "Saved 3 outlines of 1 image in" in desk.page.message.text()


def test_only_corrected_images_are_saved_where_that_is_wanted(desk, tmp_path):
    save = desk.page.save
    choice = save.choices["corrected"]
    save.menu().aboutToShow.emit()
    assert choice.text() == "Of corrected images (0)…"
    assert not choice.isEnabled()

    desk.session.select([0])
    desk.page.buttons["delete"].click()
    desk.settle()
    save.menu().aboutToShow.emit()
    assert choice.text() == "Of corrected images (1)…"
    save.save_to(tmp_path / "set", "corrected")
    desk.settle()
    assert "Saved 2 outlines of 1 image" in desk.page.message.text()


def test_a_folder_that_cannot_be_written_is_shown(desk, tmp_path):
    (tmp_path / "set").write_text("")
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    assert "Saving training data" in str(desk.errors[0][1])


def test_an_image_of_which_the_file_is_missing_is_marked(desk, tmp_path):
    desk.session.current.path.unlink()
    desk.micrographs.forget()
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    assert "is missing" in str(desk.errors[0][1])
    assert desk.session.current.state == State.MISSING


def test_it_is_offered_where_any_image_has_outlines(desk):
    save, finding = desk.page.save, desk.session.finding(desk.key)
    (other,) = desk.session.add_files([Path("/data/other.tif")])
    desk.session.put_finding(desk.key, None)
    assert not save.isEnabled()
    desk.session.put_finding(other, finding)

    assert save.isEnabled()
