"""The largest circle inside, against trying every centre."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.measurement.inscribed import inscribed_diameters


def diameter(mask, unit_y=1.0):
    boxes = np.array([[0, 0, *mask.shape]])
    offsets = np.array([0, mask.size])
    bits = np.ascontiguousarray(mask).ravel()
    return inscribed_diameters(boxes, offsets, bits, unit_y)[0]


def by_trial(mask, unit_y):
    """Distance from every half-pixel point to every pixel outside, as a square."""
    rows, columns = np.nonzero(~np.pad(mask, 1))
    rows, columns = rows - 1.0, columns - 1.0
    best = 0.0
    for y in np.arange(0, mask.shape[0] + 0.1, 0.5):
        for x in np.arange(0, mask.shape[1] + 0.1, 0.5):
            across = np.maximum(np.abs(columns + 0.5 - x) - 0.5, 0)
            down = np.maximum(np.abs(rows + 0.5 - y) - 0.5, 0) * unit_y
            best = max(best, np.hypot(across, down).min())
    return 2 * best


@pytest.mark.parametrize("unit_y", [1.0, 0.6, 1.7])
@pytest.mark.parametrize("seed", range(6))
def test_no_centre_on_the_half_pixel_grid_is_better(seed, unit_y):
    rng = np.random.default_rng(seed)
    mask = ndimage.gaussian_filter(rng.normal(size=(26, 34)), seed / 2) > -0.01
    assert diameter(mask, unit_y) == pytest.approx(by_trial(mask, unit_y))


@pytest.mark.parametrize("side", [1, 2, 7, 8])
def test_a_square_holds_a_circle_of_its_side(side):
    assert diameter(np.ones((side, side), bool)) == side


def test_the_circle_lies_beside_a_hole():
    mask = np.ones((10, 30), bool)
    mask[:, 12] = False
    assert diameter(mask) == 10
    mask[4, 20] = False
    assert diameter(mask) < 10.5
