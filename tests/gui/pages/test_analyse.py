"""The page Analyse, with a real network on small micrographs."""

import pytest
from PySide6.QtCore import QObject, Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.canvas.view import View
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections import CorrectionApplier
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.pages.analyse import AnalysePage
from feretlab.gui.session.entries import State
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs

LONG = 200_000


class Canvas(QObject):
    """What the page needs of the canvas: a view, and a place to draw previews."""

    view_changed = Signal(object)
    shown = Signal(object)

    def __init__(self, errors):
        super().__init__()
        self.errors = errors
        self.drawn = []
        self.view = View(width=320, height=192).on(0, 0, 96, 200)
        self.show_preview = self.drawn.append
        self.revealed = []
        self.reveal = self.revealed.append


@pytest.fixture
def context(qtbot, tmp_path):
    jobs = Jobs()
    errors = []
    yield Context(
        session=Session(),
        looks=Looks(Micrographs()),
        preferences=Preferences(tmp_path / "gui.json"),
        jobs=jobs,
        canvas=Canvas(errors),
        show_error=lambda what, error: errors.append((what, error)),
    )
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def page(qtbot, context, bright_model):
    context.session.set_recipe(
        AnalyzeParameters(model=str(bright_model), scale=1, invert="no", resamples=100)
    )
    page = AnalysePage(context)
    qtbot.addWidget(page)
    return page


@pytest.fixture
def files(squares):
    """Two micrographs with two and three bright squares."""
    return squares(2, 3)


def test_running_all_finds_the_particles_of_every_image(qtbot, context, page, files):
    keys = context.session.add_files(files)

    page.run_bar.run_all()
    qtbot.waitUntil(lambda: not page.runner.is_running, timeout=LONG)

    entries = [context.session.entry(key) for key in keys]
    assert [entry.state for entry in entries] == [State.DONE, State.DONE]
    assert [entry.particle_count for entry in entries] == [2, 3]


def test_results_can_be_exported_as_long_as_any_image_has_some(
    qtbot, context, page, files, make_finding
):
    session, button = context.session, page.export_button
    keys = session.add_files(files)
    assert not button.isEnabled()
    session.put_finding(keys[1], make_finding(session.entry(keys[1]).name, [10]))
    qtbot.waitUntil(button.isEnabled)
    session.put_finding(keys[1], None)
    qtbot.waitUntil(lambda: not button.isEnabled())


def test_many_changes_are_counted_once(
    qtbot, context, page, files, make_finding, monkeypatch
):
    session, calls, count = context.session, [], page.shown.count
    monkeypatch.setattr(page.shown, "count", lambda: calls.append(0) or count())
    (key, _) = session.add_files(files)
    for _ in range(20):
        session.put_finding(key, make_finding("field0", [10, 20]))
    assert calls == []
    qtbot.waitUntil(lambda: page.count.text() == "2 particles")

    assert len(calls) == 1


def test_a_network_that_is_none_is_shown_once(qtbot, context, page, files):
    context.session.add_files(files)
    context.session.set_recipe(AnalyzeParameters(model="no such network"))

    page.run_bar.run_all()
    qtbot.waitUntil(lambda: bool(context.canvas.errors), timeout=LONG)

    assert "no such network" in str(context.canvas.errors[0][1])
    assert not page.runner.is_running


@pytest.fixture
def analysed_page(qtbot, context, page, files):
    context.session.add_files(files)
    page.run_bar.run_all()
    qtbot.waitUntil(lambda: not page.runner.is_running, timeout=LONG)
    return page


def test_a_finished_edit_measures_the_shown_image_anew(qtbot, context, analysed_page):
    session = context.session
    recipe = session.recipe.model_copy(update={"min_size_px": 420})
    session.set_recipe(recipe)
    qtbot.waitUntil(lambda: not analysed_page.runner.is_running, timeout=LONG)

    assert session.finding(session.current.key).recipe == recipe
    assert session.current.particle_count == 1


def test_what_was_measured_by_itself_is_undone_with_its_edit(
    qtbot, context, analysed_page
):
    session = context.session
    key, before = session.current.key, session.recipe
    first = session.finding(key)
    session.set_recipe(before.model_copy(update={"min_size_px": 420}))
    qtbot.waitUntil(lambda: not analysed_page.runner.is_running, timeout=LONG)
    second = session.finding(key)
    session.give_pixel_size([session.entries[1].key], 3.0)

    session.history.undo()
    assert session.history.undo_title == "change the recipe"
    session.history.undo()
    assert (session.finding(key), session.recipe) == (first, before)
    session.history.redo()
    session.history.redo()
    assert (session.finding(key), session.entries[1].given_size_nm) == (second, 3.0)
    assert not analysed_page.runner.is_running


def test_without_live_preview_nothing_is_measured(context, analysed_page):
    session = context.session
    analysed_page.live.setChecked(False)
    session.set_recipe(session.recipe.model_copy(update={"min_size_px": 420}))

    assert not analysed_page.runner.is_running
    assert "another recipe" in analysed_page.run_bar.status.text()


def test_parameters_of_an_image_nobody_analysed_are_tried_at_once(
    qtbot, context, page, files
):
    (key, _) = context.session.add_files(files)
    context.session.update(key, shape=(96, 200))
    page.recipe.edited.emit(context.session.recipe)
    qtbot.waitUntil(lambda: "2 particles" in page.tried.text(), timeout=LONG)
    page.recipe.edited.emit(
        context.session.recipe.model_copy(update={"min_size_px": 420})
    )
    qtbot.waitUntil(lambda: "1 particle " in page.tried.text(), timeout=LONG)

    assert len(context.canvas.drawn[-1]) == 1
    assert context.session.finding(key) is None


def test_a_finished_edit_keeps_the_preview_of_an_image_nobody_analysed(
    qtbot, context, page, files
):
    (key, _) = context.session.add_files(files)
    context.session.update(key, shape=(96, 200))
    recipe = context.session.recipe.model_copy(update={"min_size_px": 420})
    page.recipe.edited.emit(recipe)
    context.session.set_recipe(recipe)
    qtbot.waitUntil(lambda: "1 particle " in page.tried.text(), timeout=LONG)

    assert not page.runner.is_running


def test_a_restored_result_is_measured_anew_after_one_look(
    qtbot, context, analysed_page
):
    session = context.session
    key = session.current.key
    analysed_page.runner.maps.keep_only(set())  # as after opening a project
    recipe = session.recipe.model_copy(update={"min_size_px": 420})
    analysed_page.recipe.edited.emit(recipe)
    session.set_recipe(recipe)
    qtbot.waitUntil(lambda: session.finding(key).recipe == recipe, timeout=LONG)

    assert session.current.particle_count == 1


def test_another_page_ends_the_preview(qtbot, context, page, files):
    (key, _) = context.session.add_files(files)
    context.session.update(key, shape=(96, 200))
    page.show()
    page.recipe.edited.emit(context.session.recipe)
    qtbot.waitUntil(lambda: "2 particles" in page.tried.text(), timeout=LONG)
    page.hide()

    assert page.tried.text() == ""
    assert context.canvas.drawn[-1] is None


def test_what_is_shown_is_counted(qtbot, context, analysed_page):
    count = analysed_page.count
    analysed_page.shown.set_scope("all")
    qtbot.waitUntil(lambda: count.text() == "5 particles")
    context.session.set_filters({"area_px": (410, 1e300)})

    qtbot.waitUntil(lambda: count.text() == "3 of 5 particles")


def test_everything_is_written(qtbot, context, analysed_page, tmp_path):
    lines = []
    context.session.logged.connect(lines.append)
    analysed_page.export(tmp_path / "results")
    qtbot.waitUntil(lambda: bool(lines), timeout=LONG)

    assert (tmp_path / "results" / "report.pdf").is_file()
    assert context.canvas.errors == []


def test_what_is_odd_about_an_export_is_told_as_the_window_has_it(
    qtbot, context, analysed_page, tmp_path
):
    session, lines = context.session, []
    session.logged.connect(lines.append)
    key = session.entries[0].key
    session.give_pixel_size([key], 2.0)
    CorrectionApplier(session, context.micrographs, context.jobs).apply(key)
    analysed_page.export(tmp_path / "results")
    qtbot.waitUntil(
        lambda: any("Results are in" in line for line in lines), timeout=LONG
    )

    (odd,) = (line for line in lines if "without a pixel size" in line)
    assert odd.endswith("give the size with Image » Calibrate.")


def test_an_export_that_is_cancelled_is_told_to_be_a_part(
    qtbot, context, analysed_page, tmp_path
):
    lines = []
    context.session.logged.connect(lines.append)
    analysed_page.export(tmp_path / "results")
    context.jobs.cancel_lasting()
    qtbot.waitUntil(lambda: bool(lines), timeout=LONG)

    assert "results was cancelled: what is there may be a part" in lines[0]


def test_a_folder_that_cannot_be_written_is_told(
    qtbot, context, analysed_page, tmp_path
):
    (tmp_path / "results").write_text("a file", "utf-8")
    analysed_page.export(tmp_path / "results")
    qtbot.waitUntil(lambda: bool(context.canvas.errors), timeout=LONG)

    assert "results" in str(context.canvas.errors[0][1])


def test_a_missing_file_is_told_and_marked_where_all_is_to_be_written(
    qtbot, context, analysed_page, tmp_path
):
    entry = context.session.current
    entry.path.unlink()
    analysed_page.export(tmp_path / "results")
    qtbot.waitUntil(lambda: bool(context.canvas.errors), timeout=LONG)

    assert entry.path.name in str(context.canvas.errors[0][1])
    assert context.session.current.state == State.MISSING


def test_filters_and_plot_are_made_when_they_are_looked_at(analysed_page):
    assert analysed_page.distribution is None
    analysed_page.tabs.setCurrentIndex(3)

    assert analysed_page.distribution is not None
