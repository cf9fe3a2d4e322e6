"""Arcs joined to particles against the rule, written down once more."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.arcs import cut_arcs
from feretlab.core.separation.ellipses import (
    ellipses_of,
    fit_ellipse,
    lies_inside,
    misfit,
    reach,
    sample_arcs,
)
from feretlab.core.separation.evidence import Limits
from feretlab.core.separation.grouping import group_arcs

LIMITS = Limits(
    lean=0.003,
    lean_px=2.2,
    lean_misfit=5.0,
    aspect=6.0,
    misfit_px=0.2,
    misfit_apart=0.02,
    misfit_adjacent=0.02,
    polygon_gain=0.0,
    polygon_misfit_px=1.0,
    polygon_misfit=0.02,
    inside=0.96,
    depth=0.12,
    stretch=8.0,
)


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
