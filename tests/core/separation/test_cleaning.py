import math

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.errors import InputError
from feretlab.core.micrograph import PixelSize
from feretlab.core.separation.cleaning import (
    check_sizes,
    fill_holes,
    smallest_area_px,
)
from feretlab.core.separation.parameters import SeparateParameters


def test_a_diameter_in_nm_becomes_the_area_of_a_disc():
    area = smallest_area_px(10, 40.0, PixelSize(2.0, 4.0))
    assert area == pytest.approx(math.pi * 20**2 / 8)


def test_the_larger_of_both_limits_counts():
    assert smallest_area_px(1000, 4.0, PixelSize(2.0, 2.0)) == 1000


def test_without_a_pixel_size_the_area_counts():
    assert smallest_area_px(10, 4.0, None) == 10


@pytest.mark.parametrize("name", ["min_size_nm", "fill_holes_below_nm"])
def test_a_diameter_without_pixel_size_is_refused(name):
    parameters = SeparateParameters(**{name: 4.0})
    told = r"Separating 'a\.tif': a size of 4\.0 nm .* pixel size is unknown"
    with pytest.raises(InputError, match=told):
        check_sizes(parameters, None, "'a.tif'")


@pytest.mark.parametrize(
    ("size_nm", "pixel_size"), [(0.0, None), (4.0, PixelSize(2.0, 2.0))]
)
def test_a_diameter_with_a_pixel_size_or_none_at_all_is_fine(size_nm, pixel_size):
    check_sizes(SeparateParameters(min_size_nm=size_nm), pixel_size)


def test_small_holes_are_filled_and_large_ones_stay():
    mask = np.ones((30, 30), bool)
    mask[5:7, 5:7] = mask[15:20, 15:20] = False
    assert (~fill_holes(mask, 5, 8)).sum() == 25


def test_background_at_the_border_is_no_hole():
    mask = np.ones((10, 10), bool)
    mask[0, 4] = False
    assert not fill_holes(mask, 50, 8)[0, 4]


@pytest.fixture(params=[0.3, 0.5, 0.62, 0.9])
def cloud(request):
    """Random pixels, from single ones to sheets with holes."""
    return np.random.default_rng(5).random((90, 130)) < request.param


def areas_of(mask, corners_connect):
    structure = ndimage.generate_binary_structure(2, 1 + corners_connect)
    labels, _ = ndimage.label(mask, structure)
    return labels, np.bincount(labels.ravel())[labels]


@pytest.mark.parametrize("connectivity", [4, 8])
def test_holes_are_the_small_inner_components_of_scipy(cloud, connectivity):
    labels, area = areas_of(~cloud, connectivity == 4)
    edge = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    expected = cloud | ((area < 12) & ~np.isin(labels, edge))
    np.testing.assert_array_equal(fill_holes(cloud, 12, connectivity), expected)


def test_the_mask_that_is_filled_stays_as_it_was(cloud):
    before = cloud.copy()
    fill_holes(cloud, 12, 8)
    np.testing.assert_array_equal(cloud, before)
