"""Results as changes: one step a run, both ways."""

import pytest

from feretlab.gui.session.analysing import RunStep, outcome_of
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import State
from feretlab.gui.session.history import Change


@pytest.fixture
def keys(analysed):
    return [entry.key for entry in analysed.entries]


def _find(session, step, key, finding):
    """Do what a run does with one image."""
    before = outcome_of(session, key)
    session.put_finding(key, finding)
    step.add(before, outcome_of(session, key))


def test_a_step_keeps_what_was_there_and_copies_nothing(analysed, keys, make_finding):
    first, second = (analysed.finding(key) for key in keys)
    step = RunStep(analysed)
    newer = [make_finding("a", [10]), make_finding("b", [40, 50, 60])]
    for key, finding in zip(keys, newer, strict=True):
        _find(analysed, step, key, finding)

    analysed.history.undo()
    assert [analysed.finding(key) for key in keys] == [first, second]
    analysed.history.redo()
    assert [analysed.finding(key) for key in keys] == newer


def test_an_image_analysed_twice_in_a_run_goes_back_to_the_first(
    analysed, keys, make_finding
):
    first, step = analysed.finding(keys[0]), RunStep(analysed)
    for widths in ([10], [10, 20]):
        _find(analysed, step, keys[0], make_finding("a", widths))

    assert analysed.history.undo_title == "analyse 1 image"
    analysed.history.undo()
    assert analysed.finding(keys[0]) is first


def test_a_step_grows_below_what_was_done_meanwhile(analysed, keys, make_finding):
    step = RunStep(analysed)
    _find(analysed, step, keys[0], make_finding("a", [10]))
    analysed.give_pixel_size([keys[1]], 3.0)
    _find(analysed, step, keys[1], make_finding("b", [10]))

    assert analysed.history.undo_title == "calibrate 1 image"
    analysed.history.undo()
    assert analysed.history.undo_title == "analyse 2 images"


def test_a_correction_undone_before_the_run_is_not_in_what_comes_back(
    analysed, keys, make_finding
):
    step = RunStep(analysed)
    _find(analysed, step, keys[1], make_finding("b", [10]))
    delete = Correction(kind="delete", at=((8, 4),))
    analysed.do(correct(analysed, keys[0], "delete", delete))
    _find(analysed, step, keys[0], make_finding("a", [10], corrections=[delete]))
    analysed.history.undo()
    asked = []
    analysed.corrections_changed.connect(asked.append)
    analysed.history.undo()

    assert asked == [keys[0]]


def test_what_follows_a_change_is_undone_with_it(analysed, keys, make_finding):
    first = analysed.finding(keys[0])
    recipe = analysed.recipe
    analysed.set_recipe(recipe.model_copy(update={"threshold": 0.7}))
    step = RunStep(analysed, analysed.recipe_change)
    newer = make_finding("a", [10])
    _find(analysed, step, keys[0], newer)
    assert analysed.history.undo_title == "change the recipe"

    analysed.history.undo()
    assert (analysed.finding(keys[0]), analysed.recipe) == (first, recipe)
    analysed.history.redo()
    assert (analysed.finding(keys[0]), analysed.recipe.threshold) == (newer, 0.7)


def test_what_follows_a_change_undone_meanwhile_is_a_step_of_its_own(
    analysed, keys, make_finding
):
    cause = Change(title="cause", redo=lambda: None, undo=lambda: None)
    analysed.history.do(cause)
    step = RunStep(analysed, cause)
    analysed.history.undo()
    _find(analysed, step, keys[0], make_finding("a", [10]))

    assert analysed.history.undo_title == "analyse 1 image"


def test_an_image_under_way_again_stays_so(analysed, keys, make_finding):
    step = RunStep(analysed)
    _find(analysed, step, keys[0], make_finding("a", [10]))
    analysed.update(keys[0], state=State.RUNNING)
    analysed.history.undo()

    assert analysed.entry(keys[0]).state == State.RUNNING


def test_a_size_given_meanwhile_counts_in_what_comes_back(analysed, keys, make_finding):
    step = RunStep(analysed)
    _find(analysed, step, keys[0], make_finding("a", [10]))
    analysed.update(keys[0], given_size_nm=4.0)
    asked = []
    analysed.corrections_changed.connect(asked.append)
    analysed.history.undo()

    assert asked == [keys[0]]
