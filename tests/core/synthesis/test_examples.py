from pathlib import Path

import numpy as np
import pytest
import tifffile

import feretlab.core.synthesis
from feretlab.core.synthesis.examples import BAR_PX, EXAMPLES, render_example

FOLDER = Path(feretlab.core.synthesis.__file__).parents[1] / "examples"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_shipped_example_is_small_and_calibrated(example):
    path = FOLDER / f"{example.name}.tif"
    assert path.stat().st_size < 900_000
    with tifffile.TiffFile(path) as file:
        assert file.imagej_metadata["unit"] == "nm"
        numerator, denominator = file.pages[0].tags["XResolution"].value
        assert denominator / numerator == pytest.approx(example.pixel_size_nm, rel=1e-5)
        assert file.asarray().shape == (768, 1024)


def test_scale_bar_is_as_long_as_it_says():
    example = EXAMPLES[0]
    pixels = render_example(example)
    row = pixels[-BAR_PX + 41] == 255
    assert row.sum() * example.pixel_size_nm == pytest.approx(example.bar_nm, rel=0.01)
    assert np.ptp(pixels[:-BAR_PX]) > 50
