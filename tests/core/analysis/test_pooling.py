"""What the statistics of tables rest on."""

import numpy as np
import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.pooling import describe_tables

RECIPE = AnalyzeParameters(descriptor="feret", resamples=100)


def test_the_volume_that_is_drawn_is_that_of_the_statistics():
    table = {"feret_nm": np.array([10.0, 40.0]), "ecd_nm": np.array([10.0, 20.0])}
    sizes = describe_tables([table], RECIPE)
    sample = sizes.sample()
    assert sample.volume.tolist() == [1000, 8000]
    mean = np.average(sample.values, weights=sample.volume)
    assert sizes.distribution.volume.mean.value == pytest.approx(mean)


def test_particles_without_size_in_nm_have_a_volume_in_pixels():
    table = {
        "solidity": np.array([0.9, 0.8]),
        "ecd_nm": np.array([np.nan, np.nan]),
        "ecd_px": np.array([2.0, 4.0]),
    }
    recipe = RECIPE.model_copy(update={"descriptor": "solidity"})
    found = describe_tables([table], recipe).distribution
    assert found.volume.mean.value == pytest.approx((8 * 0.9 + 64 * 0.8) / 72)


def test_volumes_of_images_with_different_pixel_sizes_are_in_nm():
    fine = {"feret_nm": [10.0], "ecd_nm": [10.0], "ecd_px": [10.0]}
    coarse = {"feret_nm": [40.0], "ecd_nm": [20.0], "ecd_px": [5.0]}
    tables = [
        {name: np.array(values) for name, values in table.items()}
        for table in (fine, coarse)
    ]
    sizes = describe_tables(tables, RECIPE)
    assert sizes.volume.tolist() == [1000, 8000]
