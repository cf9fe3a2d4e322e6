"""Triangles and rectangles that arcs of an outline may have in common, compiled.

Equilateral triangles and rectangles of any length, their corners more or less
round, stand for plates, cubes and rods. All in one file, because compiled functions
call none of another file's.
"""

import numpy as np

from feretlab.core.compiled import compiled
from feretlab.core.separation.evidence import Arcs, Index, Limits, Points, Polygon
from feretlab.core.separation.region import Bool

# A doubt above every limit: these groups cannot be one particle.
_NEVER = 1e9
# Directions tried in a period, and how often the step is halved around the best.
_TURNS, _HALVINGS = 12, 3
# Radii of the corners as shares of the inscribed one; the last is that of a rod.
_ROUND = (0.1, 0.4, 1.0)
# So far the smoothing along outlines pulls the ends of arcs into a neighbour.
_DEPTH_PX = 1.0
_SINE_60 = np.sin(np.pi / 3)


def _even_points(sides: int, out: float) -> Points:
    """Grid points of a polygon of inradius 1, without its rim and corners."""
    y, x = np.mgrid[-2:2:0.17, -2:2:0.17].reshape(2, -1)
    turn = 2 * np.pi * np.arange(sides)[:, None] / sides
    inside = (np.cos(turn) * x + np.sin(turn) * y).max(axis=0) < 0.9
    keep = inside & (np.hypot(y, x) < out)
    return np.stack([y[keep], x[keep]], axis=1)


# The rim, known to a pixel only, and the corners, which may be round, do not count.
_IN_A_TRIANGLE, _IN_A_SQUARE = _even_points(3, 1.5), _even_points(4, 1.25)


@compiled
def _around(points: Points, sides: int, turn: float) -> Polygon:
    """Smallest polygon around points, one of its sides facing a direction."""
    far = np.full(4, -np.inf)
    for k in range(sides):
        angle = turn + 2 * np.pi * k / sides
        cosine, sine = np.cos(angle), np.sin(angle)
        for i in range(len(points)):
            far[k] = max(far[k], points[i, 1] * cosine + points[i, 0] * sine)
    cosine, sine = np.cos(turn), np.sin(turn)
    if sides == 4:
        along, across = (far[0] - far[2]) / 2, (far[1] - far[3]) / 2
        a, b = (far[0] + far[2]) / 2, (far[1] + far[3]) / 2
    else:
        a = b = (far[0] + far[1] + far[2]) / 3
        along, across = far[0] - a, (far[1] - far[2]) / (2 * _SINE_60)
    y, x = along * sine + across * cosine, along * cosine - across * sine
    return y, x, a, b, cosine, sine, sides, _ROUND[0] * min(a, b)


@compiled
def _depths(polygon: Polygon, y: float, x: float) -> tuple[float, float]:
    """How deep a point lies under the nearest side and under the next one."""
    cy, cx, a, b, cosine, sine, sides, _ = polygon
    along = (x - cx) * cosine + (y - cy) * sine
    across = abs((y - cy) * cosine - (x - cx) * sine)
    if sides == 4:
        one, other = a - abs(along), b - across
        return min(one, other), max(one, other)
    one, other = a - along, a + along / 2 - _SINE_60 * across
    third = a + along / 2 + _SINE_60 * across
    return min(one, other), min(max(one, other), third)


@compiled
def polygon_misfit(polygon: Polygon, points: Points) -> float:
    """Root mean square distance of points to a polygon with round corners, in px.

    Parameters
    ----------
    polygon : tuple
        As `fit_polygon` gives it.
    points : ndarray of float64
        Shape (N, 2), y and x.

    Returns
    -------
    float
        0 where all points lie on the outline.
    """
    corner = polygon[7]
    between = 0.0 if polygon[6] == 4 else -0.5  # cosine between neighbouring normals
    total = 0.0
    for i in range(len(points)):
        depth, next_depth = _depths(polygon, points[i, 0], points[i, 1])
        p, q = corner - depth, corner - next_depth
        if p > q * between and q > p * between:
            out = (p * p + q * q - 2 * p * q * between) / (1 - between * between)
            depth = corner - np.sqrt(out)
        total += depth * depth
    return np.sqrt(total / len(points))


@compiled
def fit_polygon(points: Points, sides: int) -> Polygon:
    """Fit the polygon around points that these lie nearest to.

    Parameters
    ----------
    points : ndarray of float64
        Shape (N, 2), y and x.
    sides : {3, 4}
        Equilateral triangle or rectangle.

    Returns
    -------
    tuple
        Centre y and x; half sides a and b of a rectangle, or the inradius of a
        triangle twice; cosine and sine of the direction of a; sides; radius of
        the corners in px.
    """
    step = 2 * np.pi / sides / _TURNS
    best, least = _around(points, sides, 0.0), np.inf
    found = 0.0
    for k in range(_TURNS):
        polygon = _around(points, sides, k * step)
        off = polygon_misfit(polygon, points)
        if off < least:
            best, least, found = polygon, off, k * step
    for _ in range(_HALVINGS):
        step /= 2
        middle = found
        for turn in (middle - step, middle + step):
            polygon = _around(points, sides, turn)
            off = polygon_misfit(polygon, points)
            if off < least:
                best, least, found = polygon, off, turn
    y, x, a, b, cosine, sine, _, _ = best
    for share in _ROUND[1:]:
        polygon = (y, x, a, b, cosine, sine, sides, share * min(a, b))
        off = polygon_misfit(polygon, points)
        if off < least:
            best, least = polygon, off
    return best


@compiled
def likely_sides(arcs: Arcs, most: float) -> int:
    """Tell which shape the arcs of a blob show, each by itself.

    Parameters
    ----------
    arcs : Arcs
        Of one blob.
    most : float
        Share of the squared misfit of their own ellipses that polygons may leave.

    Returns
    -------
    {0, 3, 4}
        Sides of the better polygon; 0 where ellipses will do.
    """
    best, likely = 0.0, 0
    for k in range(len(arcs.lengths)):
        best += most * arcs.lengths[k] * arcs.own_misfit[k] ** 2
    for sides in (3, 4):
        total = 0.0
        for k in range(len(arcs.lengths)):
            polygon = fit_polygon(arcs.samples[k], sides)
            total += arcs.lengths[k] * polygon_misfit(polygon, arcs.samples[k]) ** 2
        if total < best:
            best, likely = total, sides
    return likely


@compiled
def _size(polygon: Polygon) -> float:
    """Radius of the disc of equal area."""
    share = 4.0 if polygon[6] == 4 else 6 * _SINE_60
    return np.sqrt(share * polygon[2] * polygon[3] / np.pi)


@compiled
def _lies_inside(polygon: Polygon, mask: Bool, least_share: float) -> bool:
    """Whether a share of a polygon, its corners aside, lies in a mask."""
    cy, cx, a, b, cosine, sine, sides, _ = polygon
    height, width = mask.shape
    grid = _IN_A_SQUARE if sides == 4 else _IN_A_TRIANGLE
    inside = len(grid)
    for k in range(len(grid)):
        along, across = a * grid[k, 1], b * grid[k, 0]
        x = int(np.rint(cx + along * cosine - across * sine))
        y = int(np.rint(cy + along * sine + across * cosine))
        if not (0 <= y < height and 0 <= x < width and mask[y, x]):
            inside -= 1
            if inside < least_share * len(grid):
                return False
    return True


@compiled
def _holds_outline(polygon: Polygon, arcs: Arcs, depth_px: float) -> bool:
    """Whether an outline, beyond which there is no particle, runs deep inside."""
    reach = 2 * max(polygon[2], polygon[3])
    for k in range(len(arcs.lengths)):
        away_y = arcs.middle[k, 0] - polygon[0]
        away_x = arcs.middle[k, 1] - polygon[1]
        if np.hypot(away_y, away_x) > reach + arcs.lengths[k]:
            continue
        for point in arcs.samples[k]:
            if _depths(polygon, point[0], point[1])[0] > depth_px:
                return True
    return False


@compiled
def _points_of(first: int, following: Index, arcs: Arcs) -> Points:
    """Points of all arcs of a group."""
    count, arc = 0, first
    while arc >= 0:
        count, arc = count + 1, following[arc]
    per_arc = arcs.samples.shape[1]
    points = np.empty((count * per_arc, 2))
    arc = first
    for k in range(count):
        points[k * per_arc : (k + 1) * per_arc] = arcs.samples[arc]
        arc = following[arc]
    return points


@compiled
def polygon_doubts(
    pairs: Index, following: Index, arcs: Arcs, mask: Bool, limits: Limits, sides: int
) -> Points:
    """Doubts that pairs of groups are one particle, by their common polygons.

    Parameters
    ----------
    pairs, following, arcs, mask, limits
        As for `ellipse_doubts`.
    sides : {3, 4}
        What `likely_sides` gave.

    Returns
    -------
    ndarray of float64
        Shape (N,): misfit over the allowed one, at most 1 where the two may be one.
    """
    doubts = np.full(len(pairs), _NEVER)
    for k in range(len(pairs)):
        one = _points_of(pairs[k, 0], following, arcs)
        other = _points_of(pairs[k, 1], following, arcs)
        polygon = fit_polygon(np.concatenate((one, other)), sides)
        narrow, wide = min(polygon[2], polygon[3]), max(polygon[2], polygon[3])
        if narrow <= 0 or wide > limits.aspect * narrow:
            continue
        size = _size(polygon)
        allowed = limits.polygon_misfit_px + limits.polygon_misfit * size
        worst = max(polygon_misfit(polygon, one), polygon_misfit(polygon, other))
        if (
            worst <= allowed
            and _lies_inside(polygon, mask, limits.inside)
            and not _holds_outline(polygon, arcs, _DEPTH_PX + limits.depth * size)
        ):
            doubts[k] = worst / max(allowed, 1e-9)
    return doubts
