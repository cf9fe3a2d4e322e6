"""Manual and automatic side by side, on the same place."""

import numpy as np
import pytest

from feretlab.gui.plots.linked_views import LinkedViews


@pytest.fixture
def views(qtbot):
    views = LinkedViews()
    qtbot.addWidget(views)
    views.set_image(np.zeros((768, 1024), np.uint8))
    views.show()
    return views


def _height(view):
    _, (top, bottom) = view.box.viewRange()
    return bottom - top


def _resize(qtbot, views):
    """Give other rooms one after the other, as layouts do that settle."""
    for size in ((320, 300), (320, 420), (400, 500)):
        with qtbot.waitSignal(views.manual.box.sigResized):
            views.resize(*size)


def test_the_image_fills_whatever_room_there_is(qtbot, views):
    _resize(qtbot, views)

    for view in (views.manual, views.automatic):
        assert _height(view) == pytest.approx(768 * 1.04, rel=0.02)


def test_a_place_that_is_looked_at_stays_in_other_room(qtbot, views):
    views.show_box((40, 40, 60, 60))
    _resize(qtbot, views)

    assert 40 < _height(views.manual) < 600


@pytest.mark.parametrize(
    ("shape", "room", "is_below"),
    [((768, 1024), (420, 420), True), ((1024, 600), (420, 430), False)],
)
def test_both_sides_lie_so_that_the_image_is_largest(views, shape, room, is_below):
    views.resize(*room)
    views.set_image(np.zeros(shape, np.uint8))
    views.layout().activate()
    below = views.automatic.mapTo(views, views.automatic.rect().topLeft())
    beside = views.manual.mapTo(views, views.manual.rect().topRight())

    assert (below.x() < beside.x()) == is_below
