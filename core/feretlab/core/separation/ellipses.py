"""Ellipses that arcs of an outline may have in common, compiled.

All in one file, because compiled functions call none of another file's.
"""

import numpy as np

from feretlab.core.compiled import compiled
from feretlab.core.separation.evidence import Arcs, Ellipse, Index, Limits, Points
from feretlab.core.separation.region import Bool

# Points that stand for one arc when ellipses are fitted.
_SAMPLES = 24
# A doubt above every limit: these groups cannot be one particle.
_NEVER = 1e9


def _even_points(rings: int, spokes: int) -> Points:
    """Points on rings of a unit disc that stand for equal parts of its area."""
    ring, spoke = np.divmod(np.arange(rings * spokes), spokes)
    out = np.sqrt((ring + 0.5) / rings)
    angle = 2 * np.pi * (spoke + 0.5 * (ring % 2)) / spokes
    return np.stack([out * np.cos(angle), out * np.sin(angle)], axis=1)


_IN_A_DISC = _even_points(6, 20)


@compiled
def fit_ellipse(
    points: Points, weights: Points, lean: float, noise: float, aspect: float
) -> Ellipse:
    """Least-squares conic of trace 1 with a ridge that pulls it towards a circle.

    A short arc says little about the axes: there the ridge decides, and a circle
    comes out. A conic that is no ellipse, or too long a one, gives way to a circle.

    Parameters
    ----------
    points : ndarray of float64
        Shape (N, 2), y and x.
    weights : ndarray of float64
        Shape (N,).
    lean : float
        Weight of the ridge as a share of all points' weight.
    noise : float
        Further weight of the ridge over the points' mean square distance from
        their middle: the smaller an arc, the less its points fix the axes. In px2
        times the unit of the weights.
    aspect : float
        Longest ratio of the axes.

    Returns
    -------
    tuple of float
        Centre y and x, half axes a >= b, cosine and sine of a's direction;
        half axes 0 where there is no circle either.
    """
    total = weights.sum()
    middle_y = (points[:, 0] * weights).sum() / total
    middle_x = (points[:, 1] * weights).sum() / total
    spread = 0.0
    for i in range(len(points)):
        y, x = points[i, 0] - middle_y, points[i, 1] - middle_x
        spread += weights[i] * (y * y + x * x)
    scale = np.sqrt(spread / total) + 1e-9
    matrix = np.zeros((5, 6))
    row = np.empty(6)
    for i in range(len(points)):
        y = (points[i, 0] - middle_y) / scale
        x = (points[i, 1] - middle_x) / scale
        row[0], row[1], row[2], row[3], row[4] = x * x - y * y, x * y, x, y, 1.0
        row[5] = -(x * x + y * y) / 2
        for p in range(5):
            for q in range(p, 6):
                matrix[p, q] += weights[i] * row[p] * row[q]
    for p in range(5):
        for q in range(p):
            matrix[p, q] = matrix[q, p]
    for penalty in (lean * total + noise / scale**2, 1e6 * total):
        system = matrix.copy()
        system[0, 0] += 4 * penalty
        system[1, 1] += penalty
        u, v, d, e, f = _solve(system)
        found = _axes(u, v, d, e, f)
        if found[3] > 0.0 and found[2] <= aspect * found[3]:
            break
    y, x, a, b, cosine, sine = found
    y, x = middle_y + scale * y, middle_x + scale * x
    return y, x, scale * a, scale * b, cosine, sine


@compiled
def _solve(system: Points) -> tuple[float, float, float, float, float]:
    """Gauss elimination with pivots; zeros where the system is singular."""
    for p in range(5):
        best = p
        for q in range(p + 1, 5):
            if abs(system[q, p]) > abs(system[best, p]):
                best = q
        if abs(system[best, p]) < 1e-12:
            return 0.0, 0.0, 0.0, 0.0, 0.0
        for k in range(6):
            system[p, k], system[best, k] = system[best, k], system[p, k]
        for q in range(p + 1, 5):
            factor = system[q, p] / system[p, p]
            for k in range(p, 6):
                system[q, k] -= factor * system[p, k]
    for p in range(4, -1, -1):
        for q in range(p + 1, 5):
            system[p, 5] -= system[p, q] * system[q, 5]
        system[p, 5] /= system[p, p]
    return system[0, 5], system[1, 5], system[2, 5], system[3, 5], system[4, 5]


@compiled
def _axes(u: float, v: float, d: float, e: float, f: float) -> Ellipse:
    """Centre and axes of (1/2 + u) x2 + v xy + (1/2 - u) y2 + d x + e y + f = 0."""
    alpha, gamma = 0.5 + u, 0.5 - u
    determinant = 4 * alpha * gamma - v * v
    if determinant <= 1e-9:
        return 0.0, 0.0, 0.0, 0.0, 1.0, 0.0
    x = (v * e - 2 * gamma * d) / determinant
    y = (v * d - 2 * alpha * e) / determinant
    level = -(f + (d * x + e * y) / 2)
    if level <= 0:
        return 0.0, 0.0, 0.0, 0.0, 1.0, 0.0
    bend = np.sqrt(u * u + v * v / 4)
    turn = 0.5 * np.arctan2(v, 2 * u) + np.pi / 2
    return (
        y,
        x,
        np.sqrt(level / max(0.5 - bend, 1e-9)),
        np.sqrt(level / (0.5 + bend)),
        np.cos(turn),
        np.sin(turn),
    )


@compiled
def reach(ellipse: Ellipse, y: float, x: float) -> float:
    """How far out a point lies: 0 at the centre, 1 on the outline."""
    cy, cx, a, b, cosine, sine = ellipse
    along = ((x - cx) * cosine + (y - cy) * sine) / a
    across = ((y - cy) * cosine - (x - cx) * sine) / b
    return np.sqrt(along * along + across * across)


@compiled
def misfit(ellipse: Ellipse, points: Points) -> float:
    """Root mean square radial distance of points to an ellipse, in px."""
    total = 0.0
    for i in range(len(points)):
        y, x = points[i, 0], points[i, 1]
        out = max(reach(ellipse, y, x), 1e-6)
        away = np.hypot(y - ellipse[0], x - ellipse[1]) * (1 - 1 / out)
        total += away * away
    return np.sqrt(total / len(points))


@compiled
def lies_inside(ellipse: Ellipse, mask: Bool, least_share: float) -> bool:
    """Whether a share of an ellipse's area lies in a mask; pixel centres are integers.

    Most ellipses through noise miss, and after a few points it is known.
    """
    cy, cx, a, b, cosine, sine = ellipse
    height, width = mask.shape
    count = len(_IN_A_DISC)
    inside = count
    for k in range(count):
        along, across = a * _IN_A_DISC[k, 0], b * _IN_A_DISC[k, 1]
        x = int(np.rint(cx + along * cosine - across * sine))
        y = int(np.rint(cy + along * sine + across * cosine))
        if not (0 <= y < height and 0 <= x < width and mask[y, x]):
            inside -= 1
            if inside / count < least_share:
                return False
    return True


def sample_arcs(points: Points, bounds: Index, ring: Index, limits: Limits) -> Arcs:
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
    return Arcs(*_thin_out(points, bounds, limits), ring=ring)


@compiled
def _fit(points: Points, weights: Points, limits: Limits) -> Ellipse:
    """Fit an ellipse to arcs of which nothing else is known."""
    return fit_ellipse(points, weights, limits.lean, limits.lean_px**3, limits.aspect)


@compiled
def _thin_out(
    points: Points, bounds: Index, limits: Limits
) -> tuple[Points, Points, Points, Points]:
    """All fields of `Arcs` but the ring."""
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
        weights = np.full(_SAMPLES, size / _SAMPLES)
        ellipse = _fit(samples[arc], weights, limits)
        if ellipse[3] > 0:
            own[arc] = misfit(ellipse, samples[arc])
    return samples, lengths, middle, own


@compiled
def _gather(arcs: Arcs, members: Index) -> tuple[Points, Points]:
    """Points and weights of several arcs."""
    points = np.empty((len(members) * _SAMPLES, 2))
    weights = np.empty(len(points))
    for k in range(len(members)):
        span = slice(k * _SAMPLES, (k + 1) * _SAMPLES)
        points[span] = arcs.samples[members[k]]
        weights[span] = arcs.lengths[members[k]] / _SAMPLES
    return points, weights


@compiled
def _members(first: int, following: Index) -> Index:
    """Arcs of a group, in the order in which they joined it."""
    count, arc = 0, first
    while arc >= 0:
        count, arc = count + 1, following[arc]
    members = np.empty(count, np.int64)
    arc = first
    for k in range(count):
        members[k], arc = arc, following[arc]
    return members


@compiled
def _meet(one: Index, other: Index, ring: Index) -> bool:
    """Whether two groups hold arcs that follow each other on an outline."""
    for p in one:
        for q in other:
            if ring[p, 0] == ring[q, 0] and (
                abs(p - q) == 1 or abs(p - q) == ring[p, 1] - ring[p, 0]
            ):
                return True
    return False


@compiled
def _holds_outline(ellipse: Ellipse, arcs: Arcs, depth: float) -> bool:
    """Whether an outline, beyond which there is no particle, runs deep inside."""
    for k in range(len(arcs.lengths)):
        away_y = arcs.middle[k, 0] - ellipse[0]
        away_x = arcs.middle[k, 1] - ellipse[1]
        if np.hypot(away_y, away_x) > ellipse[2] + arcs.lengths[k]:
            continue
        for i in range(_SAMPLES):
            if reach(ellipse, arcs.samples[k, i, 0], arcs.samples[k, i, 1]) < 1 - depth:
                return True
    return False


@compiled
def _stretch(ellipse: Ellipse) -> float:
    """How far from a circle: 0 there, 1 for a needle."""
    if ellipse[3] <= 0:
        return 0.0
    p, q = ellipse[2] ** 2, ellipse[3] ** 2
    return ((p - q) / (p + q)) ** 2


@compiled
def _doubt(one: Index, other: Index, arcs: Arcs, mask: Bool, limits: Limits) -> float:
    """Misfit of the common ellipse over the allowed one, `_NEVER` where too large.

    Arcs that meet in a concave point are held to a stricter limit, and what each
    arc lies off its own ellipse excuses nothing there. Two short arcs fit many a
    long ellipse: one that neither of them shows adds to the doubt.
    """
    points, weights = _gather(arcs, np.concatenate((one, other)))
    ellipse = _fit(points, weights, limits)
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
    if worst > allowed or _holds_outline(ellipse, arcs, limits.depth):
        return _NEVER
    further = _stretch(ellipse)
    for group in (one, other):
        points, weights = _gather(arcs, group)
        further -= _stretch(_fit(points, weights, limits))
    return np.sqrt((worst / allowed) ** 2 + limits.stretch * max(further, 0.0))


@compiled
def ellipse_doubts(
    pairs: Index, following: Index, arcs: Arcs, mask: Bool, limits: Limits
) -> Points:
    """Doubts that pairs of groups are one particle, by their common ellipses.

    Parameters
    ----------
    pairs : ndarray of int64
        Shape (N, 2): the first arc of each group.
    following : ndarray of int64
        Shape (A,): the arc that follows each in its group; -1 after the last.
    arcs : Arcs
        Of one blob.
    mask : ndarray of bool
        Shape (Y, X), the blob.
    limits : Limits
        What is likely.

    Returns
    -------
    ndarray of float64
        Shape (N,), at most 1 where the two may be one.
    """
    doubts = np.empty(len(pairs))
    for k in range(len(pairs)):
        one = _members(pairs[k, 0], following)
        other = _members(pairs[k, 1], following)
        doubts[k] = _doubt(one, other, arcs, mask, limits)
    return doubts


@compiled
def ellipses_of(arcs: Arcs, number: Index, limits: Limits) -> Points:
    """Fit one ellipse per particle.

    The farther arcs lie off their ellipse, the more it is pulled towards a circle.

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
        found = _fit(points, weights, limits)
        if found[3] > 0:
            off = limits.lean_misfit * weights.sum() * misfit(found, points) ** 2
            noise = limits.lean_px**3 + off
            found = fit_ellipse(points, weights, limits.lean, noise, limits.aspect)
        ellipses[k] = np.array(found)
    return ellipses
