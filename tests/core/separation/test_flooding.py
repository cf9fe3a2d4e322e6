import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter
from skimage.measure import label
from skimage.morphology import h_maxima

from feretlab.core.separation.flooding import descending, flood, part_by_line


@pytest.mark.parametrize("depth", [0.4, 0.8, 1.5])
def test_hills_are_as_many_as_h_maxima(depth):
    noise = np.random.default_rng(3).normal(size=(80, 80))
    height = gaussian_filter(noise, 2).astype(np.float32) * 10
    labels = flood(height, np.ones(height.shape, bool), min_depth=depth)
    assert labels.max() == label(h_maxima(height, depth)).max()


def test_hills_meet_in_the_valley():
    x = np.arange(41)
    height = np.maximum(10 - np.abs(x - 10), 10 - np.abs(x - 30))
    ground = np.repeat(height[None].astype(np.float32), 5, axis=0)
    labels = flood(ground, np.ones(ground.shape, bool), min_depth=1.0)
    assert labels.max() == 2
    assert (labels[:, :20] == labels[0, 0]).all()
    assert (labels[:, 21:] == labels[0, 40]).all()


@pytest.mark.parametrize("connectivity", [4, 8])
def test_every_hill_is_connected(connectivity):
    noise = np.random.default_rng(4).normal(size=(300, 300))
    height = gaussian_filter(noise, 1).astype(np.float32)
    labels = flood(height, height > -1, min_depth=0.05, connectivity=connectivity)
    parts = label(labels, connectivity=connectivity // 4)
    assert parts.max() == labels.max() > 500


def test_low_peaks_are_swallowed():
    ground = np.array([[5, 0, 2, 0, 5]], np.float32)
    labels = flood(ground, ground >= 0, min_depth=1.0, min_peak=3.0)
    assert labels.max() == 2


def test_a_pixel_goes_up_the_steeper_slope_not_to_the_higher_neighbour():
    # 6 lies one pixel from the 5, 6.2 the diagonal of one.
    ground = np.array([[0, 0, 0, 6.2, 10], [10, 6, 5, 0, 0]], np.float32)
    labels = flood(ground, ground > 0, min_depth=1.0)
    assert labels[1, 2] == labels[1, 0] != labels[0, 4]


def test_nothing_outside_the_mask_is_labelled():
    mask = np.zeros((9, 9), bool)
    assert flood(mask.astype(np.float32), mask, min_depth=1.0).max() == 0


def test_the_line_parts_all_neighbours():
    labels = np.repeat([[1, 1, 1, 2, 2, 2]], 4, axis=0).astype(np.int32)
    parted = part_by_line(labels)
    assert parted[0].tolist() == [1, 1, 1, 0, 2, 2]


def test_the_line_is_nowhere_wider_than_it_must_be():
    height = gaussian_filter(np.random.default_rng(3).normal(size=(80, 80)), 2)
    labels = flood(height.astype(np.float32), height > -1, min_depth=0.0)
    parted = part_by_line(labels)
    line = (parted == 0) & (labels > 0)
    lowest = minimum_filter(np.where(parted > 0, parted, labels.max() + 1), 3)
    assert (lowest < labels)[line].all()
    highest = maximum_filter(parted, 3)
    assert (highest == parted)[parted > 0].all()


@pytest.mark.parametrize("levels", [3, 10**6])
def test_the_order_is_that_of_a_stable_sort(levels):
    rng = np.random.default_rng(4)
    values = rng.integers(-levels, levels, 5000).astype(np.float32) / levels
    values[:3] = 0.0, -0.0, np.inf
    expected = np.argsort(-values, kind="stable")
    np.testing.assert_array_equal(descending(values), expected)
