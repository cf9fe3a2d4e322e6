"""Choosing particles with the mouse, and seeing what was chosen elsewhere."""

from PySide6.QtCore import Qt

from feretlab.gui.canvas.view import Spot

SPOTS = [(20, 20), (20, 110), (90, 20)]


def test_a_click_selects_and_a_click_beside_deselects(found, session, mouse):
    mouse.click(found, SPOTS[1])
    assert session.selection == {1}

    mouse.click(found, (60, 60))
    assert session.selection == frozenset()


def test_ctrl_adds_and_takes_away(found, session, mouse):
    ctrl = Qt.KeyboardModifier.ControlModifier
    mouse.click(found, SPOTS[0])
    mouse.click(found, SPOTS[2], ctrl)
    assert session.selection == {0, 2}

    mouse.click(found, SPOTS[0], ctrl)
    assert session.selection == {2}


def test_shift_spans_a_rectangle(found, session, mouse):
    mouse.drag(found, (5, 5), (115, 50), modifier=Qt.KeyboardModifier.ShiftModifier)

    assert session.selection == {0, 2}


def test_a_drag_pans_and_selects_nothing(found, session, mouse):
    before = found.view.center
    mouse.drag(found, SPOTS[0], (30, 60), (40, 90))

    assert session.selection == frozenset()
    assert found.view.center != before


def test_what_filters_hide_is_not_met(found, session, mouse):
    session.set_filters({"area_px": (500, 900)})
    mouse.click(found, SPOTS[0])

    assert session.selection == frozenset()


def test_a_double_click_zooms_to_the_particle(found, mouse):
    mouse.double(found, SPOTS[1])

    assert found.view.center == (20, 110)
    assert found.view.scale > 5


def test_a_selection_made_elsewhere_is_drawn(found, session):
    before = found.viewport.grab().toImage()
    session.select([2])

    assert found.viewport.grab().toImage() != before


def test_escape_deselects_and_another_tool_does_not(found, session, mouse, qtbot):
    mouse.click(found, SPOTS[1])
    found.set_tool("ruler")
    assert session.selection == {1}

    found.set_tool("select")
    qtbot.keyClick(found.viewport, Qt.Key.Key_Escape)
    assert session.selection == frozenset()


def test_under_the_mouse_place_value_and_size_are_told(found, mouse):
    mouse.move(found, (15.5, 105.5))

    assert found._place.text() == "row 15, column 105   value 15"
    assert found._particle.text().startswith("#2   min Feret 20 px   ECD 22.57 px")


def test_a_particle_out_of_sight_is_moved_into_the_middle(found):
    scale = 8 / found.view.scale
    found.set_view(found.view.on(0, 0, 120, 200).zoomed(scale, 0, 0))
    before = found.view
    found.reveal(1)
    assert found.view.center == Spot(20, 110)
    assert found.view.scale == before.scale

    found.reveal(1)
    assert found.view.center == Spot(20, 110)
