"""Which arcs of an outline belong to one particle, compiled."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from feretlab.core.separation.ellipse import (
    fit_ellipse,
    lies_inside,
    misfit,
)
from feretlab.core.separation.region import Bool

_Points = npt.NDArray[np.float64]
_Index = npt.NDArray[np.int64]

# Points that stand for one arc when ellipses are fitted.
_SAMPLES = 24
# Doubts above every limit: these groups cannot be one particle, the latter because
# none of their arcs are near each other.
_NEVER, _FAR = 1e9, 2e9


class Limits(NamedTuple):
    """When arcs may be one particle's; see the fields ``contour_...``."""

    lean: float
    aspect: float
    misfit_px: float
    misfit_apart: float
    misfit_adjacent: float
    inside: float


class Arcs(NamedTuple):
    """Arcs of one blob, A in number.

    Parameters
    ----------
    samples : ndarray of float64
        Shape (A, S, 2): S points of each, evenly spaced, y and x.
    lengths : ndarray of float64
        Shape (A,), in pixel edges.
    middle : ndarray of float64
        Shape (A, 2), mean of the samples.
    ring : ndarray of int64
        Shape (A, 2): first and last arc of the outline that each belongs to.
    own_misfit : ndarray of float64
        Shape (A,), px: how far each lies off its own ellipse.
    """

    samples: _Points
    lengths: _Points
    middle: _Points
    ring: _Index
    own_misfit: _Points


@njit(cache=True)
def sample_arcs(points: _Points, bounds: _Index, ring: _Index, limits: Limits) -> Arcs:
    """Thin arcs out to a few points each.

    Parameters
    ----------
    points, bounds, ring : ndarray
        What `cut_arcs` gave.
    limits : Limits
        For the ellipse of each arc.

    Returns
    -------
    Arcs
    """
    count = len(bounds) - 1
    samples = np.empty((count, _SAMPLES, 2))
    lengths, own = np.empty(count), np.zeros(count)
    middle = np.empty((count, 2))
    for arc in range(count):
        size = bounds[arc + 1] - bounds[arc]
        lengths[arc] = size
        for k in range(_SAMPLES):
            samples[arc, k] = points[bounds[arc] + int((k + 0.5) * size / _SAMPLES)]
        middle[arc, 0] = samples[arc, :, 0].mean()
        middle[arc, 1] = samples[arc, :, 1].mean()
        weights = np.ones(_SAMPLES)
        ellipse = fit_ellipse(samples[arc], weights, limits.lean, limits.aspect)
        if ellipse[3] > 0:
            own[arc] = misfit(ellipse, samples[arc])
    return Arcs(samples, lengths, middle, ring, own)


@njit(cache=True)
def _gather(arcs: Arcs, members: _Index) -> tuple[_Points, _Points]:
    """Points and weights of several arcs."""
    points = np.empty((len(members) * _SAMPLES, 2))
    weights = np.empty(len(points))
    for k in range(len(members)):
        span = slice(k * _SAMPLES, (k + 1) * _SAMPLES)
        points[span] = arcs.samples[members[k]]
        weights[span] = arcs.lengths[members[k]] / _SAMPLES
    return points, weights


@njit(cache=True)
def _meet(one: _Index, other: _Index, ring: _Index) -> bool:
    """Whether two groups hold arcs that follow each other on an outline."""
    for p in one:
        for q in other:
            if ring[p, 0] == ring[q, 0] and (
                abs(p - q) == 1 or abs(p - q) == ring[p, 1] - ring[p, 0]
            ):
                return True
    return False


@njit(cache=True)
def _near(p: int, q: int, arcs: Arcs) -> bool:
    """Whether two arcs stand close, for their length, to each other."""
    middle = arcs.middle
    away = np.hypot(middle[p, 0] - middle[q, 0], middle[p, 1] - middle[q, 1])
    return away <= 1.5 * (arcs.lengths[p] + arcs.lengths[q])


@njit(cache=True)
def _doubt(one: _Index, other: _Index, arcs: Arcs, mask: Bool, limits: Limits) -> float:
    """Misfit of the common ellipse over the allowed one, `_NEVER` where too large.

    Arcs that meet in a concave point are held to a stricter limit, and what each
    arc lies off its own ellipse excuses nothing there.
    """
    points, weights = _gather(arcs, np.concatenate((one, other)))
    ellipse = fit_ellipse(points, weights, limits.lean, limits.aspect)
    if ellipse[3] <= 0 or not lies_inside(ellipse, mask, limits.inside):
        return _NEVER
    size = np.sqrt(ellipse[2] * ellipse[3])
    if _meet(one, other, arcs.ring):
        allowed = limits.misfit_px + limits.misfit_adjacent * size
    else:
        excuse = arcs.own_misfit[one[0]] + arcs.own_misfit[other[0]]
        allowed = limits.misfit_px + limits.misfit_apart * size + excuse
    split = len(one) * _SAMPLES
    worst = max(misfit(ellipse, points[:split]), misfit(ellipse, points[split:]))
    return _NEVER if worst > allowed else worst / allowed


@njit(cache=True)
def group_arcs(arcs: Arcs, mask: Bool, limits: Limits) -> _Index:
    """Assign arcs to particles, joining the likeliest pair in turn.

    Parameters
    ----------
    arcs : Arcs
        Of one blob.
    mask : ndarray of bool
        Shape (Y, X), the blob.
    limits : Limits
        What is likely.

    Returns
    -------
    ndarray of int64
        Shape (A,): 0 to the number of particles less one.
    """
    count = len(arcs.lengths)
    groups = [np.array([k]) for k in range(count)]
    doubt = np.full((count, count), np.float32(_FAR))
    for p in range(count):
        for q in range(p):
            if _near(p, q, arcs):
                doubt[p, q] = _doubt(groups[p], groups[q], arcs, mask, limits)
                doubt[q, p] = doubt[p, q]
    partner = np.array([np.argmin(doubt[p]) for p in range(count)])
    while True:
        p = 0
        for k in range(1, count):
            if doubt[k, partner[k]] < doubt[p, partner[p]]:
                p = k
        q = partner[p]
        if doubt[p, q] > 1.0:
            break
        groups[p], groups[q] = np.concatenate((groups[p], groups[q])), groups[q][:0]
        for k in range(count):
            fresh = _FAR
            # Near to one of the two is near to both together.
            if k != p and k != q and min(doubt[p, k], doubt[q, k]) < _FAR:
                fresh = _doubt(groups[p], groups[k], arcs, mask, limits)
            doubt[p, k] = doubt[k, p] = fresh
            doubt[q, k] = doubt[k, q] = _FAR
            if partner[k] == p or partner[k] == q:
                partner[k] = np.argmin(doubt[k])
            elif fresh < doubt[k, partner[k]]:
                partner[k] = p
        partner[p] = np.argmin(doubt[p])
    number = np.zeros(count, np.int64)
    found = 0
    for k in range(count):
        for arc in groups[k]:
            number[arc] = found
        found += len(groups[k]) > 0
    return number


@njit(cache=True)
def ellipses_of(arcs: Arcs, number: _Index, limits: Limits) -> _Points:
    """Fit one ellipse per particle.

    Parameters
    ----------
    arcs : Arcs
        Of one blob.
    number : ndarray of int64
        Shape (A,), what `group_arcs` gave.
    limits : Limits
        For the fit.

    Returns
    -------
    ndarray of float64
        Shape (P, 6), fields as in `fit_ellipse`.
    """
    ellipses = np.zeros((number.max() + 1, 6))
    for k in range(len(ellipses)):
        points, weights = _gather(arcs, np.flatnonzero(number == k))
        found = fit_ellipse(points, weights, limits.lean, limits.aspect)
        for i in range(6):
            ellipses[k, i] = found[i]
    return ellipses
