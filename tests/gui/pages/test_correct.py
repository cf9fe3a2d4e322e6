"""The page Correct with a real canvas, by mouse and keys."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from feretlab.core.particles import Particles
from feretlab.core.training.dataset import find_scenes
from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.canvas.view import Spot
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections import CorrectionApplier, blank_finding
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.pages.correct import CorrectPage
from feretlab.gui.pages.correct_deeds import DEEDS
from feretlab.gui.session.entries import State
from feretlab.gui.session.findings import with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs

CORNERS = [(10, 10), (10, 60), (10, 82)]
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """Canvas and page side by side, three squares of 20 px at `CORNERS`."""

    def __init__(self, qtbot, path):
        self.qtbot = qtbot
        self.session, self.jobs, self.errors = Session(), Jobs(), []
        micrographs = Micrographs()
        self.canvas = Canvas(self.session, micrographs, self.jobs)
        context = Context(
            session=self.session,
            looks=Looks(micrographs),
            preferences=Preferences(path.with_name("gui.json")),
            jobs=self.jobs,
            canvas=self.canvas,
            show_error=lambda what, error: self.errors.append((what, error)),
        )
        self.applier = CorrectionApplier(self.session, micrographs, self.jobs)
        self.page = CorrectPage(context)
        self.window = QWidget()
        layout = QHBoxLayout(self.window)
        layout.addWidget(self.canvas, 2)
        layout.addWidget(self.page, 1)
        qtbot.addWidget(self.window)
        self.window.resize(1000, 640)
        self.window.show()
        with qtbot.waitSignal(self.canvas.shown):
            (self.key,) = self.session.add_files([path])
        qtbot.waitExposed(self.window)

    def analyse(self, corners=CORNERS):
        micrograph = self.canvas.micrograph
        blank = blank_finding(micrograph, "one", self.session.recipe)
        masks = [np.ones((20, 20), bool)] * len(corners)
        particles = Particles.from_masks(masks, corners, micrograph.shape)
        corrections = self.session.corrections(self.key)
        finding = with_corrections(
            micrograph, blank.facts, blank.recipe, "", particles, corrections
        )
        self.session.put_finding(self.key, finding)
        self.settle()

    def settle(self):
        """Wait until what was wanted is measured and drawn."""
        self.qtbot.waitUntil(lambda: not self.jobs.running)

    @property
    def areas(self):
        return sorted(self.session.finding(self.key).table["area_px"].tolist())

    def key_press(self, key):
        self.qtbot.keyClick(self.canvas.viewport, key)

    def click(self, spot):
        x, y = self.canvas.view.to_window(Spot(*spot))
        point = QPoint(round(x), round(y))
        self.qtbot.mouseClick(self.canvas.viewport, LEFT, pos=point)

    def stroke(self, *spots):
        gesture = self.canvas.viewport.gesture
        gesture.press(self._pointer(spots[0]))
        for spot in spots[1:]:
            gesture.drag(self._pointer(spot))
        gesture.release(self._pointer(spots[-1]))

    def _pointer(self, spot):
        from feretlab.gui.canvas.gesture import Pointer

        view = self.canvas.view
        x, y = view.to_window(Spot(*spot))
        return Pointer(spot=Spot(*spot), x=x, y=y, scale=view.scale)


@pytest.fixture
def empty_desk(qtbot, tmp_path):
    path = tmp_path / "one.tif"
    pixels = np.full((100, 120), 50, np.uint8)
    pixels[60:80, 60:80] = 200
    tifffile.imwrite(path, pixels)
    desk = Desk(qtbot, path)
    yield desk
    desk.jobs.cancel_all()
    assert desk.jobs.wait()


@pytest.fixture
def desk(empty_desk):
    empty_desk.analyse()
    return empty_desk


@pytest.fixture
def clicking(empty_desk, bright_recipe):
    """The desk with a fast network and the tool that looks into its maps."""
    empty_desk.session.set_recipe(bright_recipe)
    empty_desk.analyse()
    empty_desk.key_press(Qt.Key.Key_W)
    return empty_desk


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


def test_a_click_adds_what_the_network_sees_as_one_change(clicking):
    clicking.click((70, 70))
    assert "Looking" in clicking.page.message.text()
    clicking.settle()
    assert clicking.areas == pytest.approx([400] * 4, rel=0.05)
    assert clicking.page.message.text() == ""

    clicking.session.history.undo()
    clicking.settle()
    assert len(clicking.areas) == 3


def test_two_clicks_on_one_particle_add_it_once(clicking):
    clicking.click((70, 70))
    clicking.click((66, 66))
    clicking.settle()

    assert len(clicking.areas) == 4


def test_a_click_where_the_network_sees_nothing_says_so(clicking):
    clicking.click((90, 20))
    clicking.settle()

    assert "sees no particle there" in clicking.page.message.text()
    assert clicking.page.message.property("bad")
    assert len(clicking.areas) == 3


def test_a_click_without_its_network_tells_which_is_missing(clicking):
    finding = clicking.session.finding(clicking.key)
    lost = finding.recipe.model_copy(update={"model": "gone.onnx"})
    clicking.session.put_finding(clicking.key, replace(finding, recipe=lost))
    clicking.click((70, 70))
    clicking.settle()

    assert "gone.onnx" in str(clicking.errors[0][1])


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


def test_outlines_are_saved_as_training_data(desk, tmp_path):
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    (scene,) = find_scenes([tmp_path / "set"])
    assert len(np.unique(scene.read()[1])) == 4
    assert "Saved 3 outlines of 1 image in" in desk.page.message.text()


def test_only_corrected_images_are_saved_where_that_is_wanted(desk, tmp_path):
    choice = desk.page.save.choices["corrected"]
    assert choice.text() == "Of corrected images (0)…"
    assert not choice.isEnabled()

    desk.session.select([0])
    desk.page.buttons["delete"].click()
    desk.settle()
    assert choice.text() == "Of corrected images (1)…"
    desk.page.save.save_to(tmp_path / "set", "corrected")
    desk.settle()
    assert "Saved 2 outlines of 1 image" in desk.page.message.text()


def test_what_a_tool_says_goes_with_the_tool(desk):
    desk.key_press(Qt.Key.Key_P)
    assert "click its corners" in desk.page.message.text()
    desk.key_press(Qt.Key.Key_S)

    assert desk.page.message.text() == ""


def test_a_folder_that_cannot_be_written_is_shown(desk, tmp_path):
    (tmp_path / "set").write_text("")
    desk.page.save.save_to(tmp_path / "set")
    desk.settle()

    assert "Saving training data" in str(desk.errors[0][1])


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.id)
def test_every_button_tells_its_key_and_what_it_does(desk, deed):
    tip = desk.page.buttons[deed.id].toolTip()

    assert deed.key in tip
    assert deed.help.endswith(".")


@pytest.fixture
def outdated(desk):
    """The desk after an analysis that no longer finds the particle excluded before."""
    for index, reason in enumerate(("dust", "blurred")):
        desk.session.select([index])
        desk.page.reason.setEditText(reason)
        desk.page.buttons["exclude"].click()
        desk.settle()
    desk.analyse(CORNERS[1:])
    return desk


def test_where_all_corrections_apply_no_list_is_shown(desk):
    desk.session.select([0])
    desk.page.buttons["exclude"].click()
    desk.settle()

    assert not desk.page.missed.isVisible()


def test_corrections_that_no_longer_apply_are_listed_with_their_place(outdated):
    box = outdated.page.missed

    assert box.isVisible()
    assert box.title() == "No longer apply (1)"
    row = box.list.item(0)
    assert row.text().startswith("exclude (dust) at x ")
    box.list.itemClicked.emit(row)
    y, x = outdated.canvas.view.center
    assert 10 <= y < 30
    assert 10 <= x < 30


def test_what_no_longer_applies_is_forgotten_undoably(outdated):
    box = outdated.page.missed
    box.forget.click()
    outdated.settle()
    assert not box.isVisible()
    assert [each.text for each in outdated.session.corrections(outdated.key).items] == [
        "blurred"
    ]
    assert outdated.session.finding(outdated.key).excluded == ("blurred", "")

    outdated.session.history.undo()
    outdated.settle()
    assert box.isVisible()
