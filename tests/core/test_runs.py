"""Components and masks from runs, against SciPy's."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.particles import Particles


@pytest.mark.parametrize("connectivity", [4, 8])
@pytest.mark.parametrize("density", [0.05, 0.4, 0.6, 0.95])
def test_components_are_scipys_in_the_same_order(connectivity, density):
    mask = np.random.default_rng(7).random((90, 131)) < density
    structure = ndimage.generate_binary_structure(2, 2 if connectivity == 8 else 1)
    expected, _ = ndimage.label(mask, structure)
    drawn = np.zeros(mask.shape, int)
    particles = Particles.from_mask(mask, connectivity)
    for number, (box, bits) in enumerate(
        zip(particles.boxes, particles.masks(), strict=True), start=1
    ):
        drawn[box[0] : box[2], box[1] : box[3]][bits] = number
    np.testing.assert_array_equal(drawn, expected)


def test_a_spiral_is_one_component():
    y, x = np.mgrid[-60:60, -60:60]
    turns = np.hypot(x, y) / 8 - np.arctan2(y, x) / (2 * np.pi)
    mask = np.mod(turns, 1) < 0.5
    assert len(Particles.from_mask(mask, 8)) == ndimage.label(mask, np.ones((3, 3)))[1]


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16, np.int32, np.int64])
def test_labels_of_any_integer_type_are_packed(dtype):
    labels = np.array([[0, 9, 9], [100, 0, 9]], dtype)
    particles = Particles.from_labels(labels)
    assert [int(mask.sum()) for mask in particles.masks()] == [3, 1]
