"""Ellipses through parts of an outline, leaning towards circles, compiled."""

import numpy as np
import numpy.typing as npt
from numba import njit

# centre y, centre x, half axes a and b, direction cosine and sine of a (x, y).
Ellipse = tuple[float, float, float, float, float, float]

_Points = npt.NDArray[np.float64]


def _even_points(rings: int, spokes: int) -> _Points:
    """Points on rings of a unit disc that stand for equal parts of its area."""
    ring, spoke = np.divmod(np.arange(rings * spokes), spokes)
    out = np.sqrt((ring + 0.5) / rings)
    angle = 2 * np.pi * (spoke + 0.5 * (ring % 2)) / spokes
    return np.stack([out * np.cos(angle), out * np.sin(angle)], axis=1)


_IN_A_DISC = _even_points(6, 20)


@njit(cache=True)
def fit_ellipse(
    points: _Points, weights: _Points, lean: float, aspect: float
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
    for penalty in (lean, 1e6):
        system = matrix.copy()
        system[0, 0] += 4 * penalty * total
        system[1, 1] += penalty * total
        u, v, d, e, f = _solve(system)
        found = _axes(u, v, d, e, f)
        if found[3] > 0.0 and found[2] <= aspect * found[3]:
            break
    y, x, a, b, cosine, sine = found
    return (
        middle_y + scale * y,
        middle_x + scale * x,
        scale * a,
        scale * b,
        cosine,
        sine,
    )


@njit(cache=True)
def _solve(system: _Points) -> tuple[float, float, float, float, float]:
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


@njit(cache=True)
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


@njit(cache=True)
def reach(ellipse: Ellipse, y: float, x: float) -> float:
    """How far out a point lies: 0 at the centre, 1 on the outline."""
    cy, cx, a, b, cosine, sine = ellipse
    along = ((x - cx) * cosine + (y - cy) * sine) / a
    across = ((y - cy) * cosine - (x - cx) * sine) / b
    return np.sqrt(along * along + across * across)


@njit(cache=True)
def misfit(ellipse: Ellipse, points: _Points) -> float:
    """Root mean square radial distance of points to an ellipse, in px."""
    total = 0.0
    for i in range(len(points)):
        y, x = points[i, 0], points[i, 1]
        out = max(reach(ellipse, y, x), 1e-6)
        away = np.hypot(y - ellipse[0], x - ellipse[1]) * (1 - 1 / out)
        total += away * away
    return np.sqrt(total / len(points))


@njit(cache=True)
def lies_inside(
    ellipse: Ellipse, mask: npt.NDArray[np.bool_], least_share: float
) -> bool:
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
