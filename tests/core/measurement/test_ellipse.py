"""Moments against their definition."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.measurement.ellipse import ELLIPSE_COLUMNS, ellipse_measures


def measures(mask, unit_y=1.0):
    boxes = np.array([[0, 0, *mask.shape]])
    offsets = np.array([0, mask.size])
    bits = np.ascontiguousarray(mask).ravel()
    values = ellipse_measures(boxes, offsets, bits, unit_y)[0]
    return dict(zip(ELLIPSE_COLUMNS, values, strict=True))


@pytest.mark.parametrize("unit_y", [1.0, 0.3, 2.5])
@pytest.mark.parametrize("seed", range(6))
def test_axes_have_the_ratio_and_angle_of_the_second_moments(seed, unit_y):
    rng = np.random.default_rng(seed)
    mask = ndimage.gaussian_filter(rng.normal(size=(60, 80)), 6) > 0
    y, x = np.nonzero(mask)
    # A pixel adds a twelfth of its edges' squares to the variances.
    moments = np.cov(x, y * unit_y, bias=True) + np.diag([1, unit_y**2]) / 12
    (small, large), directions = np.linalg.eigh(moments)
    ours = measures(mask, unit_y)
    assert ours["major"] / ours["minor"] == pytest.approx(np.sqrt(large / small))
    # Counterclockwise as seen, though y points down.
    angle = np.degrees(np.arctan2(-directions[1, 1], directions[0, 1])) % 180
    assert ours["angle_deg"] == pytest.approx(angle, abs=1e-4)


@pytest.mark.parametrize("unit_y", [0.16, 0.4, 3.0])
@pytest.mark.parametrize("shape", [(8, 22), (12, 27), (20, 22)])
def test_wedges_of_oblong_pixels_have_the_axes_of_their_symmetry(shape, unit_y):
    """ImageJ's formulas would divide rounding errors here."""
    height, width = shape
    y, x = np.mgrid[:height, :width] + np.array([0.5 - height / 2, 0])[:, None, None]
    mask = np.abs(y) * 2 / height * width <= width - x
    high = unit_y * np.sqrt(y[mask].var() + 1 / 12)
    wide = np.sqrt(x[mask].var() + 1 / 12)
    ours = measures(mask, unit_y)
    ratio = max(high, wide) / min(high, wide)
    assert ours["major"] / ours["minor"] == pytest.approx(ratio)
    assert ours["angle_deg"] == pytest.approx(0 if wide > high else 90)


@pytest.mark.parametrize("unit_y", [1.0, 0.5, 2.5])
def test_the_ellipse_has_the_area_of_the_region(unit_y):
    mask = np.hypot(*np.mgrid[-20:21, -30:31]) < 18
    ours = measures(mask, unit_y)
    area = np.pi / 4 * ours["major"] * ours["minor"]
    assert area == pytest.approx(mask.sum() * unit_y)
    assert ours["count"] == mask.sum()


@pytest.mark.parametrize("unit_y", [1.0, 0.5, 2.5])
@pytest.mark.parametrize("shape", [(1, 5), (5, 1)])
def test_a_line_has_the_axes_of_its_rectangle(shape, unit_y):
    edges = sorted((shape[0] * unit_y, shape[1]))
    ours = measures(np.ones(shape, bool), unit_y)
    # The ellipse of the rectangle's area and aspect ratio.
    axes = np.array([ours["minor"], ours["major"]])
    assert axes == pytest.approx(np.array(edges) * 2 / np.sqrt(np.pi))


def test_the_centroid_is_the_mean_of_pixel_squares():
    ours = measures(np.array([[True, True, False], [True, True, True]]))
    assert (ours["x"], ours["y"]) == pytest.approx((1.3, 1.1))
