"""Micrographs of discs whose number and size are known."""

import numpy as np
import pytest
from tifffile import imwrite

from feretlab.core.analysis.parameters import AnalyzeParameters

DISCS = ((40, 40, 12), (40, 120, 15), (110, 50, 18), (120, 130, 10))


@pytest.fixture
def discs():
    """Bright discs of radius 12, 15, 18 and 10 px on a dark ground."""
    y, x = np.mgrid[:160, :180]
    picture = np.full(y.shape, 40, np.uint8)
    for row, column, radius in DISCS:
        picture[np.hypot(y - row, x - column) < radius] = 200
    return picture


@pytest.fixture
def write_field(tmp_path, discs):
    """Write the discs as an ImageJ TIFF of 2 nm a pixel, or without a size."""

    def write(name="field.tif", calibrated=True, folder="in"):
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        size = {"resolution": (0.5, 0.5), "metadata": {"unit": "nm"}}
        imwrite(path, discs, imagej=True, **(size if calibrated else {}))
        return path

    return write


@pytest.fixture
def quick(bright_model):
    """Parameters that take the fixed network as it is."""

    def make(**changes):
        chosen = {
            "model": str(bright_model),
            "scale": 1.0,
            "invert": "no",
            "method": "none",
            "resamples": 100,
        }
        return AnalyzeParameters(**(chosen | changes))

    return make
