import numpy as np
import pytest

from feretlab.core.separation.outline import (
    convexity_of,
    hull_of,
    hull_size,
    pixel_chain_length,
    trace,
)


def _disc(radius):
    size = int(2 * radius + 7)
    y, x = np.mgrid[:size, :size] - size / 2 + 0.3
    return np.hypot(y, x) <= radius


def _chain(mask):
    row, column = np.argwhere(mask)[0]
    return trace(mask, row, column, np.zeros(mask.shape, bool))


def test_the_outline_of_a_rectangle_has_its_pixel_edges():
    mask = np.zeros((8, 9), bool)
    mask[2:5, 3:7] = True
    assert np.bincount(_chain(mask)).tolist() == [4, 3, 4, 3]


@pytest.mark.parametrize("radius", [6.0, 12.0, 30.0, 80.0])
def test_the_length_of_a_disc_is_that_of_the_circle(radius):
    length = pixel_chain_length(_chain(_disc(radius)))
    assert length == pytest.approx(2 * np.pi * (radius - 0.5), rel=0.015)


def test_a_hull_counts_the_pixels_of_a_convex_region():
    mask = _disc(17.3)
    perimeter, area = hull_size(hull_of(np.argwhere(mask)))
    assert area == mask.sum()
    assert perimeter == pytest.approx(2 * np.pi * 16.8, rel=0.03)


def test_the_hull_agrees_with_scipy():
    from scipy.spatial import ConvexHull

    points = np.random.default_rng(1).integers(0, 60, (80, 2))
    points = np.unique(points, axis=0)
    perimeter, _ = hull_size(hull_of(points))
    assert perimeter == pytest.approx(ConvexHull(points).area)


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_pixels_have_a_hull(count):
    points = np.array([[3, 4], [3, 6]])[:count]
    _, area = hull_size(hull_of(points))
    assert area == (1 if count == 1 else 3)


def test_a_disc_is_convex():
    convexity, hollow = convexity_of(_disc(20))
    assert convexity > 0.99
    assert hollow == pytest.approx(0, abs=0.01)


def test_a_ring_segment_is_hollow():
    disc = _disc(20)
    convexity, hollow = convexity_of(disc & ~np.roll(disc, 5, 1))
    assert convexity < 0.9
    assert hollow > 0.3
