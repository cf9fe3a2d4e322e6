"""Calipers and enclosing circle of regions, from their convex hulls.

The hull is that of the pixel edges, its corners in the order of ImageJ's
``FloatPolygon.getConvexHull``, because which of two equally long diameters gives
the Feret angle depends on it.
"""

import math

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.measurement.packed import Bits, Boxes, Mask, Offsets, Points

#: What `hull_measures` gives, column by column.
HULL_COLUMNS = (
    "feret",
    "feret_angle_deg",
    "min_feret",
    "hull_area",
    "hull_perimeter",
    "enclosing_diameter",
)


@compiled
def _extremes(mask: Mask) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Leftmost and rightmost pixel edge along each horizontal grid line."""
    height, width = mask.shape
    low = np.full(height + 1, width, np.int64)
    high = np.full(height + 1, -1, np.int64)
    for y in range(height):
        first = 0
        while first < width and not mask[y, first]:
            first += 1
        if first == width:
            continue
        past = width
        while not mask[y, past - 1]:
            past -= 1
        for line in (y, y + 1):
            low[line] = min(low[line], first)
            high[line] = max(high[line], past)
    return low, high


@compiled
def _extend(hull: Points, base: int, count: int, x: int, y: int) -> int:
    """Append a corner after dropping those that it makes superfluous."""
    while count - base >= 2:
        ax, ay = hull[count - 2]
        bx, by = hull[count - 1]
        if (bx - ax) * (y - by) - (by - ay) * (x - bx) < 0:
            break
        count -= 1
    hull[count, 0] = x
    hull[count, 1] = y
    return count + 1


@compiled
def _convex_hull(mask: Mask) -> Points:
    """Corners (x, y) from the upper left one, counterclockwise on the screen."""
    low, high = _extremes(mask)
    lines = len(low)
    hull = np.empty((2 * lines, 2), np.float64)
    count = 0
    for y in range(lines):
        if high[y] >= 0:
            count = _extend(hull, 0, count, low[y], y)
    base = count
    for y in range(lines - 1, -1, -1):
        if high[y] >= 0:
            count = _extend(hull, base, count, high[y], y)
    return hull[:count]


@compiled
def _max_caliper(hull: Points, unit_y: float) -> tuple[float, float]:
    """Longest distance between two corners, and its angle in degrees."""
    longest = 0.0
    a = b = 0
    for i in range(len(hull)):
        for j in range(i + 1, len(hull)):
            dx = hull[i, 0] - hull[j, 0]
            dy = (hull[i, 1] - hull[j, 1]) * unit_y
            squared = dx * dx + dy * dy
            if squared > longest:
                longest, a, b = squared, i, j
    if hull[a, 0] > hull[b, 0]:
        a, b = b, a
    rise = (hull[a, 1] - hull[b, 1]) * unit_y
    angle = 180.0 / math.pi * math.atan2(rise, hull[b, 0] - hull[a, 0])
    return math.sqrt(longest), angle + 180.0 if angle < 0.0 else angle


@compiled
def _min_caliper(hull: Points, unit_y: float) -> float:
    """Smallest width of the hull between two parallel lines."""
    smallest = np.inf
    for i in range(len(hull)):
        x, y = hull[i]
        normal_x = (y - hull[i - 1, 1]) * unit_y
        normal_y = hull[i - 1, 0] - x
        factor = 1.0 / math.sqrt(normal_x * normal_x + normal_y * normal_y)
        normal_x *= factor
        normal_y *= factor * unit_y
        widest = 0.0
        for j in range(len(hull)):
            width = (hull[j, 0] - x) * normal_x + (hull[j, 1] - y) * normal_y
            widest = max(widest, width)
        smallest = min(smallest, widest)
    return smallest


@compiled
def _circle_of(points: Points, i: int, j: int, k: int) -> tuple[float, float, float]:
    """Centre and squared radius of the circle through three points; two if k is j."""
    ax, ay = points[i, 0], points[i, 1]
    bx, by = points[j, 0] - ax, points[j, 1] - ay
    if k == j:
        return ax + bx / 2, ay + by / 2, (bx * bx + by * by) / 4
    cx, cy = points[k, 0] - ax, points[k, 1] - ay
    cross = 2.0 * (bx * cy - by * cx)
    if cross == 0.0:
        return ax, ay, np.inf
    b2, c2 = bx * bx + by * by, cx * cx + cy * cy
    ux, uy = (cy * b2 - by * c2) / cross, (bx * c2 - cx * b2) / cross
    return ax + ux, ay + uy, ux * ux + uy * uy


@compiled
def _farthest(points: Points, x: float, y: float, limit: float) -> int:
    """Index of the point farthest from (x, y), beyond a squared limit; -1 if none."""
    farthest = -1
    for i in range(len(points)):
        squared = (points[i, 0] - x) ** 2 + (points[i, 1] - y) ** 2
        if squared > limit:
            limit, farthest = squared, i
    return farthest


@compiled
def _enclosing_diameter(points: Points) -> float:
    """Diameter of the smallest circle around the points.

    Of the two or three points that carry the circle and the farthest one outside
    it, those are taken that carry the smallest circle around them all. It grows
    each time, so no three points return.
    """
    carriers = points[np.array([0, 1, 1, 1])]
    while True:
        a = b = c = 0
        x = y = 0.0
        smallest = np.inf
        for i in range(4):
            for j in range(i + 1, 4):
                for k in range(j, 4):
                    x0, y0, squared = _circle_of(carriers, i, j, k)
                    limit = squared * (1 + 1e-12)
                    if squared < smallest and _farthest(carriers, x0, y0, limit) < 0:
                        x, y, smallest, a, b, c = x0, y0, squared, i, j, k
        outside = _farthest(points, x, y, smallest * (1 + 1e-12))
        if outside < 0:
            return 2.0 * math.sqrt(smallest)
        carriers = carriers[np.array([a, b, c, c])]
        carriers[3] = points[outside]


@compiled
def hull_measures(
    boxes: Boxes, offsets: Offsets, bits: Bits, unit_y: float
) -> npt.NDArray[np.float64]:
    """Measure the convex hulls of regions.

    Parameters
    ----------
    boxes, offsets, bits : ndarray
        The packed masks of `feretlab.core.particles.Particles`.
    unit_y : float
        Height of a pixel over its width.

    Returns
    -------
    ndarray of float64
        Shape (N, 6), in the order of `HULL_COLUMNS`; lengths in pixel widths.
    """
    out = np.empty((len(boxes), 6))
    for index in range(len(boxes)):
        height = boxes[index, 2] - boxes[index, 0]
        width = boxes[index, 3] - boxes[index, 1]
        mask = bits[offsets[index] : offsets[index + 1]].reshape(height, width)
        hull = _convex_hull(mask)
        out[index, 0], out[index, 1] = _max_caliper(hull, unit_y)
        out[index, 2] = _min_caliper(hull, unit_y)
        area = length = 0.0
        for i in range(len(hull)):
            dx = hull[i, 0] - hull[i - 1, 0]
            dy = hull[i, 1] - hull[i - 1, 1]
            area += (hull[i, 0] + hull[i - 1, 0]) * dy
            length += math.sqrt(dx * dx + (dy * unit_y) ** 2)
        out[index, 3] = abs(area) / 2 * unit_y
        out[index, 4] = length
        hull[:, 1] *= unit_y
        out[index, 5] = _enclosing_diameter(hull)
    return out
