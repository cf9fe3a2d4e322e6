import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.smoothing import smoothed_inside


@pytest.mark.parametrize("sigma", [0.4, 1.0, 2.0, 6.5])
@pytest.mark.parametrize("shape", [(70, 90), (5, 90), (70, 4), (1, 1)])
@pytest.mark.parametrize("share", [0.002, 0.5, 1.0])
def test_inside_it_is_scipys_to_the_bit(sigma, shape, share):
    rng = np.random.default_rng(6)
    values = rng.random(shape, np.float32)
    mask = rng.random(shape) < share
    found = smoothed_inside(values, mask, sigma)
    expected = ndimage.gaussian_filter(values, sigma, truncate=3.0)
    np.testing.assert_array_equal(found, np.where(mask, expected, 0))


def test_without_smoothing_the_values_stay():
    values = np.random.default_rng(7).random((8, 9), np.float32)
    mask = values > 0.5
    found = smoothed_inside(values, mask, 0.0)
    np.testing.assert_array_equal(found, np.where(mask, values, 0))
