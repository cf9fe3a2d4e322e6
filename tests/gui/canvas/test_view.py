"""Which part of a picture a window shows."""

import pytest

from feretlab.gui.canvas.view import Spot, View

VIEW = View(width=400, height=300, scale=2.0, center=Spot(50, 80))


def test_window_and_picture_are_each_others_inverse():
    spot = VIEW.to_picture(17, 123)

    assert VIEW.to_window(spot) == pytest.approx((17, 123))


def test_zooming_keeps_the_place_under_the_mouse():
    before = VIEW.to_picture(10, 20)

    assert VIEW.zoomed(3.7, 10, 20).to_picture(10, 20) == pytest.approx(before)


def test_panning_moves_the_picture_with_the_mouse():
    before = VIEW.to_picture(100, 100)

    assert VIEW.panned(30, -5).to_picture(130, 95) == pytest.approx(before)


def test_a_rectangle_is_shown_whole():
    view = VIEW.on(10, 20, 40, 90)

    left, top = view.to_window(Spot(10, 20))
    right, bottom = view.to_window(Spot(40, 90))
    assert min(left, top) >= 0
    assert (right <= 400, bottom <= 300) == (True, True)
    assert right - left == pytest.approx(400 * 0.98)


def test_a_denser_screen_shows_the_same():
    dense = VIEW.times(2)

    assert dense.to_picture(34, 246) == pytest.approx(VIEW.to_picture(17, 123))


@pytest.mark.parametrize(
    ("center", "seen"),
    [((50, 80), (0, 0, 100, 100)), ((500, 500), (100, 100, 100, 100))],
)
def test_the_seen_rectangle_stays_inside_the_picture(center, seen):
    view = View(width=400, height=300, scale=1.0, center=Spot(*center))

    assert view.rectangle((100, 100)) == seen
