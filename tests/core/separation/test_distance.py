import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.distance import distance_to_background


@pytest.mark.parametrize("seed", range(4))
def test_distances_are_scipys(seed):
    noise = np.random.default_rng(seed).normal(size=(90, 130))
    mask = ndimage.gaussian_filter(noise, 3) > -0.05 * seed
    wanted = ndimage.distance_transform_edt(mask)
    assert np.allclose(distance_to_background(mask), wanted, atol=1e-5)


def test_a_mask_without_background_is_as_far_as_its_diagonal():
    distance = distance_to_background(np.ones((30, 40), bool))
    assert (distance == 50).all()


def test_a_single_pixel_is_at_distance_one():
    mask = np.zeros((3, 3), bool)
    mask[1, 1] = True
    assert distance_to_background(mask).sum() == 1
