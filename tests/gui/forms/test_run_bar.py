"""Run, Cancel, and what is said about the images."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from feretlab.gui.controllers.analysis import Advance, AnalysisRunner
from feretlab.gui.forms.run_bar import RunBar, duration
from feretlab.gui.session.entries import State
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs


class _Runner(AnalysisRunner):
    """A runner that only notes what it is asked for."""

    def __init__(self, session):
        super().__init__(session, Micrographs(), Jobs())
        self.asked = []

    def run(self, keys):
        self.asked.append(list(keys))

    def pretend(self, advance):
        self._current = ("key", None)
        self._advance = advance
        self.advanced.emit(advance)


@pytest.fixture
def make(qtbot):
    def make(session):
        runner = _Runner(session)
        bar = RunBar(session, runner)
        qtbot.addWidget(bar)
        return bar, runner

    return make


def test_without_images_it_says_where_to_get_them(make):
    bar, _ = make(Session())

    assert "Drop micrographs" in bar.status.text()
    assert not bar.run_button.isEnabled()


def test_one_selected_or_all_images_are_run(analysed, make):
    bar, runner = make(analysed)
    keys = [entry.key for entry in analysed.entries]
    bar.set_selected(lambda: keys[1:])
    bar.run_button.click()
    bar.selected_action.trigger()
    bar.all_button.click()

    assert runner.asked == [keys[:1], keys[1:], keys]


def test_results_of_another_recipe_are_told(analysed, make):
    bar, _ = make(analysed)
    assert bar.status.text() == "All 2 images have their results."
    analysed.set_recipe(analysed.recipe.model_copy(update={"threshold": 0.3}))

    assert bar.status.text() == "Analysed with another recipe: 2 of 2 images."


def test_failures_are_told_as_long_as_the_list_shows_them(analysed, make, qtbot):
    bar, _ = make(analysed)
    (key,) = analysed.add_files([Path("/data/c.tif")])
    assert bar.status.text() == "Not analysed yet: 1 of 3 images."
    analysed.update(key, state=State.FAILED)
    qtbot.waitUntil(lambda: bar.status.text() == "1 failed: see the list.")
    analysed.update(key, state=State.WAITING)
    qtbot.waitUntil(lambda: bar.status.text().startswith("Not analysed yet: 1 of 3"))


def test_progress_is_told_with_the_time_left(analysed, make):
    bar, runner = make(analysed)
    runner.pretend(
        Advance(done=1, total=3, share=0.5, name="b", note="segment", seconds_left=90)
    )

    assert bar.status.text() == "Image 2 of 3: b · segment · 2 min left"
    assert bar.bar.value() == 500
    assert bar.run_button.isHidden()
    assert not bar.cancel_button.isHidden()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (59, "59 s"), (100, "2 min"), (5000, "1 h 23 min")],
)
def test_times_are_for_people(seconds, text):
    assert duration(seconds) == text


def test_nothing_below_moves_when_a_run_begins_and_ends(analysed, make, qtbot):
    bar, runner = make(analysed)
    page, below = QWidget(), QLabel("Recipe")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(bar)
    column.addWidget(below, 1)
    page.resize(430, 300)
    page.show()
    assert bar.status.text() == "All 2 images have their results."
    top = below.y()
    runner.pretend(Advance(total=2, name="a", note="segment: finding particles"))
    column.activate()

    assert bar.bar.isVisible()
    assert below.y() == top
