"""What other parameters would find, from maps that are kept."""

import numpy as np
import pytest

from feretlab.core.progress import SILENT
from feretlab.core.segmentation.segment import Segmentation
from feretlab.gui.controllers import preview as module
from feretlab.gui.controllers.analysis_task import KeptMaps
from feretlab.gui.controllers.preview import Preview, PreviewTask
from feretlab.gui.worker import Jobs

LONG = 60_000


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def found():
    """Two squares, the right one less certain."""
    probability = np.zeros((40, 75), np.float32)
    probability[10:20, 5:15] = 0.95
    probability[10:20, 50:60] = 0.6
    return Segmentation(probability=probability, mask=probability > 0.5, threshold=0.5)


@pytest.fixture
def recipe(analysed):
    changes = {"method": "none", "min_confidence": 0.0}
    return analysed.recipe.model_copy(update=changes)


def test_a_window_is_given_in_the_coordinates_of_the_field(found, recipe):
    task = PreviewTask(
        found=found, rows=40, pixel_size_nm=None, recipe=recipe, window=(5, 40, 30, 70)
    )
    particles = task(SILENT)

    assert particles.shape == (40, 75)
    assert particles.boxes.tolist() == [[10, 50, 20, 60]]


def test_the_newest_threshold_is_drawn(qtbot, analysed, jobs, found, recipe):
    maps, drawn = KeptMaps(), []
    maps.keep(analysed.current.key, recipe, found)
    preview = Preview(analysed, jobs, maps, lambda shape: (0, 0, *shape))
    preview.shown.connect(drawn.append)
    for threshold in (0.1, 0.3, 0.8):
        changed = recipe.model_copy(update={"threshold": threshold})
        assert preview.show(changed)
    qtbot.waitUntil(lambda: bool(drawn), timeout=LONG)
    qtbot.waitUntil(lambda: not jobs.running, timeout=LONG)

    assert len(drawn[-1]) == 1


def test_what_needs_the_network_is_not_previewed(analysed, jobs, recipe):
    preview = Preview(analysed, jobs, KeptMaps(), lambda shape: (0, 0, *shape))

    assert not preview.show(recipe)


def test_only_what_is_seen_of_a_large_field_is_separated(
    qtbot, analysed, jobs, found, recipe, monkeypatch
):
    monkeypatch.setattr(module, "WHOLE_PIXELS", 100)
    monkeypatch.setattr(module, "_MARGIN_PX", 0)
    maps, drawn = KeptMaps(), []
    maps.keep(analysed.current.key, recipe, found)
    preview = Preview(analysed, jobs, maps, lambda _: (0, 0, 40, 30))
    preview.shown.connect(drawn.append)
    preview.show(recipe)
    qtbot.waitUntil(lambda: bool(drawn), timeout=LONG)

    assert drawn[0].boxes.tolist() == [[10, 5, 20, 15]]
