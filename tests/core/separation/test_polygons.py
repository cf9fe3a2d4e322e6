"""Triangles and rectangles against their formulas."""

import numpy as np
import pytest

from feretlab.core.separation.arcs import cut_arcs
from feretlab.core.separation.ellipses import sample_arcs
from feretlab.core.separation.evidence import Limits
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.polygons import (
    fit_polygon,
    likely_sides,
    polygon_misfit,
)

TURN = 0.4


def outline_of(sides, half_sides, corner, count=240):
    """Points of a polygon with round corners around (40, 55), evenly by direction."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    facing = 2 * np.pi * np.arange(sides) / sides
    inset = np.resize(np.array(half_sides) - corner, sides)
    places = []
    for k in range(sides):
        one, other = facing[k], facing[k] + 2 * np.pi / sides
        normals = np.array([[np.cos(n), np.sin(n)] for n in (one, other)])
        centre = np.linalg.solve(normals, [inset[k], inset[(k + 1) % sides]])
        turn = np.linspace(one, other, count)[:, None]
        places.append(centre + corner * np.hstack([np.cos(turn), np.sin(turn)]))
    ring = np.concatenate([*places, places[0][:1]])
    way = np.append(0, np.cumsum(np.hypot(*np.diff(ring, axis=0).T)))
    along = np.linspace(0, way[-1], len(angles), endpoint=False)
    x, y = (np.interp(along, way, ring[:, k]) for k in (0, 1))
    cosine, sine = np.cos(TURN), np.sin(TURN)
    return np.stack([40 + x * sine + y * cosine, 55 + x * cosine - y * sine], axis=1)


@pytest.mark.parametrize(
    ("sides", "half_sides", "share"),
    [
        (3, (14.0, 14.0), 0.1),
        (3, (14.0, 14.0), 0.4),
        (4, (15.0, 14.0), 0.1),
        (4, (25.0, 12.0), 0.4),
        (4, (25.0, 12.0), 1.0),
    ],
)
def test_points_of_a_polygon_give_it_back(sides, half_sides, share):
    points = outline_of(sides, half_sides, share * min(half_sides))
    found = fit_polygon(points, sides)
    assert found[:2] == pytest.approx((40, 55), abs=0.3)
    assert sorted(found[2:4]) == pytest.approx(sorted(half_sides), abs=0.5)
    turned = np.arctan2(found[5], found[4]) - TURN
    period = 2 * np.pi / sides
    assert (turned + period / 2) % period == pytest.approx(period / 2, abs=0.02)
    assert found[7] == pytest.approx(share * min(half_sides), rel=0.1)
    assert polygon_misfit(found, points) < 0.3


@pytest.mark.parametrize("sides", [3, 4])
def test_misfit_is_the_distance_to_the_outline(sides):
    inner = (40.0, 55.0, 12.0, 12.0, np.cos(TURN), np.sin(TURN), sides, 6.0)
    points = outline_of(sides, (14.0, 14.0), 8.0)
    assert polygon_misfit(inner, points) == pytest.approx(2, abs=0.01)


def shown(inside):
    y, x = np.mgrid[-30:31, -40:41].astype(float)
    places = ((-12, TURN), (12, 1.7))
    mask = np.any(
        [
            inside(
                (x - at) * np.cos(turn) + y * np.sin(turn),
                y * np.cos(turn) - (x - at) * np.sin(turn),
            )
            for at, turn in places
        ],
        axis=0,
    )
    outline = cut_arcs(np.pad(mask, 1), np.zeros(4, bool), 1.5, np.deg2rad(20))
    ones = dict.fromkeys(Limits._fields, 1.0)
    limits = Limits(**{**ones, "lean": 0.003, "lean_px": 2.2, "aspect": 6.0})
    gain = SeparateParameters().contour_polygon_gain
    return likely_sides(sample_arcs(*outline, limits), gain)


def test_arcs_tell_ellipses_triangles_and_rectangles_apart():
    assert shown(lambda x, y: np.hypot(x / 18, y / 14) <= 1) == 0
    assert shown(lambda x, y: np.maximum(x, abs(y) * 0.866 - x / 2) <= 10) == 3
    assert shown(lambda x, y: np.maximum(abs(x), abs(y)) <= 15) == 4
    assert shown(lambda x, y: np.hypot((abs(x) - 16).clip(0), y) <= 6) == 4
