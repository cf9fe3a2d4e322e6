"""Regions joined across borders that are probably none, compiled.

Whether a border is one is judged by what the network saw along it, and by whether
both sides together are less convex than each alone.
"""

from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.separation.borders import (
    Borders,
    find_borders,
    region_peaks,
)

Float = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]


def join_regions(
    labels: Labels,
    contact: Float,
    distance: Float,
    mask: Float,
    weights: Values,
    min_chance: float,
) -> Labels:
    """Join neighbours, the least likely border first, until all are likely.

    Parameters
    ----------
    labels : ndarray of int32
        Shape (Y, X), 0 background, parted rather too much.
    contact, distance, mask : ndarray of float32
        A network's maps, shape (Y, X), 0 to 1.
    weights : ndarray of float64
        Logistic weights of a border's `FEATURES`, after the constant.
    min_chance : float
        Borders between particles with a lower probability go, 0 to 1.

    Returns
    -------
    ndarray of int32
        Shape (Y, X), numbered without gaps.
    """
    if int(labels.max(initial=0)) < 2 or min_chance <= 0:
        return labels
    borders = find_borders(labels, contact, distance, mask)
    peaks = region_peaks(labels, distance)
    # log-odds, so that nothing is lost near 0 and 1
    least = np.log(min_chance / max(1 - min_chance, 1e-300))
    target = _join(labels, *_arrays(borders), peaks, weights, least)
    _, packed = np.unique(target, return_inverse=True)
    joined: Labels = packed.astype(np.int32)[labels]
    return joined


def border_features(
    labels: Labels, contact: Float, distance: Float, mask: Float
) -> tuple[npt.NDArray[np.int64], Values]:
    """Give what is known of every border of a label image.

    Parameters
    ----------
    labels : ndarray of int32
        Shape (Y, X), 0 background.
    contact, distance, mask : ndarray of float32
        A network's maps, shape (Y, X), 0 to 1.

    Returns
    -------
    pairs : ndarray of int64
        Shape (E, 2): the labels on both sides.
    features : ndarray of float64
        Shape (E, F), columns as `FEATURES`.
    """
    borders = find_borders(labels, contact, distance, mask)
    peaks = region_peaks(labels, distance)
    return borders.pairs, _all_features(labels, *_arrays(borders), peaks)


def _arrays(
    borders: Borders,
) -> tuple[npt.NDArray[np.int64], Values, Values, Values, Values]:
    return (
        borders.pairs,
        borders.length,
        borders.contact,
        borders.mask,
        borders.saddle,
    )


@compiled
def _join(
    labels: Labels,
    pairs: npt.NDArray[np.int64],
    length: Values,
    contact: Values,
    mask: Values,
    saddle: Values,
    peaks: Values,
    weights: Values,
    least: float,
) -> npt.NDArray[np.int64]:
    """Give for each label the label it is joined to."""
    count = len(peaks) - 1
    hulls = _region_hulls(labels, count)
    area = np.bincount(labels.ravel(), minlength=count + 1).astype(np.float64)
    hull_areas = np.array([_hull_area(corners) for corners in hulls])
    target = np.arange(count + 1)
    edges = _edges_of(pairs, count)
    slot = np.full(count + 1, -1)
    # Of a border's entries in the heap only that of its newest version counts.
    version = np.zeros(len(pairs), np.int64)
    fresh = np.arange(len(pairs))
    heap = [(0.0, np.int64(0), np.int64(0)) for _ in range(0)]
    row = np.empty(5)
    while True:
        for e in fresh:
            a, b = pairs[e]
            union = _hull_area(_hull(np.concatenate((hulls[a], hulls[b]))))
            sums = (length[e], contact[e], mask[e], saddle[e])
            _features(sums, a, b, peaks, area, hull_areas, union, row)
            odds = weights[0] + (weights[1:] * row).sum()
            version[e] += 1
            if odds < least:
                heappush(heap, (odds, e, version[e]))
        while len(heap) and heap[0][2] != version[heap[0][1]]:
            heappop(heap)
        if not len(heap):
            break
        keep, gone = pairs[heap[0][1]]
        target[gone] = keep
        hulls[keep] = _hull(np.concatenate((hulls[keep], hulls[gone])))
        hull_areas[keep] = _hull_area(hulls[keep])
        area[keep] += area[gone]
        peaks[keep] = max(peaks[keep], peaks[gone])
        sums_of = (length, contact, mask)
        fresh = _take_over(keep, gone, pairs, edges, sums_of, saddle, version, slot)
    for label in range(count + 1):
        while target[target[label]] != target[label]:
            target[label] = target[target[label]]
    return target


@compiled
def _edges_of(pairs: npt.NDArray[np.int64], count: int) -> list[npt.NDArray[np.int64]]:
    """Give for each label the borders it has."""
    starts = np.zeros(count + 2, np.int64)
    for e in range(len(pairs)):
        for label in pairs[e]:
            starts[label + 1] += 1
    starts = np.cumsum(starts)
    places, filled = np.empty(2 * len(pairs), np.int64), starts.copy()
    for e in range(len(pairs)):
        for label in pairs[e]:
            places[filled[label]] = e
            filled[label] += 1
    return [places[starts[at] : starts[at + 1]].copy() for at in range(count + 1)]


@compiled
def _take_over(
    keep: int,
    gone: int,
    pairs: npt.NDArray[np.int64],
    edges: list[npt.NDArray[np.int64]],
    sums: tuple[Values, Values, Values],
    saddle: Values,
    version: npt.NDArray[np.int64],
    slot: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Give a region the borders of one it swallowed; `slot` is all -1 between."""
    mine = np.empty(len(edges[keep]) + len(edges[gone]), np.int64)
    used = 0
    for e in edges[keep]:
        other = pairs[e, 0] + pairs[e, 1] - keep
        if other == gone:
            version[e] += 1  # the border itself is no more
            continue
        slot[other] = e
        mine[used] = e
        used += 1
    for e in edges[gone]:
        other = pairs[e, 0] + pairs[e, 1] - gone
        if other == keep:
            continue
        known = slot[other]
        if known < 0:
            pairs[e, 0], pairs[e, 1] = min(keep, other), max(keep, other)
            mine[used] = e
            used += 1
            continue
        for values in sums:
            values[known] += values[e]
        saddle[known] = max(saddle[known], saddle[e])
        version[e] += 1
        edges[other] = edges[other][edges[other] != e]
    for e in mine[:used]:
        slot[pairs[e, 0] + pairs[e, 1] - keep] = -1
    edges[keep] = mine[:used].copy()
    return edges[keep]


@compiled
def _all_features(
    labels: Labels,
    pairs: npt.NDArray[np.int64],
    length: Values,
    contact: Values,
    mask: Values,
    saddle: Values,
    peaks: Values,
) -> Values:
    count = len(peaks) - 1
    hulls = _region_hulls(labels, count)
    area = np.bincount(labels.ravel(), minlength=count + 1).astype(np.float64)
    hull_areas = np.array([_hull_area(corners) for corners in hulls])
    found = np.empty((len(pairs), 5))
    for e in range(len(pairs)):
        a, b = pairs[e]
        union = _hull_area(_hull(np.concatenate((hulls[a], hulls[b]))))
        sums = (length[e], contact[e], mask[e], saddle[e])
        _features(sums, a, b, peaks, area, hull_areas, union, found[e])
    return found


@compiled
def _features(
    sums: tuple[float, float, float, float],
    a: int,
    b: int,
    peaks: Values,
    area: Values,
    hull_areas: Values,
    union: float,
    out: Values,
) -> None:
    """Write one border's features, in the order of `FEATURES`."""
    length, contact, mask, saddle = sums
    whole = area[a] + area[b]
    apart = (
        area[a] * area[a] / hull_areas[a] + area[b] * area[b] / hull_areas[b]
    ) / whole
    out[0] = contact / length
    out[1] = min(peaks[a], peaks[b]) - saddle
    out[2] = mask / length
    out[3] = apart - whole / union
    out[4] = whole / union


@compiled
def _region_hulls(labels: npt.NDArray[np.int32], count: int) -> list[Points]:
    """Give the corners of each region's convex hull."""
    rows, columns = labels.shape
    first = np.full(count + 1, rows, np.int64)
    last = np.full(count + 1, -1, np.int64)
    for y in range(rows):
        for x in range(columns):
            label = labels[y, x]
            if label:
                first[label] = min(first[label], y)
                last[label] = y
    starts = np.zeros(count + 2, np.int64)
    for label in range(1, count + 1):
        starts[label + 1] = starts[label] + max(0, last[label] - first[label] + 1)
    left = np.full(starts[-1], columns, np.int64)
    right = np.full(starts[-1], -1, np.int64)
    for y in range(rows):
        for x in range(columns):
            label = labels[y, x]
            if label:
                at = starts[label] + y - first[label]
                left[at] = min(left[at], x)
                right[at] = max(right[at], x)
    hulls = [np.empty((0, 2))]
    for label in range(1, count + 1):
        corners = np.empty((4 * (starts[label + 1] - starts[label]), 2))
        used = 0
        for at in range(starts[label], starts[label + 1]):
            if right[at] < 0:
                continue
            y = first[label] + at - starts[label]
            for row in (y, y + 1):
                corners[used, 0], corners[used, 1] = row, left[at]
                corners[used + 1, 0], corners[used + 1, 1] = row, right[at] + 1
                used += 2
        hulls.append(_hull(corners[:used]))
    return hulls


@compiled
def _hull(points: Points) -> Points:
    """Give the corners of the convex hull of points, in turn."""
    if len(points) < 3:
        return points.copy()
    order = np.argsort(points[:, 0] * 1e6 + points[:, 1])  # rows, then columns
    corners = np.empty((2 * len(points), 2))
    used = 0
    for side in range(2):
        floor = used + 1
        for step in range(len(points)):
            point = points[order[step if side == 0 else len(points) - 1 - step]]
            while (
                used > floor and _turn(corners[used - 2], corners[used - 1], point) <= 0
            ):
                used -= 1
            corners[used] = point
            used += 1
        used -= 1  # each side ends where the other begins
    return corners[:used].copy()


@compiled
def _hull_area(corners: Points) -> float:
    """Give the area that corners enclose, in pixels."""
    total = 0.0
    for index in range(len(corners)):
        one, other = corners[index], corners[(index + 1) % len(corners)]
        total += one[0] * other[1] - other[0] * one[1]
    return abs(total) / 2


@compiled
def _turn(first: Points, second: Points, third: Points) -> float:
    """Tell on which side of the line from first to second the third point lies."""
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (
        third[0] - first[0]
    )
