"""The particles over the pixels."""

import numpy as np
from PySide6.QtGui import QImage

from feretlab.core.particles import Particles
from feretlab.gui.canvas.view import Spot


def _colors_at(canvas, *spots):
    image = canvas.viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for spot in spots:
        x, y = canvas.view.to_window(Spot(*spot))
        color = image.pixelColor(round(x), round(y))
        found.append((color.red(), color.green(), color.blue()))
    return found


def _is_grey(color):
    return max(color) - min(color) <= 1


def test_outlines_are_drawn_and_the_inside_is_left(found):
    edge, inside = _colors_at(found, (20, 10.2), (20, 20))

    assert edge == (255, 176, 0)
    assert _is_grey(inside)


def test_fill_tints_the_inside(found):
    found.overlay_panel.fill.setChecked(True)

    assert not _is_grey(_colors_at(found, (20, 20))[0])


def test_the_eye_hides_all(found):
    found.bar.eye.setChecked(False)

    assert _is_grey(_colors_at(found, (20, 10.2))[0])


def test_neither_eye_nor_another_image_shows_particles_to_the_blind(
    qtbot, found, session
):
    found.overlay.is_blind = True
    found.bar.eye.setChecked(False)
    found.bar.eye.setChecked(True)
    assert _is_grey(_colors_at(found, (20, 10.2))[0])

    key = session.current.key
    session.show(None)
    with qtbot.waitSignal(found.shown):
        session.show(key)
    assert not found.overlay.is_visible

    found.overlay.is_blind = False
    assert found.overlay.is_visible


def test_hidden_by_a_filter_comes_back_without_it(found, session):
    session.set_filters({"centroid_x_px": (50, 200)})
    assert [
        _is_grey(color) for color in _colors_at(found, (20, 10.2), (20, 100.2))
    ] == [
        True,
        False,
    ]

    session.set_filters({})
    assert not _is_grey(_colors_at(found, (20, 10.2))[0])


def test_opacity_fades_the_outlines(found):
    found.overlay_panel.opacity.setValue(50)

    assert _colors_at(found, (20, 10.2))[0][0] in range(120, 160)


def test_coloring_by_a_column_shows_its_scale(found):
    box = found.overlay_panel.color_by
    box.setCurrentIndex(box.findData("centroid_x_px"))

    first, second = _colors_at(found, (20, 10.2), (20, 100.2))
    assert first != second
    assert found.overlay.legend.title == "centroid_x_px"


def test_numbers_are_written_into_particles(found):
    before = found.viewport.grab().toImage()
    found.overlay_panel.numbers.setChecked(True)

    assert found.viewport.grab().toImage() != before


def test_a_preview_is_drawn_in_another_color_until_it_ends(qtbot, found):
    square = Particles.from_masks([np.ones((20, 20), bool)], [(60, 150)], (120, 200))
    with qtbot.waitSignal(found.overlay.changed):
        found.show_preview(square)
    assert _colors_at(found, (70, 150.2))[0] == (0, 230, 255)
    faded = _colors_at(found, (20, 10.2))[0]
    assert faded[0] < 200

    found.show_preview(None)
    assert _is_grey(_colors_at(found, (70, 150.2))[0])
    assert _colors_at(found, (20, 10.2))[0] == (255, 176, 0)


def test_another_image_shows_none_of_the_particles(
    qtbot, found, session, write, pixels
):
    with qtbot.waitSignal(found.shown):
        (key,) = session.add_files([write("two.tif", pixels)])
        session.show(key)

    assert found.overlay.finding is None
    assert _is_grey(_colors_at(found, (20, 10.2))[0])


def test_going_back_shows_them_again(qtbot, found, session, write, pixels):
    first = session.current.key
    (key,) = session.add_files([write("two.tif", pixels)])
    session.show(key)
    session.show(first)

    qtbot.waitUntil(lambda: found.overlay.finding is not None)
    assert found.overlay.finding is session.finding(first)


def test_zooming_to_a_particle_shows_it_in_the_middle(found):
    found.zoom_to(2)

    assert found.view.center == (90, 20)
