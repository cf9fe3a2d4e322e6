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
