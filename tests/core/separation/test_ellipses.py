"""Ellipses against their formulas."""

import numpy as np
import pytest

from feretlab.core.separation.ellipses import (
    fit_ellipse,
    lies_inside,
    misfit,
    reach,
)

ELLIPSE = (40.0, 55.0, 24.0, 15.0, np.cos(0.6), np.sin(0.6))


def points_of(angles, ellipse=ELLIPSE):
    cy, cx, a, b, cosine, sine = ellipse
    along, across = a * np.cos(angles), b * np.sin(angles)
    return np.stack(
        [cy + along * sine + across * cosine, cx + along * cosine - across * sine], 1
    )


@pytest.mark.parametrize("span", [2 * np.pi, 4.5])
def test_points_of_an_ellipse_give_it_back(span):
    points = points_of(np.linspace(0, span, 60, endpoint=False))
    found = fit_ellipse(points, np.ones(60), 0.0, 0.0, 10.0)
    assert found[:4] == pytest.approx(ELLIPSE[:4], rel=1e-6)
    assert abs(found[4] * ELLIPSE[4] + found[5] * ELLIPSE[5]) == pytest.approx(1)


def test_a_short_arc_leans_towards_a_circle():
    points = points_of(np.linspace(0, 1.0, 40))
    _, _, a, b, _, _ = fit_ellipse(points, np.ones(40), 0.03, 0.0, 10.0)
    assert a / b < 1.3


@pytest.mark.parametrize(("scale", "expected"), [(0.3, 1.1), (3.0, 1.6)])
def test_the_same_arc_leans_less_where_it_is_larger(scale, expected):
    points = scale * points_of(np.linspace(0, 1.5, 40))
    weights = np.full(40, scale)
    _, _, a, b, _, _ = fit_ellipse(points, weights, 0.0, 10.0, 10.0)
    assert a / b == pytest.approx(expected, abs=0.05)


def test_too_long_an_ellipse_gives_way_to_a_circle():
    points = points_of(np.linspace(0, 2 * np.pi, 60, endpoint=False))
    _, _, a, b, _, _ = fit_ellipse(points, np.ones(60), 0.0, 0.0, 1.2)
    assert a == pytest.approx(b, rel=1e-3)


def test_points_on_a_line_have_no_ellipse():
    points = np.stack([np.arange(20.0), 2 * np.arange(20.0)], 1)
    _, _, a, b, _, _ = fit_ellipse(points, np.ones(20), 0.03, 0.0, 6.0)
    assert b == 0 or a > 1e3


def test_reach_is_one_on_the_outline():
    for y, x in points_of(np.linspace(0, 6, 7)):
        assert reach(ELLIPSE, y, x) == pytest.approx(1)


def test_misfit_of_a_circle_is_the_distance():
    circle = (0.0, 0.0, 10.0, 10.0, 1.0, 0.0)
    points = points_of(np.linspace(0, 6, 50), (0.0, 0.0, 12.0, 12.0, 1.0, 0.0))
    assert misfit(circle, points) == pytest.approx(2)


def test_half_an_ellipse_lies_in_half_a_plane():
    mask = np.zeros((80, 110), bool)
    mask[:, :55] = True
    assert lies_inside(ELLIPSE, mask, 0.45)
    assert not lies_inside(ELLIPSE, mask, 0.55)


def test_an_ellipse_beside_the_mask_lies_in_nothing_of_it():
    assert not lies_inside(ELLIPSE, np.ones((2, 2), bool), 0.01)
    assert lies_inside(ELLIPSE, np.ones((2, 2), bool), 0.0)
