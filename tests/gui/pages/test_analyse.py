"""The page Analyse, with a real network on small micrographs."""

from types import SimpleNamespace

import numpy as np
import pytest
import tifffile

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.context import Context
from feretlab.gui.pages.analyse import AnalysePage
from feretlab.gui.session.entries import State
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs

LONG = 200_000


@pytest.fixture
def context(qtbot):
    jobs = Jobs()
    errors = []
    yield Context(
        session=Session(),
        micrographs=Micrographs(),
        jobs=jobs,
        canvas=SimpleNamespace(show_preview=lambda _: None, errors=errors),
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
def files(tmp_path):
    """Two micrographs with two and three bright squares."""
    paths = []
    for index, count in enumerate((2, 3)):
        pixels = np.full((96, 160), 30, np.uint8)
        for number in range(count):
            left = 10 + 45 * number
            pixels[30:50, left : left + 20 + 2 * number] = 220
        paths.append(tmp_path / f"field{index}.tif")
        tifffile.imwrite(paths[-1], pixels)
    return paths


def test_running_all_finds_the_particles_of_every_image(qtbot, context, page, files):
    keys = context.session.add_files(files)

    page.run_bar.run_all()
    qtbot.waitUntil(lambda: not page.runner.is_running, timeout=LONG)

    entries = [context.session.entry(key) for key in keys]
    assert [entry.state for entry in entries] == [State.DONE, State.DONE]
    assert [entry.particle_count for entry in entries] == [2, 3]


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
    session.history.undo()
    qtbot.waitUntil(lambda: not analysed_page.runner.is_running, timeout=LONG)
    assert session.current.particle_count == 2


def test_without_live_preview_nothing_is_measured(context, analysed_page):
    session = context.session
    analysed_page.live.setChecked(False)
    session.set_recipe(session.recipe.model_copy(update={"min_size_px": 420}))

    assert not analysed_page.runner.is_running
    assert "another recipe" in analysed_page.run_bar.status.text()


def test_what_is_shown_is_counted(context, analysed_page):
    analysed_page.shown.set_scope("all")
    assert analysed_page.count.text() == "5 particles"
    context.session.set_filters({"area_px": (410, 1e300)})

    assert analysed_page.count.text() == "3 of 5 particles"


def test_everything_is_written(qtbot, context, analysed_page, tmp_path):
    lines = []
    context.session.logged.connect(lines.append)
    analysed_page.export(tmp_path / "results")
    qtbot.waitUntil(lambda: bool(lines), timeout=LONG)

    assert (tmp_path / "results" / "report.pdf").is_file()
    assert context.canvas.errors == []


def test_a_folder_that_cannot_be_written_is_told(
    qtbot, context, analysed_page, tmp_path
):
    (tmp_path / "results").write_text("a file", "utf-8")
    analysed_page.export(tmp_path / "results")
    qtbot.waitUntil(lambda: bool(context.canvas.errors), timeout=LONG)

    assert "results" in str(context.canvas.errors[0][1])


def test_filters_and_plot_are_made_when_they_are_looked_at(analysed_page):
    assert analysed_page.distribution is None
    analysed_page.tabs.setCurrentIndex(3)

    assert analysed_page.distribution is not None
