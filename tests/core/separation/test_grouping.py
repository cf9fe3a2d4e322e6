"""Arcs joined to particles, against the rule written out."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.arcs import cut_arcs
from feretlab.core.separation.ellipse import fit_ellipse, lies_inside, misfit
from feretlab.core.separation.grouping import Limits, group_arcs, sample_arcs

LIMITS = Limits(0.03, 6.0, 0.2, 0.02, 0.02, 0.96)


def arcs_of(mask):
    padded = np.pad(mask, 1)
    outline = cut_arcs(padded, np.zeros(4, bool), 1.5, np.deg2rad(20))
    return sample_arcs(*outline, LIMITS), padded


def rule(one, other, arcs, mask):
    """Doubt that two groups are one particle, or infinity."""
    pairs = [(p, q) for p in one for q in other]
    away = [np.hypot(*(arcs.middle[p] - arcs.middle[q])) for p, q in pairs]
    reach = [1.5 * (arcs.lengths[p] + arcs.lengths[q]) for p, q in pairs]
    if not any(a <= r for a, r in zip(away, reach, strict=True)):
        return np.inf
    points = [np.concatenate([arcs.samples[arc] for arc in g]) for g in (one, other)]
    count = arcs.samples.shape[1]
    weights = np.repeat(arcs.lengths[[*one, *other]] / count, count)
    ellipse = fit_ellipse(np.concatenate(points), weights, LIMITS.lean, LIMITS.aspect)
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
    return np.inf if worst > allowed else worst / allowed


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
