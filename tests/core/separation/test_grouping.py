"""Ellipses against their formulas; arcs joined to particles against the rule."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.arcs import cut_arcs
from feretlab.core.separation.evidence import Limits
from feretlab.core.separation.grouping import (
    ellipses_of,
    fit_ellipse,
    group_arcs,
    lies_inside,
    misfit,
    reach,
    sample_arcs,
)

ELLIPSE = (40.0, 55.0, 24.0, 15.0, np.cos(0.6), np.sin(0.6))
LIMITS = Limits(
    lean=0.003,
    lean_px=2.2,
    lean_misfit=5.0,
    aspect=6.0,
    misfit_px=0.2,
    misfit_apart=0.02,
    misfit_adjacent=0.02,
    inside=0.96,
    depth=0.12,
    stretch=8.0,
)


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


def arcs_of(mask):
    padded = np.pad(mask, 1)
    outline = cut_arcs(padded, np.zeros(4, bool), 1.5, np.deg2rad(20))
    return sample_arcs(*outline, LIMITS), padded


def fitted(points, weights):
    noise = LIMITS.lean_px**3
    return fit_ellipse(points, weights, LIMITS.lean, noise, LIMITS.aspect)


def stretch(ellipse):
    a, b = ellipse[2:4]
    return ((a**2 - b**2) / (a**2 + b**2)) ** 2 if b > 0 else 0


def rule(one, other, arcs, mask):
    """Doubt that two groups are one particle, or infinity."""
    pairs = [(p, q) for p in one for q in other]
    away = [np.hypot(*(arcs.middle[p] - arcs.middle[q])) for p, q in pairs]
    close = [1.5 * (arcs.lengths[p] + arcs.lengths[q]) for p, q in pairs]
    if not any(a <= r for a, r in zip(away, close, strict=True)):
        return np.inf
    points = [np.concatenate([arcs.samples[arc] for arc in g]) for g in (one, other)]
    count = arcs.samples.shape[1]
    weights = np.repeat(arcs.lengths[[*one, *other]] / count, count)
    ellipse = fitted(np.concatenate(points), weights)
    if ellipse[3] <= 0 or not lies_inside(ellipse, mask, LIMITS.inside):
        return np.inf
    size = np.sqrt(ellipse[2] * ellipse[3])
    meet = any(
        arcs.ring[p, 0] == arcs.ring[q, 0]
        and abs(p - q) in (1, arcs.ring[p, 1] - arcs.ring[p, 0])
        for p, q in pairs
    )
    excuse = 0 if meet else arcs.own_misfit[one[0]] + arcs.own_misfit[other[0]]
    allowed = LIMITS.misfit_px + LIMITS.misfit_adjacent * size + excuse
    worst = max(misfit(ellipse, some) for some in points)
    inmost = min(reach(ellipse, y, x) for y, x in arcs.samples.reshape(-1, 2))
    if worst > allowed or inmost < 1 - LIMITS.depth:
        return np.inf
    split = len(points[0])
    parts = fitted(points[0], weights[:split]), fitted(points[1], weights[split:])
    further = stretch(ellipse) - sum(map(stretch, parts))
    return np.sqrt((worst / allowed) ** 2 + LIMITS.stretch * max(further, 0))


def joined_in_turn(arcs, mask):
    groups = [[arc] for arc in range(len(arcs.lengths))]
    while True:
        doubts = {
            (p, q): rule(groups[p], groups[q], arcs, mask)
            for p in range(len(groups))
            for q in range(p)
        }
        p, q = min(doubts, key=doubts.get)
        if doubts[p, q] > 1:
            return {frozenset(group) for group in groups}
        groups[q] = groups[q] + groups.pop(p)


def discs(seed):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:140, :140]
    places = zip(*rng.uniform(25, 115, (2, 14)), rng.uniform(8, 16, 14), strict=True)
    return np.any([np.hypot(y - cy, x - cx) < r for cy, cx, r in places], axis=0)


def noise(seed):
    grey = np.random.default_rng(seed).normal(size=(60, 60))
    mask = ndimage.gaussian_filter(grey, 2) > 0
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    return labels == np.bincount(labels.ravel())[1:].argmax() + 1


@pytest.mark.parametrize("mask", [*map(discs, range(4)), *map(noise, range(3))])
def test_the_likeliest_pair_is_joined_first(mask):
    arcs, padded = arcs_of(mask)
    number = group_arcs(arcs, padded, LIMITS)
    found = {frozenset(np.flatnonzero(number == k)) for k in range(number.max() + 1)}
    assert len(arcs.lengths) > 8
    assert found == joined_in_turn(arcs, padded)


def test_arcs_around_a_gap_are_no_common_particle():
    y, x = np.mgrid[:90, :90] - 45.0
    disc = np.hypot(y, x) <= 30
    gap = np.sqrt(abs(y)) + np.sqrt(abs(x)) <= 3
    notches = (abs(x) <= 2) & (abs(y) > 26)
    arcs, padded = arcs_of(disc & ~gap & ~notches)
    number = group_arcs(arcs, padded, LIMITS)
    outer = number[np.ptp(arcs.samples[:, :, 0], axis=1) > 20]
    assert len(outer) == 2
    assert len(np.unique(outer)) == 2


def aspect_of(mask, limits):
    arcs, _ = arcs_of(mask)
    a, b = ellipses_of(arcs, np.zeros(len(arcs.lengths), int), limits)[0, 2:4]
    return a / b


def test_only_what_lies_off_its_ellipse_leans_for_it():
    y, x = np.mgrid[:90, :90] - 45.0
    ellipse = np.hypot(x / 30, y / 15) <= 1
    rectangle = (abs(x) <= 30) & (abs(y) <= 15)
    free = LIMITS._replace(lean_misfit=0.0)
    assert aspect_of(ellipse, LIMITS) == pytest.approx(2, abs=0.05)
    assert aspect_of(rectangle, LIMITS) < 0.8 * aspect_of(rectangle, free)
