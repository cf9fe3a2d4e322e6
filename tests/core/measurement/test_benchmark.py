"""The comparison of speeds."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.measurement.benchmark import benchmark_mask, compare_speed


def test_the_mask_holds_as_many_particles_as_were_wanted():
    mask = benchmark_mask(600, 90, seed=2)
    assert mask.shape == (600, 600)
    assert ndimage.label(mask, np.ones((3, 3)))[1] == 90


@pytest.mark.slow
def test_contestants_take_turns_on_the_same_mask():
    mask = benchmark_mask(300, 20)
    seen = []

    def imagej(given):
        seen.append(given is mask)
        return 1000.0

    timings = compare_speed(rounds=1, mask=mask, imagej=imagej)
    assert [timing.name for timing in timings] == [
        "FeretLab",
        "scikit-image, no min Feret",
        "ImageJ 1.54p",
    ]
    assert seen == [True] * 2
    assert timings[0].ratio == 1
    assert timings[2].seconds == 1000
    assert timings[2].ratio == pytest.approx(1000 / timings[0].seconds)
