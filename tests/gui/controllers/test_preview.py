"""What other parameters would find, from maps that are kept."""

import numpy as np
import pytest

from feretlab.core.micrograph import PixelSize
from feretlab.core.progress import SILENT
from feretlab.core.segmentation import choice
from feretlab.core.segmentation.segment import Segmentation
from feretlab.gui.controllers import look_windows as module
from feretlab.gui.controllers.analysis import AnalysisRunner
from feretlab.gui.controllers.analysis_task import KeptMaps, OpenNetworks, maps_id
from feretlab.gui.controllers.looks import Looks, Seen
from feretlab.gui.controllers.preview import Preview, PreviewTask
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session

LONG = 60_000


@pytest.fixture
def found():
    """Two squares, the right one less certain."""
    probability = np.zeros((40, 75), np.float32)
    probability[10:20, 5:15] = 0.95
    probability[10:20, 50:60] = 0.6
    return Segmentation(probability=probability, mask=probability > 0.5, threshold=0.5)


@pytest.fixture
def looks():
    return Looks(Micrographs(), OpenNetworks(), KeptMaps())


def all_of(shape):
    return (0, 0, *shape)


@pytest.fixture
def recipe(analysed):
    changes = {"method": "none", "min_confidence": 0.0}
    return analysed.recipe.model_copy(update=changes)


@pytest.fixture
def analysed(analysed):
    """Its images were read, so that their size is known."""
    for entry in analysed.entries:
        analysed.update(entry.key, shape=(40, 75))
    return analysed


def test_a_window_is_given_in_the_coordinates_of_the_field(found, recipe):
    seen = Seen(
        id=("a", recipe),
        found=found,
        window=(100, 200, 140, 275),
        shape=(600, 800),
        pixel_size_nm=None,
    )
    window = (105, 240, 130, 270)
    task = PreviewTask(seen=seen, pixel_size_nm=None, recipe=recipe, window=window)
    particles = task(SILENT)

    assert particles.shape == (600, 800)
    assert particles.boxes.tolist() == [[110, 250, 120, 260]]


def test_the_newest_threshold_is_drawn(qtbot, analysed, jobs, found, recipe, looks):
    drawn = []
    looks.maps.keep(analysed.current.key, recipe, found)
    preview = Preview(analysed, jobs, looks, all_of)
    preview.shown.connect(drawn.append)
    for threshold in (0.1, 0.3, 0.8):
        changed = recipe.model_copy(update={"threshold": threshold})
        assert preview.show(changed)
    qtbot.waitUntil(lambda: bool(drawn), timeout=LONG)
    qtbot.waitUntil(lambda: not jobs.running, timeout=LONG)

    assert len(drawn[-1]) == 1


def test_only_what_is_seen_of_a_large_field_is_separated(
    qtbot, analysed, jobs, found, recipe, looks, monkeypatch
):
    monkeypatch.setattr(module, "WHOLE_PIXELS", 100)
    monkeypatch.setattr(module, "MARGIN_PX", 0)
    drawn = []
    looks.maps.keep(analysed.current.key, recipe, found)
    preview = Preview(analysed, jobs, looks, lambda _: (0, 0, 40, 30))
    preview.shown.connect(drawn.append)
    preview.show(recipe)
    qtbot.waitUntil(lambda: bool(drawn), timeout=LONG)

    assert drawn[0].boxes.tolist() == [[10, 5, 20, 15]]


@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_finished_edit_is_measured_but_for_what_is_read_only(
    analysed, jobs, found, recipe, looks, is_read_only
):
    looks.maps.keep(analysed.current.key, recipe, found)
    runner = AnalysisRunner(analysed, looks.micrographs, jobs)
    asked = []
    runner.run = lambda keys, cause: asked.append(keys)
    analysed.is_read_only = is_read_only
    Preview(analysed, jobs, looks, all_of).measure(recipe, runner)

    assert asked == ([] if is_read_only else [[analysed.current.key]])


def test_nothing_is_measured_by_itself_while_something_can_be_done_again(
    analysed, jobs, found, recipe, looks
):
    looks.maps.keep(analysed.current.key, recipe, found)
    runner = AnalysisRunner(analysed, looks.micrographs, jobs)
    asked = []
    runner.run = lambda keys, cause: asked.append(keys)
    preview = Preview(analysed, jobs, looks, all_of)
    analysed.history.undo()
    preview.measure(recipe, runner)

    assert (asked, bool(analysed.history.redo_title)) == ([], True)


@pytest.mark.parametrize("then", [None, PixelSize(20.0, 20.0)])
def test_a_look_from_before_the_pixel_size_changed_goes_by_the_new_one(
    qtbot, analysed, jobs, found, recipe, looks, then
):
    key, drawn = analysed.current.key, []
    looks.hold(
        Seen(
            id=maps_id(key, recipe),
            found=found,
            window=(0, 0, 40, 75),
            shape=(40, 75),
            pixel_size_nm=then,
        )
    )
    analysed.update(key, pixel_size_nm=(2.0, 2.0), pixel_size_source="scale bar")
    preview = Preview(analysed, jobs, looks, all_of)
    preview.shown.connect(drawn.append)
    preview.show(recipe.model_copy(update={"min_size_nm": 30.0}))  # squares of 20 nm
    qtbot.waitUntil(lambda: bool(drawn), timeout=LONG)

    assert len(drawn[-1]) == 0


def test_what_was_seen_in_a_file_before_it_was_read_again_is_not_shown(
    analysed, found, recipe, looks
):
    entry = analysed.current
    finding, window = analysed.finding(entry.key), (0, 0, 40, 75)
    looks.maps.keep(entry.pixels_key, recipe, found)
    assert looks.find(entry, recipe, finding, window) is not None
    analysed.update(entry.key, rereadings=1)

    assert looks.find(analysed.current, recipe, finding, window) is None


# Before any analysis


@pytest.fixture
def opened(squares):
    """A session with an image of three squares that nobody analysed."""
    session = Session()
    (key,) = session.add_files(squares(3))
    session.update(key, shape=(96, 200))
    return session


@pytest.fixture
def trial(qtbot, opened, jobs, looks):
    """A preview of that image; ``drawn`` and ``told`` keep what it said."""
    preview = Preview(opened, jobs, looks, lambda shape: opened.seen or (0, 0, *shape))
    opened.seen = None
    preview.drawn, preview.lines = [], []
    preview.shown.connect(preview.drawn.append)
    preview.told.connect(preview.lines.append)
    preview.await_drawn = lambda: qtbot.waitUntil(
        lambda: bool(preview.drawn) and not jobs.running, timeout=LONG
    )
    return preview


def test_an_image_nobody_analysed_is_previewed_after_one_look(trial, bright_recipe):
    assert not trial.show(bright_recipe)
    trial.await_drawn()

    assert len(trial.drawn[-1]) == 3
    assert "finding particles" in trial.lines[0]
    assert trial.lines[-1] == "Preview: 3 particles in this image"


def test_after_the_look_a_threshold_is_answered_without_a_network(
    trial, bright_recipe, monkeypatch
):
    trial.show(bright_recipe)
    trial.await_drawn()
    monkeypatch.setattr(OpenNetworks, "open", None)  # would fail if it were called
    trial.drawn.clear()

    assert trial.show(bright_recipe.model_copy(update={"min_size_px": 410}))
    trial.await_drawn()
    assert len(trial.drawn[-1]) == 2


def test_a_threshold_that_moves_during_the_look_does_not_begin_it_anew(
    trial, bright_recipe, looks, monkeypatch
):
    tasks = []
    make = looks.task
    monkeypatch.setattr(looks, "task", lambda *a: tasks.append(a) or make(*a))
    for size in (0, 405, 410):
        trial.show(bright_recipe.model_copy(update={"min_size_px": size}))
    trial.await_drawn()

    assert len(tasks) == 1
    assert len(trial.drawn[-1]) == 2


@pytest.fixture
def close_view(opened, trial, monkeypatch):
    """Only the first square is seen, of a field that counts as large."""
    monkeypatch.setattr(module, "WHOLE_PIXELS", 100)
    monkeypatch.setattr(module, "MARGIN_PX", 4)
    opened.seen = (0, 0, 96, 50)


def test_only_what_is_seen_is_shown_to_the_network(
    opened, trial, close_view, bright_recipe, looks
):
    trial.show(bright_recipe)
    trial.await_drawn()

    assert [box[:2] for box in trial.drawn[-1].boxes.tolist()] == [[30, 10]]
    assert trial.lines[-1] == "Preview: 1 particle in what is seen"
    assert looks.maps.find(opened.current.key, bright_recipe) is None


def test_the_preview_follows_the_view(opened, trial, close_view, bright_recipe):
    trial.show(bright_recipe)
    trial.await_drawn()
    trial.drawn.clear()
    opened.seen = (0, 50, 96, 95)
    trial.follow()
    trial.await_drawn()

    assert [box[:2] for box in trial.drawn[-1].boxes.tolist()] == [[30, 55]]


def test_a_look_at_what_is_no_longer_seen_is_cancelled(
    opened, trial, close_view, bright_recipe, jobs
):
    trial.show(bright_recipe)
    (job,) = jobs.running
    trial.move()
    assert not job.is_cancelled
    opened.seen = (0, 50, 96, 95)
    trial.move()

    assert job.is_cancelled


def test_a_look_at_much_more_than_is_seen_now_is_cancelled(
    opened, trial, bright_recipe, jobs, monkeypatch
):
    monkeypatch.setattr(module, "WHOLE_PIXELS", 100)
    monkeypatch.setattr(module, "MARGIN_PX", 0)
    trial.show(bright_recipe)
    (job,) = jobs.running
    opened.seen = (10, 0, 90, 180)
    trial.move()
    assert not job.is_cancelled
    opened.seen = (20, 0, 60, 60)
    trial.move()

    assert job.is_cancelled


def test_scale_and_polarity_are_chosen_once_an_image(
    opened, trial, close_view, bright_recipe, monkeypatch
):
    calls = []
    choose = choice.choose
    monkeypatch.setattr(choice, "choose", lambda *a: calls.append(a) or choose(*a))
    trial.show(bright_recipe)
    trial.await_drawn()
    trial.drawn.clear()
    opened.seen = (0, 50, 96, 95)
    trial.follow()
    trial.await_drawn()

    assert len(calls) == 1


def test_an_analysis_needs_no_network_after_a_look_at_all(
    qtbot, opened, trial, bright_recipe, looks, jobs
):
    trial.show(bright_recipe)
    trial.await_drawn()
    kept = looks.maps.find(opened.current.key, bright_recipe)
    opened.set_recipe(bright_recipe)
    runner = AnalysisRunner(opened, looks.micrographs, jobs)
    runner.maps = looks.maps
    runner.run([opened.current.key])
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)

    assert looks.maps.find(opened.current.key, bright_recipe) is kept
    assert opened.current.particle_count == 3


def test_a_network_that_is_none_is_told_in_one_line(trial, bright_recipe):
    trial.show(bright_recipe.model_copy(update={"model": "no such network"}))
    trial.await_drawn()

    assert trial.lines[-1].startswith("No preview: ")
    assert "no such network" in trial.lines[-1]
    assert trial.drawn[-1] is None


def test_another_image_ends_the_preview(opened, trial, bright_recipe):
    trial.show(bright_recipe)
    trial.await_drawn()
    opened.show(None)

    assert trial.drawn[-1] is None
    assert trial.lines[-1] == ""


def test_an_edit_that_came_to_nothing_keeps_the_preview(opened, trial, bright_recipe):
    opened.set_recipe(bright_recipe)
    trial.show(bright_recipe.model_copy(update={"min_size_px": 410}))
    trial.await_drawn()
    trial.drawn.clear()
    trial.rest(opened.recipe)
    trial.await_drawn()

    assert len(trial.drawn[-1]) == 3
