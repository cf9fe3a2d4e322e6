"""Outlines of parts and holes."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.io.roi_pixels import fill_polygons
from feretlab.core.measurement.outline import trace_outlines


def rings(outlines):
    return np.split(outlines.vertices, outlines.offsets[1:-1])


def signed_area(ring):
    x, y = ring.T.astype(float)
    return (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2


@pytest.fixture(params=range(4))
def noise(request):
    rng = np.random.default_rng(request.param)
    return rng.random((30, 40)) < 0.2 + 0.2 * request.param


def test_filling_the_outlines_gives_the_region_back(noise):
    mask, (top, left) = fill_polygons(rings(trace_outlines(noise)))
    image = np.zeros((40, 50), bool)
    image[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    np.testing.assert_array_equal(image[:30, :40], noise)


def test_there_is_an_outline_for_every_part_and_every_hole(noise):
    outlines = trace_outlines(noise)
    parts = ndimage.label(noise, np.ones((3, 3)))[1]
    background = ndimage.label(~np.pad(noise, 1))[1]
    assert (~outlines.is_hole).sum() == parts
    assert outlines.is_hole.sum() == background - 1


def test_outer_outlines_run_clockwise_and_holes_the_other_way(noise):
    outlines = trace_outlines(noise)
    areas = np.array([signed_area(ring) for ring in rings(outlines)])
    np.testing.assert_array_equal(areas < 0, outlines.is_hole)
    assert areas.sum() == noise.sum()


def test_an_outline_has_corners_only():
    outlines = trace_outlines(np.ones((3, 7), bool))
    assert sorted(map(tuple, outlines.vertices)) == [(0, 0), (0, 3), (7, 0), (7, 3)]


def test_read_only_masks_are_welcome():
    mask = np.ones((2, 2), bool)
    mask.flags.writeable = False
    assert len(trace_outlines(mask).vertices) == 4
