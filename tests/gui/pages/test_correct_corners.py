"""Changing an outline by its corners, in the page."""

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import Qt


def test_a_dragged_corner_reshapes_the_selected_particle_and_is_undone(desk):
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)
    desk.stroke((10, 10), (5, 5), (0, 0))
    desk.key_press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.areas == [400, 400, pytest.approx(600, abs=15)]

    desk.session.history.undo()
    desk.settle()
    assert desk.areas == [400] * 3


def test_after_reshaping_one_goes_on_with_the_same_or_another_particle(desk):
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)
    desk.stroke((10, 10), (0, 0))
    desk.key_press(Qt.Key.Key_Return)
    desk.settle()
    assert (0, 0) in desk.canvas.corners.corners.points

    desk.click((20, 70))
    assert (10, 60) in desk.canvas.corners.corners.points


def test_a_click_on_another_particle_accepts_the_outline(desk):
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)
    desk.stroke((30, 10), (40, 0))
    desk.click((20, 70))
    desk.settle()

    assert desk.areas == [400, 400, pytest.approx(600, abs=15)]


def test_another_image_accepts_the_outline(desk, tmp_path):
    tifffile.imwrite(tmp_path / "two.tif", np.full((100, 120), 50, np.uint8))
    (other,) = desk.session.add_files([tmp_path / "two.tif"])
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)
    desk.stroke((30, 10), (40, 0))
    desk.session.show(other)
    desk.settle()

    assert desk.areas == [400, 400, pytest.approx(600, abs=15)]
    assert desk.canvas.corners.corners is None
    desk.session.history.undo()
    desk.settle()
    assert desk.areas == [400] * 3


def test_an_image_is_removed_while_corners_are_moved(desk):
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)
    desk.stroke((30, 10), (40, 0))
    desk.session.remove([desk.key])
    desk.settle()
    assert desk.canvas.corners.corners is None
    assert desk.session.entries == ()

    desk.session.history.undo()
    desk.settle()
    assert desk.areas == [400] * 3


def test_del_drops_the_corner_and_never_the_particle(desk):
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)
    desk.key_press(Qt.Key.Key_Delete)
    assert "Click the corner" in desk.page.message.text()

    desk.click((10, 10))
    desk.key_press(Qt.Key.Key_Delete)
    desk.key_press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.areas == [pytest.approx(200, abs=15), 400, 400]


def test_a_small_particle_is_shown_large_while_its_corners_are_moved(desk):
    desk.canvas.viewport.zoom(0.2)
    before = desk.canvas.view.scale
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_V)

    assert desk.canvas.view.scale > 3 * before
    assert desk.page.buttons["corners"].isChecked()
