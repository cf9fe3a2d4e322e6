"""Convex hull and enclosing circle, against other programs."""

import numpy as np
import pytest
from scipy import ndimage, optimize, spatial

from feretlab.core.measurement.hull import HULL_COLUMNS, hull_measures


def measures(mask, unit_y=1.0):
    boxes = np.array([[0, 0, *mask.shape]])
    offsets = np.array([0, mask.size])
    bits = np.ascontiguousarray(mask).ravel()
    values = hull_measures(boxes, offsets, bits, unit_y)[0]
    return dict(zip(HULL_COLUMNS, values, strict=True))


def edge_corners(mask, unit_y):
    rows, columns = np.nonzero(mask)
    steps = [(0, 0), (0, 1), (1, 0), (1, 1)]
    corners = [(columns + dx, (rows + dy) * unit_y) for dy, dx in steps]
    return np.unique(np.concatenate(corners, axis=1).T, axis=0)


@pytest.fixture(params=range(8))
def region(request):
    rng = np.random.default_rng(request.param)
    smooth = ndimage.gaussian_filter(rng.normal(size=(50, 70)), request.param / 2)
    return smooth > np.quantile(smooth, 0.995 - request.param / 10)


@pytest.mark.parametrize("unit_y", [1.0, 0.7])
def test_area_and_perimeter_are_those_of_qhull(region, unit_y):
    hull = spatial.ConvexHull(edge_corners(region, unit_y))
    ours = measures(region, unit_y)
    assert ours["hull_area"] == pytest.approx(hull.volume)
    assert ours["hull_perimeter"] == pytest.approx(hull.area)


@pytest.mark.parametrize("unit_y", [1.0, 0.7])
def test_max_feret_is_the_longest_distance(region, unit_y):
    corners = edge_corners(region, unit_y)
    hull = corners[spatial.ConvexHull(corners).vertices]
    longest = spatial.distance.pdist(hull).max()
    assert measures(region, unit_y)["feret"] == pytest.approx(longest)


@pytest.mark.parametrize("unit_y", [1.0, 0.7])
def test_no_direction_is_narrower_than_min_feret(region, unit_y):
    corners = edge_corners(region, unit_y)
    corners = corners[spatial.ConvexHull(corners).vertices]
    angles = np.linspace(0, np.pi, 3600)
    along = corners @ np.array([np.cos(angles), np.sin(angles)])
    narrowest = np.ptp(along, axis=0).min()
    ours = measures(region, unit_y)["min_feret"]
    assert ours <= narrowest + 1e-9
    assert ours == pytest.approx(narrowest, rel=2e-3)


@pytest.mark.parametrize("unit_y", [1.0, 0.7])
def test_no_circle_around_it_is_smaller(region, unit_y):
    corners = edge_corners(region, unit_y)

    def radius(centre):
        return np.hypot(*(corners - centre).T).max()

    found = optimize.minimize(
        radius, corners.mean(axis=0), method="Nelder-Mead", options={"xatol": 1e-9}
    )
    ours = measures(region, unit_y)["enclosing_diameter"]
    assert ours <= 2 * found.fun + 1e-9
    assert ours == pytest.approx(2 * found.fun, rel=1e-3)
