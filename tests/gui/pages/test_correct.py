"""The page Correct with a real canvas, by mouse and keys."""

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import Qt

from feretlab.gui.pages.correct_deeds import DEEDS
from feretlab.gui.session.entries import State
from feretlab.gui.session.file_stamps import seen_at


def test_in_a_read_only_project_no_tool_is_taken_and_nothing_changes(desk):
    refused = []
    desk.session.refused.connect(refused.append)
    desk.session.is_read_only = True
    desk.click((20, 20))
    desk.key_press(Qt.Key.Key_Delete)
    desk.page.buttons["outline"].click()
    desk.settle()

    assert desk.areas == [400] * 3
    assert refused == ["Delete", "Outline"]
    assert not desk.page.buttons["outline"].isChecked()


def test_a_selected_particle_is_deleted_by_key_and_comes_back(desk):
    desk.click((20, 20))
    desk.key_press(Qt.Key.Key_Delete)
    desk.settle()
    assert desk.areas == [400, 400]
    assert "1 deleted" in desk.page.counts.text()

    desk.session.history.undo()
    desk.settle()
    assert desk.areas == [400] * 3
    assert "No outline or class was corrected" in desk.page.counts.text()


def test_to_press_del_twice_deletes_once(desk):
    desk.click((20, 20))
    desk.key_press(Qt.Key.Key_Delete)
    desk.key_press(Qt.Key.Key_Delete)
    desk.settle()
    assert not any(desk.session.finding(desk.key).missed)

    desk.session.history.undo()
    desk.settle()
    assert desk.areas == [400] * 3


def test_a_key_that_is_held_does_its_deed_once(desk):
    assert not any(shortcut.autoRepeat() for shortcut in desk.page._shortcuts)


def test_particles_are_selected_while_an_undo_is_still_measured(desk):
    desk.click((20, 20))
    desk.key_press(Qt.Key.Key_Delete)
    desk.settle()
    desk.session.history.undo()
    desk.session.select([0])

    assert "1 deleted" in desk.page.counts.text()
    desk.settle()


def test_a_polygon_is_clicked_and_closed_by_enter(desk):
    desk.key_press(Qt.Key.Key_P)
    for spot in ((60, 10), (60, 40), (90, 40), (90, 10)):
        desk.click(spot)
    desk.key_press(Qt.Key.Key_Return)
    desk.settle()

    assert desk.areas[-1] == pytest.approx(900, rel=0.05)


def test_a_particle_is_drawn_freehand(desk):
    desk.key_press(Qt.Key.Key_A)
    desk.stroke((60, 10), (60, 40), (90, 40), (90, 10))
    desk.settle()

    assert desk.areas[-1] == 900


def test_a_click_adds_what_stands_out_by_grey(desk):
    desk.key_press(Qt.Key.Key_G)
    desk.click((70, 70))
    desk.settle()

    assert len(desk.areas) == 4
    assert desk.areas[0] == pytest.approx(400, rel=0.05)


def test_a_line_splits_the_particle_it_crosses(desk):
    desk.page.buttons["split"].click()
    assert desk.canvas.tool == "line"
    desk.stroke((5, 20), (35, 20))
    desk.settle()

    assert desk.areas == [200, 200, 400, 400]


def test_selected_particles_are_merged(desk):
    desk.session.select([1, 2])
    desk.key_press(Qt.Key.Key_M)
    desk.settle()

    assert len(desk.areas) == 2


def test_reshaping_needs_one_particle_and_says_so(desk):
    desk.key_press(Qt.Key.Key_R)
    assert "Select the one particle" in desk.page.message.text()
    assert desk.canvas.tool == "select"

    desk.session.select([0])
    desk.key_press(Qt.Key.Key_R)
    desk.stroke((15, 25), (15, 40), (25, 40), (25, 25))
    desk.settle()
    assert desk.areas == [400, 400, 500]


def test_what_was_drawn_is_selected(desk):
    desk.key_press(Qt.Key.Key_A)
    desk.stroke((60, 10), (60, 40), (90, 40), (90, 10))
    desk.settle()

    assert desk.session.selection == {3}


def test_what_was_classified_stays_selected(desk):
    desk.session.select([1])
    desk.page.class_name.setEditText("rod")
    desk.page.buttons["class"].click()
    desk.settle()

    assert desk.session.selection == {1}


def test_class_and_reason_are_written_in_the_page(desk):
    desk.session.select([0])
    desk.page.class_name.setEditText("rod")
    desk.page.buttons["class"].click()
    desk.settle()
    desk.session.select([1])
    desk.page.reason.setEditText("dust")
    desk.page.buttons["exclude"].click()
    desk.settle()

    finding = desk.session.finding(desk.key)
    assert finding.particles.classes == ["rod", "particle", "particle"]
    assert finding.excluded == ("", "dust", "")
    assert desk.page.class_name.findText("rod") >= 0
    assert "1 excluded" in desk.page.counts.text()


def test_what_cannot_be_done_is_told_in_the_page(desk):
    desk.page.buttons["merge"].click()

    assert "two or more" in desk.page.message.text()
    assert desk.page.message.property("bad")


def test_typing_a_class_name_takes_no_tool(desk):
    desk.page.class_name.setEditText("")
    desk.page.class_name.lineEdit().setFocus()
    desk.qtbot.keyClicks(desk.page.class_name.lineEdit(), "pawx")

    assert desk.page.class_name.currentText() == "pawx"
    assert desk.canvas.tool == "select"


def test_escape_ends_a_tool(desk):
    desk.key_press(Qt.Key.Key_P)
    assert desk.page.buttons["outline"].isChecked()
    desk.key_press(Qt.Key.Key_Escape)

    assert not desk.page.buttons["outline"].isChecked()
    assert desk.canvas.tool == "select"


def test_a_hidden_page_takes_no_keys(desk):
    desk.page.hide()
    desk.session.select([0])
    desk.key_press(Qt.Key.Key_Delete)
    desk.settle()

    assert desk.areas == [400] * 3


def test_without_an_analysis_the_page_offers_to_draw(empty_desk):
    assert "Run the analysis" in empty_desk.page._empty.text()
    empty_desk.page.begin.click()
    empty_desk.settle()
    assert empty_desk.session.current.state == State.DRAWN
    empty_desk.key_press(Qt.Key.Key_A)
    empty_desk.stroke((60, 10), (60, 40), (90, 40), (90, 10))
    empty_desk.settle()

    assert empty_desk.areas == [900]


def test_an_image_that_cannot_be_read_is_not_offered_to_be_analysed(empty_desk):
    empty_desk.session.update(empty_desk.key, state=State.FAILED, shape=None)
    empty_desk.session.show(None)
    empty_desk.session.show(empty_desk.key)

    assert "cannot be read" in empty_desk.page._empty.text()


def test_what_is_drawn_by_hand_knows_its_file_as_it_is_shown(empty_desk):
    entry = empty_desk.session.current
    shown = seen_at(entry.path)
    tifffile.imwrite(entry.path, np.full((50, 60), 50, np.uint8))
    empty_desk.page.begin.click()
    empty_desk.settle()

    assert empty_desk.session.finding(entry.key).file == shown


def test_to_draw_all_by_hand_waits_until_the_image_is_read(empty_desk, tmp_path):
    tifffile.imwrite(tmp_path / "two.tif", np.full((50, 60), 50, np.uint8))
    (other,) = empty_desk.session.add_files([tmp_path / "two.tif"])
    empty_desk.session.show(other)
    empty_desk.page.begin.click()
    assert empty_desk.session.finding(other) is None

    empty_desk.settle()
    empty_desk.page.begin.click()
    assert empty_desk.session.finding(other).particles.shape == (50, 60)


def test_to_draw_all_by_hand_can_be_undone(empty_desk):
    session = empty_desk.session
    empty_desk.page.begin.click()
    empty_desk.settle()
    session.history.undo()
    key = session.current.key
    assert (session.finding(key), session.current.state) == (None, State.WAITING)

    session.history.redo()
    empty_desk.settle()
    assert (len(session.finding(key).particles), session.current.state) == (
        0,
        State.DRAWN,
    )


def test_no_button_is_cut_where_the_window_is_as_narrow_as_it_gets(desk):
    desk.window.resize(10, 640)
    right = desk.page.buttons["freehand"]

    desk.qtbot.waitUntil(lambda: right.visibleRegion().boundingRect() == right.rect())


def test_what_a_tool_says_goes_with_the_tool(desk):
    desk.key_press(Qt.Key.Key_P)
    assert "click its corners" in desk.page.message.text()
    desk.key_press(Qt.Key.Key_S)

    assert desk.page.message.text() == ""


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.id)
def test_every_button_tells_its_key_and_what_it_does(desk, deed):
    tip = desk.page.buttons[deed.id].toolTip()

    assert deed.key in tip
    assert deed.help.endswith(".")
