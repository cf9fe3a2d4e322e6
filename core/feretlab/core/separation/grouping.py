"""Which arcs of an outline belong to one particle."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.separation.ellipses import ellipse_doubts
from feretlab.core.separation.evidence import Arcs, Index, Limits, Points
from feretlab.core.separation.polygons import likely_sides, polygon_doubts
from feretlab.core.separation.region import Bool

# The doubt of groups none of whose arcs are near each other, above all others.
_FAR = 2e9


def group_arcs(arcs: Arcs, mask: Bool, limits: Limits) -> Index:
    """Assign arcs to particles, joining the likeliest pair in turn.

    Where the arcs show polygons rather than ellipses, both are looked for.

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
    sides = likely_sides(arcs, limits.polygon_gain)

    def doubts_of(pairs: Index, following: Index) -> Points:
        doubts = ellipse_doubts(pairs, following, arcs, mask, limits)
        if not sides:
            return doubts
        others = polygon_doubts(pairs, following, arcs, mask, limits, sides)
        return np.minimum(doubts, others)

    return _joined(near_arcs(arcs.middle, arcs.lengths), doubts_of)


@compiled
def near_arcs(middle: Points, lengths: Points) -> npt.NDArray[np.bool_]:
    """Tell which arcs stand close, for their length, to each other; shape (A, A)."""
    count = len(lengths)
    near = np.zeros((count, count), np.bool_)
    for p in range(count):
        for q in range(p):
            away = np.hypot(middle[p, 0] - middle[q, 0], middle[p, 1] - middle[q, 1])
            near[p, q] = away <= 1.5 * (lengths[p] + lengths[q])
    return near


def _joined(
    near: npt.NDArray[np.bool_], doubts_of: Callable[[Index, Index], Points]
) -> Index:
    """Join the pair of least doubt until none has a doubt of at most 1.

    A group goes by the first of its arcs.
    """
    count = len(near)
    following, last = np.full(count, -1), np.arange(count)
    first = np.arange(count)
    doubt = np.full((count, count), np.float32(_FAR))
    pairs = np.argwhere(near)
    doubt[pairs[:, 0], pairs[:, 1]] = doubts_of(pairs, following)
    doubt = np.minimum(doubt, doubt.T)
    partner = doubt.argmin(axis=1)
    everyone = np.arange(count)
    while True:
        p = int(doubt[everyone, partner].argmin())
        q = int(partner[p])
        if doubt[p, q] > 1:
            break
        following[last[p]], last[p] = q, last[q]
        first[first == q] = p
        # Near to one of the two is near to both together.
        candidates = np.minimum(doubt[p], doubt[q]) < _FAR
        candidates[[p, q]] = False
        others = np.flatnonzero(candidates)
        doubt[[p, q]] = doubt[:, [p, q]] = _FAR
        pairs = np.stack([np.full_like(others, p), others], axis=1)
        doubt[p, others] = doubt[others, p] = doubts_of(pairs, following)
        closer = doubt[:, p] < doubt[everyone, partner]
        partner[closer] = p
        stale = (partner == p) & ~closer | (partner == q)
        stale[p] = True
        partner[stale] = doubt[stale].argmin(axis=1)
    return np.unique(first, return_inverse=True)[1]
