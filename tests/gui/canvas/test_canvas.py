"""The canvas as a user meets it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent

from feretlab.gui.canvas.place_mark import Mark
from feretlab.gui.canvas.view import Spot


def _grab(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    data = np.frombuffer(image.constBits(), np.uint8)
    data = data.reshape(image.height(), image.bytesPerLine())
    return data[:, : image.width()].copy()


def test_the_current_image_is_read_and_drawn_whole(shown):
    drawn = _grab(shown.viewport)
    x = shown.view.to_window(Spot(60, 100))[0]

    column = drawn[:, int(x)]
    top = int(shown.view.to_window(Spot(0, 0))[1]) + 2
    bottom = int(shown.view.to_window(Spot(120, 0))[1]) - 2
    assert top > 0
    assert bottom < drawn.shape[0]
    assert (np.diff(column[top:bottom].astype(int)) >= 0).all()
    assert column[bottom] > 250


def test_of_two_images_the_one_chosen_last_is_shown(
    qtbot, canvas, session, write, pixels
):
    paths = [write("one.tif", pixels), write("two.tif", pixels[:50])]
    keys = session.add_files(paths)
    session.show(keys[1])

    qtbot.waitUntil(lambda: canvas.micrograph is not None)
    assert canvas.micrograph.shape == (50, 200)


def test_a_file_that_is_read_again_is_drawn_anew(qtbot, shown, session, write, pixels):
    write("one.tif", pixels[:50])
    with qtbot.waitSignal(shown.shown):
        session.update(session.current.key, rereadings=1)

    assert shown.micrograph.shape == (50, 200)


def test_without_an_image_the_canvas_says_what_to_do(canvas):
    assert "Drop" in canvas._message.text()
    assert canvas._message.isVisible()


def test_a_file_that_vanished_is_named(qtbot, canvas, session, tmp_path):
    with qtbot.waitSignal(canvas.shown):
        session.add_files([tmp_path / "gone.tif"])

    assert "gone.tif" in canvas._message.text()


def test_after_a_failure_the_next_image_is_shown(
    qtbot, canvas, session, write, pixels, tmp_path
):
    with qtbot.waitSignal(canvas.shown):
        keys = session.add_files([tmp_path / "gone.tif", write("one.tif", pixels)])
    with qtbot.waitSignal(canvas.shown):
        session.show(keys[1])

    assert canvas.viewport.isVisible()


def test_a_given_pixel_size_reaches_the_shown_micrograph(qtbot, shown, session):
    with qtbot.waitSignal(shown.shown):
        session.give_pixel_size([session.current.key], 2.5)

    assert shown.micrograph.pixel_size_nm == (2.5, 2.5)


def test_the_wheel_zooms_about_the_mouse(shown):
    before = shown.view.to_picture(100, 80)
    at = QPointF(100, 80)
    event = QWheelEvent(
        at,
        shown.viewport.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    shown.viewport.wheelEvent(event)

    assert shown.view.scale > 4
    assert shown.view.to_picture(100, 80) == pytest.approx(before)


def test_dragging_with_the_middle_button_moves_the_picture(qtbot, shown, mouse):
    middle = Qt.MouseButton.MiddleButton
    before = shown.view.to_picture(300, 200)
    qtbot.mousePress(shown.viewport, middle, pos=QPoint(300, 200))
    mouse.move(shown, shown.view.to_picture(340, 230), middle)
    qtbot.mouseRelease(shown.viewport, middle, pos=QPoint(340, 230))

    assert shown.view.to_picture(340, 230) == pytest.approx(before)


def test_keys_zoom_pan_and_fit(qtbot, shown):
    fitted = shown.view
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Plus)
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Right)
    assert shown.view.scale == pytest.approx(fitted.scale * 1.25)
    assert shown.view.center.x > fitted.center.x

    qtbot.keyClick(shown.viewport, Qt.Key.Key_F)
    assert shown.view == fitted


def test_a_fitted_picture_stays_fitted_when_the_window_grows(qtbot, shown):
    before = shown.view.scale
    shown.resize(1280, 960)

    qtbot.waitUntil(lambda: shown.view.width == 1280)
    assert shown.view.scale > 1.9 * before


def test_a_pixel_size_found_later_reaches_the_canvas_without_another_picture(
    qtbot, shown, session
):
    picture = shown.viewport.picture
    shown.viewport.zoom(2)
    before = shown.view
    with qtbot.waitSignal(shown.shown):
        session.update(session.current.key, pixel_size_nm=(3.0, 3.0))

    assert shown.micrograph.pixel_size_nm == (3, 3)
    assert shown.viewport.picture is picture
    assert shown.view == before


def test_what_is_told_under_the_picture_asks_for_no_width(found, mouse):
    before = found.minimumSizeHint().width()
    mouse.move(found, (15, 15))

    assert "ECD" in found._particle.text()
    assert found.minimumSizeHint().width() == before


@pytest.mark.parametrize(("width", "is_told"), [(1200, True), (560, False)])
def test_the_position_in_nm_gives_way_to_the_particle(
    found, mouse, session, qtbot, width, is_told
):
    with qtbot.waitSignal(found.shown):
        session.update(session.current.key, pixel_size_nm=(3.0, 3.0))
    found.resize(width, 300)
    qtbot.waitUntil(lambda: width - 100 < found._scale.x() < width)
    mouse.move(found, (15, 15))

    assert (", y " in found._place.text()) == is_told
    assert "ECD" in found._particle.text()


def test_the_place_is_told_whole_where_the_particle_lacks_room(found, mouse, qtbot):
    found.resize(260, 300)
    mouse.move(found, (15, 15))
    place = found._place

    qtbot.waitUntil(lambda: place.width() >= place.sizeHint().width())
    assert found._particle.width() < found._particle.sizeHint().width()


def test_without_an_image_no_scale_is_told(qtbot, shown, session):
    assert shown._scale.text().endswith("%")
    with qtbot.waitSignal(shown.shown):
        session.remove([session.current.key])

    assert shown._scale.text() == ""


def test_blind_particles_are_told_to_be_hidden(found):
    before = _grab(found.viewport)
    found.overlay.is_blind = True
    assert "particles are hidden" in found._legend().note

    corner = np.s_[-60:-10, 10:250]
    assert (_grab(found.viewport)[corner] != before[corner]).any()


def test_a_marked_place_is_framed_in_its_image_alone(shown, session):
    before = _grab(shown.viewport)
    key = session.current.key
    mark = Mark(key=key, box=(20, 20, 60, 80), text="miss", color="#ffffff")
    shown.mark_place(mark)
    changed = _grab(shown.viewport) != before
    row = int(shown.view.to_window(Spot(40, 20))[1])
    columns = np.flatnonzero(changed[row])
    left, right = (int(shown.view.to_window(Spot(40, x))[0]) for x in (20, 80))

    assert left - 12 < columns.min() <= left
    assert right <= columns.max() < right + 12
    assert not changed[row, left + 4 : right - 4].any()
    shown.mark_place(Mark(key="other", box=mark.box, text="miss", color="#ffffff"))
    assert (_grab(shown.viewport) == before).all()


def test_a_long_name_that_is_read_asks_for_no_width(qtbot, canvas, session, tmp_path):
    before = canvas.minimumSizeHint().width()
    with qtbot.waitSignal(canvas.shown):
        session.add_files([tmp_path / f"{'x' * 150}.tif"])

    assert "x" * 150 in canvas._message.text()
    assert canvas.minimumSizeHint().width() == before


@pytest.fixture
def choose_another(shown, session, write, pixels):
    """Choose another image, which is read once the test waits for something."""

    def choose():
        (other,) = session.add_files([write("two.tif", pixels)])
        session.show(other)

    return choose


def test_the_picture_before_is_not_taken_for_the_image_that_is_read(
    shown, choose_another
):
    choose_another()

    assert shown.viewport.picture is not None
    assert shown.micrograph is None


def test_no_length_is_measured_until_the_image_is_read(
    shown, choose_another, session, mouse, qtbot
):
    choose_another()
    shown.set_tool("caliper")
    mouse.drag(shown, (10, 10), (10, 60))
    assert session.manual.rows == ()

    qtbot.waitUntil(lambda: shown.micrograph is not None)
    mouse.drag(shown, (10, 10), (10, 60))
    assert [row.image for row in session.manual.rows] == ["two"]


def test_a_half_drawn_outline_outlasts_a_found_size_and_ends_with_its_image(
    qtbot, shown, session, mouse, choose_another
):
    drawn = []
    shown.drawn.connect(lambda tool, points: drawn.append(points[0].y))
    shown.set_tool("polygon")
    for spot in ((20, 20), (20, 80), (40, 50)):
        mouse.click(shown, spot)
    with qtbot.waitSignal(shown.shown):
        session.update(session.current.key, pixel_size_nm=(3.0, 3.0))
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Return)
    for spot in ((60, 20), (60, 80), (90, 50)):
        mouse.click(shown, spot)
    with qtbot.waitSignal(shown.shown):
        choose_another()
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Return)

    assert drawn == [pytest.approx(20, abs=0.5)]


def test_a_half_drawn_outline_ends_when_its_image_is_removed(
    qtbot, shown, session, mouse
):
    shown.set_tool("polygon")
    for spot in ((20, 20), (20, 80), (40, 50)):
        mouse.click(shown, spot)
    session.remove([session.current.key])
    with qtbot.waitSignal(shown.shown):
        session.history.undo()

    assert not shown.viewport.gesture.finish()


def test_an_overlay_that_is_switched_on_waits_for_its_image(
    shown, choose_another, qtbot
):
    shown.bar.eye.toggle()
    choose_another()
    shown.bar.eye.toggle()
    assert not shown.overlay.is_shown

    qtbot.waitUntil(lambda: shown.micrograph is not None)
    assert shown.overlay.is_shown
