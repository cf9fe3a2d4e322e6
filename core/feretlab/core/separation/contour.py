"""Separation by outline: cut at concave points, group arcs, complete by ellipses."""

import numpy as np
import numpy.typing as npt
from numba import njit

from feretlab.core.separation.arcs import cut_arcs
from feretlab.core.separation.ellipse import (
    Ellipse,
    fit_ellipse,
    misfit,
    reach,
    share_inside,
)
from feretlab.core.separation.parameters import SeparateParameters

Bool = npt.NDArray[np.bool_]
_Points = npt.NDArray[np.float64]
_Index = npt.NDArray[np.int64]

# Points that stand for one arc when ellipses are fitted.
_SAMPLES = 24


def contour_regions(blob: Bool, parameters: SeparateParameters) -> list[Bool]:
    """Part one connected blob; regions may overlap.

    Parameters
    ----------
    blob : ndarray of bool
        Shape (Y, X), one connected part.
    parameters : SeparateParameters
        Its fields that begin with ``contour_``, and ``complete_hidden``.

    Returns
    -------
    list of ndarray of bool
        Shape (Y, X) each; the blob itself where it is one particle.
    """
    padded = np.pad(blob, 1)
    points, bounds, ring = cut_arcs(
        padded, parameters.contour_smoothing_px, np.deg2rad(parameters.contour_min_turn)
    )
    if len(bounds) < 3:
        return [blob]
    samples, lengths = _sample(points, bounds)
    group = group_arcs(
        samples,
        lengths,
        ring,
        padded,
        parameters.contour_lean,
        parameters.contour_max_aspect,
        parameters.contour_max_misfit_px,
        parameters.contour_max_misfit,
        parameters.contour_max_misfit_adjacent,
        parameters.contour_min_inside,
    )
    if group.max() == 0:
        return [blob]
    ellipses = ellipses_of(
        samples, lengths, group, parameters.contour_lean, parameters.contour_max_aspect
    )
    keep = supported(ellipses, padded, parameters.contour_max_covered)
    if keep.sum() < 2:
        return [blob]
    owners = np.flatnonzero(keep)
    regions = draw(ellipses[owners], padded, parameters.complete_hidden)
    return [region[1:-1, 1:-1] for region in regions]


@njit(cache=True)
def _sample(points: _Points, bounds: _Index) -> tuple[_Points, _Points]:
    """Evenly spaced points of every arc (A, S, 2), and arc lengths in edges (A,)."""
    count = len(bounds) - 1
    samples = np.empty((count, _SAMPLES, 2))
    lengths = np.empty(count)
    for arc in range(count):
        size = bounds[arc + 1] - bounds[arc]
        lengths[arc] = size
        for k in range(_SAMPLES):
            index = bounds[arc] + int((k + 0.5) * size / _SAMPLES)
            samples[arc, k] = points[index]
    return samples, lengths


@njit(cache=True)
def _gather(
    samples: _Points, lengths: _Points, members: _Index
) -> tuple[_Points, _Points]:
    """Points and weights of several arcs."""
    points = np.empty((len(members) * _SAMPLES, 2))
    weights = np.empty(len(points))
    for k in range(len(members)):
        points[k * _SAMPLES : (k + 1) * _SAMPLES] = samples[members[k]]
        weights[k * _SAMPLES : (k + 1) * _SAMPLES] = lengths[members[k]] / _SAMPLES
    return points, weights


@njit(cache=True)
def _adjacent(one: _Index, other: _Index, ring: _Index) -> bool:
    """Whether two groups hold arcs that follow each other on an outline."""
    for p in one:
        for q in other:
            if ring[p, 0] == ring[q, 0] and (
                abs(p - q) == 1 or abs(p - q) == ring[p, 1] - ring[p, 0]
            ):
                return True
    return False


@njit(cache=True)
def _doubt(
    one: _Index,
    other: _Index,
    samples: _Points,
    lengths: _Points,
    ring: _Index,
    mask: Bool,
    own: _Points,
    lean: float,
    aspect: float,
    misfit_px: float,
    misfit_far: float,
    misfit_near: float,
    min_inside: float,
) -> float:
    """Misfit of the common ellipse over the allowed one; large where impossible."""
    members = np.concatenate((one, other))
    points, weights = _gather(samples, lengths, members)
    ellipse = fit_ellipse(points, weights, lean, aspect)
    if ellipse[3] <= 0:
        return 1e9
    size = np.sqrt(ellipse[2] * ellipse[3])
    split = len(one) * _SAMPLES
    worst = max(misfit(ellipse, points[:split]), misfit(ellipse, points[split:]))
    near = _adjacent(one, other, ring)
    allowed = misfit_px + (misfit_near if near else misfit_far) * size
    allowed += own[one[0]] + own[other[0]] if not near else 0.0
    if worst > allowed or share_inside(ellipse, mask) < min_inside:
        return 1e9
    return worst / allowed


@njit(cache=True)
def group_arcs(
    samples: _Points,
    lengths: _Points,
    ring: _Index,
    mask: Bool,
    lean: float,
    aspect: float,
    misfit_px: float,
    misfit_far: float,
    misfit_near: float,
    min_inside: float,
) -> _Index:
    """Which particle each arc belongs to, by joining the likeliest pair in turn.

    Returns
    -------
    ndarray of int64
        Shape (A,): 0 to the number of particles less one.
    """
    count = len(samples)
    own = np.empty(count)
    groups = [np.array([k]) for k in range(count)]
    for k in range(count):
        points, weights = _gather(samples, lengths, groups[k])
        ellipse = fit_ellipse(points, weights, lean, aspect)
        own[k] = misfit(ellipse, points) if ellipse[3] > 0 else 0.0
    doubt = np.full((count, count), 1e9)
    for p in range(count):
        for q in range(p):
            doubt[p, q] = doubt[q, p] = _doubt(
                groups[p],
                groups[q],
                samples,
                lengths,
                ring,
                mask,
                own,
                lean,
                aspect,
                misfit_px,
                misfit_far,
                misfit_near,
                min_inside,
            )
    while True:
        best = int(np.argmin(doubt))
        p, q = best // count, best % count
        if doubt[p, q] > 1.0:
            break
        groups[p] = np.concatenate((groups[p], groups[q]))
        doubt[q, :] = 1e9
        doubt[:, q] = 1e9
        groups[q] = groups[q][:0]
        for k in range(count):
            if k != p and len(groups[k]):
                doubt[p, k] = doubt[k, p] = _doubt(
                    groups[p],
                    groups[k],
                    samples,
                    lengths,
                    ring,
                    mask,
                    own,
                    lean,
                    aspect,
                    misfit_px,
                    misfit_far,
                    misfit_near,
                    min_inside,
                )
    group = np.zeros(count, np.int64)
    number = 0
    for k in range(count):
        if len(groups[k]):
            for arc in groups[k]:
                group[arc] = number
            number += 1
    return group


@njit(cache=True)
def ellipses_of(
    samples: _Points, lengths: _Points, group: _Index, lean: float, aspect: float
) -> _Points:
    """One ellipse per particle, shape (P, 6)."""
    count = group.max() + 1
    ellipses = np.zeros((count, 6))
    for k in range(count):
        points, weights = _gather(samples, lengths, np.flatnonzero(group == k))
        found = fit_ellipse(points, weights, lean, aspect)
        for i in range(6):
            ellipses[k, i] = found[i]
    return ellipses


@njit(cache=True)
def _record(row: _Points) -> Ellipse:
    return row[0], row[1], row[2], row[3], row[4], row[5]


@njit(cache=True)
def supported(
    ellipses: _Points, mask: Bool, max_covered: float
) -> npt.NDArray[np.bool_]:
    """Which ellipses hold enough of the blob that no larger one holds."""
    count = len(ellipses)
    keep = np.zeros(count, np.bool_)
    order = np.argsort(-ellipses[:, 2] * ellipses[:, 3])
    taken = np.zeros(mask.shape, np.bool_)
    for k in order:
        ellipse = _record(ellipses[k])
        if ellipse[3] <= 0:
            continue
        new = all_of_it = in_mask = 0
        top, bottom, left, right = _box(ellipse, mask.shape)
        for y in range(top, bottom):
            for x in range(left, right):
                if reach(ellipse, y, x) <= 1:
                    all_of_it += 1
                    if mask[y, x]:
                        in_mask += 1
                        if not taken[y, x]:
                            new += 1
        if new == 0 or new < (1 - max_covered) * all_of_it:
            continue
        keep[k] = True
        for y in range(top, bottom):
            for x in range(left, right):
                if reach(ellipse, y, x) <= 1:
                    taken[y, x] = True
    return keep


@njit(cache=True)
def _box(ellipse: Ellipse, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    half = ellipse[2] + 1
    return (
        max(int(ellipse[0] - half), 0),
        min(int(ellipse[0] + half) + 2, shape[0]),
        max(int(ellipse[1] - half), 0),
        min(int(ellipse[1] + half) + 2, shape[1]),
    )


@njit(cache=True)
def draw(ellipses: _Points, mask: Bool, complete: bool) -> list[Bool]:
    """Regions: the ellipse in the blob, and pixels of none go to the nearest."""
    height, width = mask.shape
    count = len(ellipses)
    regions = [np.zeros(mask.shape, np.bool_) for _ in range(count)]
    for y in range(height):
        for x in range(width):
            if not mask[y, x]:
                continue
            nearest, where, inside = 1e18, 0, False
            for k in range(count):
                ellipse = _record(ellipses[k])
                out = reach(ellipse, y, x)
                if out <= 1 and complete:
                    regions[k][y, x] = True
                    inside = True
                away = (out - 1) * np.sqrt(ellipse[2] * ellipse[3])
                if away < nearest:
                    nearest, where = away, k
            if not inside:
                regions[where][y, x] = True
    return regions
