"""Ruler, caliper and drawn shapes."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from feretlab.gui.canvas.furniture import scale_bar
from feretlab.gui.canvas.measure import _text_box, paint_length
from feretlab.gui.canvas.view import Spot, View


def test_the_ruler_tells_its_length_while_it_is_drawn(shown, mouse):
    shown.set_tool("ruler")
    mouse.drag(shown, (10, 10), (40, 50), release=False)

    assert float(shown.viewport.gesture.text.split()[0]) == pytest.approx(50, abs=0.6)


def test_the_ruler_tells_nm_where_the_pixel_size_is_known(qtbot, shown, session, mouse):
    with qtbot.waitSignal(shown.shown):
        session.give_pixel_size([session.current.key], 2.0)
    shown.set_tool("ruler")
    mouse.drag(shown, (10, 10), (40, 50))

    length, unit = shown.viewport.gesture.text.split()[:2]
    assert (float(length), unit) == (pytest.approx(100, abs=1.2), "nm")


def test_shift_keeps_the_line_straight(shown, mouse):
    shown.set_tool("caliper")
    seen = []
    shown.viewport.gesture.measured.connect(lambda a, b: seen.append((a, b)))
    mouse.drag(shown, (10, 10), (14, 50), modifier=Qt.KeyboardModifier.ShiftModifier)

    ((start, end),) = seen
    assert start.y == end.y


def test_the_caliper_writes_rows_that_can_be_undone(shown, session, mouse):
    shown.set_tool("caliper")
    mouse.drag(shown, (10, 10), (10, 60))
    mouse.drag(shown, (50, 10), (90, 10))

    lengths = [row.length_px for row in session.manual.rows]
    assert lengths == pytest.approx([50, 40], abs=0.5)
    assert session.manual.rows[0].key == session.current.key
    session.history.undo()
    assert len(session.manual.rows) == 1


def test_a_click_with_the_caliper_measures_nothing(shown, session, mouse):
    shown.set_tool("caliper")
    mouse.click(shown, (50, 50))

    assert session.manual.rows == ()


@pytest.mark.parametrize("middle", [(5, 100), (295, 100), (150, 3), (150, 100)])
def test_the_length_is_written_inside_the_window(middle):
    box = _text_box(View(width=300, height=200), QPointF(*middle), 120)

    assert QRectF(0, 0, 300, 200).contains(box)
    assert abs(box.center().x() - middle[0]) <= 60


@pytest.mark.parametrize(("top", "is_written"), [(20, True), (-80, False)])
def test_a_length_out_of_sight_is_not_written(qapp, top, is_written):
    picture = QImage(300, 200, QImage.Format.Format_Grayscale8)
    picture.fill(128)
    view = View(width=300, height=200, scale=1, center=Spot(100, 150))
    painter = QPainter(picture)
    paint_length(painter, view, (Spot(top, 20), Spot(top, 90)), "332.8 nm", False)
    painter.end()
    seen = any(picture.pixel(x, y) & 255 == 255 for x in range(300) for y in range(40))

    assert seen == is_written


def test_escape_drops_a_line_and_then_the_tool(shown, mouse, qtbot):
    shown.set_tool("ruler")
    mouse.drag(shown, (10, 10), (10, 60))
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Escape)
    assert (shown.viewport.gesture.text, shown.tool) == ("", "ruler")

    qtbot.keyClick(shown.viewport, Qt.Key.Key_Escape)
    assert shown.tool == "select"


def test_keys_take_tools(shown, qtbot):
    qtbot.keyClick(shown.viewport, Qt.Key.Key_K)

    assert shown.tool == "caliper"


@pytest.fixture
def shapes(shown):
    seen = []
    shown.drawn.connect(lambda tool, points: seen.append((tool, points)))
    return seen


@pytest.mark.parametrize("how", ["enter", "first corner", "double click"])
def test_a_polygon_is_closed(shown, shapes, mouse, qtbot, how):
    shown.set_tool("polygon")
    for spot in ((20, 20), (20, 80), (60, 50)):
        mouse.click(shown, spot)
    if how == "enter":
        qtbot.keyClick(shown.viewport, Qt.Key.Key_Return)
    elif how == "first corner":
        mouse.click(shown, (20.5, 20.5))
    else:
        mouse.double(shown, (60, 50))

    ((tool, points),) = shapes
    assert (tool, len(points)) == ("polygon", 3)
    assert points[1] == pytest.approx((20, 80), abs=0.5)


def test_two_corners_are_no_polygon(shown, shapes, mouse, qtbot):
    shown.set_tool("polygon")
    mouse.click(shown, (20, 20))
    mouse.click(shown, (20, 80))
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Return)

    assert shapes == []


def test_escape_drops_a_polygon(shown, shapes, mouse, qtbot):
    shown.set_tool("polygon")
    for spot in ((20, 20), (20, 80), (60, 50)):
        mouse.click(shown, spot)
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Escape)
    qtbot.keyClick(shown.viewport, Qt.Key.Key_Return)

    assert shapes == []
    assert shown.tool == "polygon"


def test_freehand_follows_the_mouse(shown, shapes, mouse):
    shown.set_tool("freehand")
    mouse.drag(shown, (20, 20), (20, 80), (60, 80), (60, 20))

    ((tool, points),) = shapes
    assert (tool, len(points)) == ("freehand", 4)


def test_a_line_is_drawn_and_a_click_is_told(shown, shapes, mouse):
    shown.set_tool("line")
    mouse.drag(shown, (20, 20), (60, 80))
    shown.set_tool("click")
    mouse.click(shown, (30, 30))

    assert [(tool, len(points)) for tool, points in shapes] == [
        ("line", 2),
        ("click", 1),
    ]


@pytest.mark.parametrize(
    ("scale", "size", "text"),
    [(1.0, 7.3, "1 µm"), (8.0, 0.2, "2 nm"), (0.1, None, "1000 px")],
)
def test_the_scale_bar_has_a_round_length(scale, size, text):
    view = View(width=900, height=700, scale=scale, center=Spot(0, 0))

    length, written = scale_bar(view, size)
    assert written == text
    assert 900 / 5 / 2.6 < length <= 900 / 5
