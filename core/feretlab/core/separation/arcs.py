"""Outlines of a blob cut into arcs at its concave points, compiled."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.separation.outline import outlines

_Points = npt.NDArray[np.float64]


@compiled
def smoothed_outline(
    chain: npt.NDArray[np.int32], row: int, column: int, sigma: float
) -> _Points:
    """Draw a smooth closed curve through the middles of pixel edges.

    Parameters
    ----------
    chain : ndarray of int32
        What `trace` gave, begun at the upper left corner of pixel (row, column).
    row, column : int
        That pixel.
    sigma : float
        Standard deviation of the Gaussian along the outline, in pixel edges.

    Returns
    -------
    ndarray of float64
        Shape (M, 2), y and x; pixel centres are integers.
    """
    count = len(chain)
    raw = np.empty((count, 2))
    y, x = row - 0.5, column - 0.5
    for i in range(count):
        dy = 1.0 if chain[i] == 1 else (-1.0 if chain[i] == 3 else 0.0)
        dx = 1.0 if chain[i] == 0 else (-1.0 if chain[i] == 2 else 0.0)
        raw[i, 0], raw[i, 1] = y + dy / 2, x + dx / 2
        y, x = y + dy, x + dx
    half = min(int(np.ceil(3 * sigma)), (count - 1) // 2)
    kernel = np.exp(-0.5 * (np.arange(-half, half + 1) / max(sigma, 1e-6)) ** 2)
    kernel /= kernel.sum()
    smooth = np.zeros((count, 2))
    for i in range(count):
        for k in range(-half, half + 1):
            j = (i + k) % count
            smooth[i, 0] += kernel[k + half] * raw[j, 0]
            smooth[i, 1] += kernel[k + half] * raw[j, 1]
    return smooth


@compiled
def concave_points(points: _Points, min_turn: float) -> npt.NDArray[np.int64]:
    """Where a closed outline, region on the right, turns away from the region.

    Parameters
    ----------
    points : ndarray of float64
        Shape (M, 2).
    min_turn : float
        Least turn, in radians, over one concave stretch.

    Returns
    -------
    ndarray of int64
        Indices in ascending order.
    """
    count = len(points)
    turn = np.empty(count)
    for i in range(count):
        before, here, after = points[i - 1], points[i], points[(i + 1) % count]
        y0, x0 = here[0] - before[0], here[1] - before[1]
        y1, x1 = after[0] - here[0], after[1] - here[1]
        turn[i] = np.arctan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1)
    begin = 0
    while begin < count and turn[begin] < 0:
        begin += 1
    found = np.empty(count, np.int64)
    size = 0
    if begin == count:
        return found[:0]
    total = moment = 0.0
    for step in range(count + 1):
        bend = turn[(begin + step) % count]
        if bend < 0 and step < count:
            total += bend
            moment += bend * step
        else:
            if -total >= min_turn:
                found[size] = (begin + int(np.rint(moment / total))) % count
                size += 1
            total = moment = 0.0
    return np.sort(found[:size])


@compiled
def opposite_point(points: _Points, here: int) -> int:
    """Index of the point at the narrowest neck seen from another point, or -1."""
    count = len(points)
    best, where = 0.5, -1
    for j in range(count):
        along = abs(j - here)
        along = min(along, count - along)
        if along < max(6, count // 8):
            continue
        neck = np.hypot(points[j, 0] - points[here, 0], points[j, 1] - points[here, 1])
        if neck / along < best:
            best, where = neck / along, j
    return where


def cut_arcs(
    mask: npt.NDArray[np.bool_],
    cut_sides: npt.NDArray[np.bool_],
    sigma: float,
    min_turn: float,
) -> tuple[_Points, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Arcs of all outlines of a blob, holes included.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X), its outermost rows and columns false.
    cut_sides : ndarray of bool
        Shape (4,): whether the border of the field runs along the top, bottom,
        left and right of the mask; outlines there say nothing on shapes.
    sigma : float
        Smoothing along the outline, in pixel edges.
    min_turn : float
        Least concave turn, in radians.

    Returns
    -------
    points : ndarray of float64
        Shape (M, 2), y and x, arc after arc; holes without a corner left out.
    bounds : ndarray of int64
        Shape (A + 1,): where each arc begins.
    ring : ndarray of int64
        Shape (A, 2): first and last arc of the outline that each belongs to.
    """
    return _cut(*outlines(mask), mask.shape, cut_sides, sigma, min_turn)


@compiled
def _cut(
    chain: npt.NDArray[np.int32],
    begins: npt.NDArray[np.int64],
    corners: npt.NDArray[np.int64],
    shape: tuple[int, int],
    cut_sides: npt.NDArray[np.bool_],
    sigma: float,
    min_turn: float,
) -> tuple[_Points, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Cut traced outlines into arcs."""
    pieces = [np.empty((0, 2))]
    bounds = [0]
    rings = [(0, 0)]
    total = 0
    for outline in range(len(corners)):
        is_hole = total > 0 or len(bounds) > 1
        y, x = corners[outline]
        way = chain[begins[outline] : begins[outline + 1]]
        points = smoothed_outline(way, y, x, sigma)
        cuts = concave_points(points, min_turn)
        if len(points) < 8 or (is_hole and len(cuts) < 2):
            continue
        if len(cuts) == 1:
            other = opposite_point(points, cuts[0])
            if other >= 0:
                cuts = np.sort(np.array([cuts[0], other]))
        if len(cuts) == 0:
            cuts = np.zeros(1, np.int64)
        first = len(bounds) - 1
        for k in range(len(cuts)):
            start = cuts[k]
            stop = cuts[(k + 1) % len(cuts)]
            if stop <= start:
                stop += len(points)
            trim = int(sigma) if len(cuts) > 1 and stop - start > 6 * sigma else 0
            index = np.arange(start + trim, stop + 1 - trim) % len(points)
            piece = _without_border(points[index], shape, cut_sides)
            pieces.append(piece)
            total += len(piece)
            bounds.append(total)
        for _ in range(len(cuts)):
            rings.append((first, len(bounds) - 2))
    every = np.empty((total, 2))
    for k in range(1, len(pieces)):
        every[bounds[k - 1] : bounds[k]] = pieces[k]
    ring = np.empty((len(rings) - 1, 2), np.int64)
    for k in range(1, len(rings)):
        ring[k - 1, 0], ring[k - 1, 1] = rings[k]
    return every, np.array(bounds), ring


@compiled
def _without_border(
    points: _Points, shape: tuple[int, int], cut_sides: npt.NDArray[np.bool_]
) -> _Points:
    """Leave out points on the border of the field, where enough others remain."""
    keep = np.ones(len(points), np.bool_)
    for i in range(len(points)):
        y, x = points[i]
        keep[i] = not (
            (cut_sides[0] and y < 1.3)
            or (cut_sides[1] and y > shape[0] - 2.3)
            or (cut_sides[2] and x < 1.3)
            or (cut_sides[3] and x > shape[1] - 2.3)
        )
    return points[keep] if keep.sum() >= 6 else points
