"""A walk through the whole application."""

import json

import numpy as np
import pytest
from PIL import Image
from tifffile import imwrite

from feretlab.gui.pages import PAGES
from feretlab.gui.tour import take_pictures


@pytest.fixture
def field(tmp_path):
    """Bright discs on a dark ground, 2 nm a pixel."""
    y, x = np.mgrid[:160, :200]
    picture = np.full(y.shape, 40, np.uint8)
    for row, column, radius in ((40, 40, 14), (50, 130, 18), (115, 70, 16)):
        picture[np.hypot(y - row, x - column) < radius] = 190
    path = tmp_path / "field.tif"
    imwrite(path, picture, imagej=True, resolution=(0.5, 0.5), metadata={"unit": "nm"})
    return path


def test_every_page_and_dialog_is_pictured_after_an_analysis(qapp, field, tmp_path):
    output = tmp_path / "pictures"

    measured = take_pictures([field], output, ["dark"], {"small": (1000, 700)})

    for page in PAGES:
        with Image.open(output / f"{page.id}-dark-small.png") as picture:
            assert picture.size == (1000, 700)
            assert len(picture.convert("L").getcolors()) > 10  # not an empty window
    for name in ("about", "bring-back", "calibrate", "error", "leaving", "occupied"):
        with Image.open(output / f"dialog-{name}-dark.png") as picture:
            assert len(picture.convert("L").getcolors()) > 10
    assert json.loads((output / "times.json").read_text()) == measured
    assert set(measured) == {"window_s", "particles_s", "memory_mb"}
    _look_at_results(output)


def _look_at_results(output):
    """Of three discs one was deleted and one excluded; a triangle was drawn."""
    rows = (output / "results" / "particles.csv").read_text().splitlines()
    record = json.loads((output / "results" / "provenance.json").read_text())
    counts = str(record)

    assert len(rows) == 1 + 2
    assert "'deleted': 1" in counts
    assert "'added': 1" in counts
    assert (output / "comparison" / "report.pdf").is_file()
