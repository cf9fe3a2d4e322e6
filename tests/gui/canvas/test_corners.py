"""Corners of an outline moved with the mouse."""

import pytest
from PySide6.QtCore import Qt

from feretlab.gui.canvas.view import Spot
from feretlab.gui.session.drawing_corners import corners_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editing(found):
    """The canvas with the corners of the square at (10, 10) to (30, 30)."""
    found.set_tool("corners")
    found.corners.show(corners_of(found.overlay.finding.particles, 0))
    return found


@pytest.fixture
def drawn(editing):
    paths = []
    editing.drawn.connect(lambda tool, path: paths.append((tool, path)))
    return paths


def _key(qtbot, canvas, key):
    qtbot.keyClick(canvas.viewport, key)


def test_a_dragged_corner_is_accepted_by_enter(qtbot, editing, mouse, drawn):
    mouse.drag(editing, (30, 30), (35, 38), (40, 45))
    assert drawn == []
    _key(qtbot, editing, Qt.Key.Key_Return)

    ((tool, path),) = drawn
    assert tool == "corners"
    ends = [place for place in path if place.y > 31 or place.x > 31]
    assert len(ends) == 1
    assert ends[0] == pytest.approx((40, 45), abs=0.5)
    assert editing.corners.corners is None


def test_escape_puts_the_corners_back_and_then_leaves(qtbot, editing, mouse, drawn):
    before = editing.corners.corners
    mouse.drag(editing, (30, 30), (40, 45))
    _key(qtbot, editing, Qt.Key.Key_Escape)
    assert editing.corners.corners is before

    _key(qtbot, editing, Qt.Key.Key_Escape)
    assert editing.tool == "select"
    assert drawn == []


def test_a_double_click_on_the_line_inserts_a_corner(editing, mouse):
    mouse.double(editing, (10, 20))

    corners = editing.corners.corners
    assert len(corners.points) == 5
    assert (10, 20) in [tuple(map(round, point)) for point in corners.points]
    assert not corners.is_changed


def test_ctrl_and_a_click_drop_a_corner(editing, mouse):
    mouse.click(editing, (30, 30), CTRL)

    assert len(editing.corners.corners.points) == 3
    assert (30, 30) not in editing.corners.corners.points


def test_the_corner_touched_last_is_dropped_once(editing, mouse):
    mouse.click(editing, (10, 30))

    assert editing.corners.drop_corner()
    assert not editing.corners.drop_corner()
    assert (10, 30) not in editing.corners.corners.points


def test_another_tool_accepts(editing, mouse, drawn):
    mouse.drag(editing, (30, 30), (40, 45))
    editing.set_tool("select")

    assert len(drawn) == 1


def test_nothing_changed_is_nothing_to_accept(qtbot, editing, mouse, drawn):
    mouse.click(editing, (10, 10))
    _key(qtbot, editing, Qt.Key.Key_Return)

    assert drawn == []
    assert editing.corners.corners is not None


def test_a_click_beside_the_outline_tells_where(editing, mouse):
    spots = []
    editing.corners.missed.connect(spots.append)
    mouse.click(editing, (10, 20))
    mouse.click(editing, (90, 20))

    (spot,) = spots
    assert spot == pytest.approx((90, 20), abs=0.5)


def test_the_corners_are_drawn(editing):
    picture = editing.viewport.grab().toImage()
    x, y = editing.view.to_window(Spot(*editing.corners.corners.points[0]))

    assert picture.pixelColor(round(x), round(y)).name() == "#ffffff"
