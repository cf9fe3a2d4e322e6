"""Flooding of a height map from its peaks downwards, compiled."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled

_DIAGONAL = 0.5**0.5


def flood(
    height: npt.NDArray[np.float32],
    mask: npt.NDArray[np.bool_],
    *,
    min_depth: float,
    min_relative_depth: float = 0.0,
    min_peak: float = 0.0,
    connectivity: int = 8,
) -> npt.NDArray[np.int32]:
    """Label a mask by the peaks of a height map that stand out far enough.

    Pixels are taken from the highest to the lowest. Where two hills meet, the
    lower one is swallowed unless its peak stands `min_depth`, and
    `min_relative_depth` of itself, above the meeting point: the same markers as
    h-maxima, found in one pass.

    Parameters
    ----------
    height : ndarray of float32
        Shape (Y, X).
    mask : ndarray of bool
        Shape (Y, X); nothing else is labelled.
    min_depth : float
        In units of `height`.
    min_relative_depth : float
        As a share of the lower peak.
    min_peak : float
        Peaks below this are swallowed by any neighbour.
    connectivity : {4, 8}
        Which pixels are neighbours.

    Returns
    -------
    ndarray of int32
        Shape (Y, X): 0 outside the mask, 1 to N within, N hills in the order
        of their peaks.
    """
    width = mask.shape[1] + 2
    padded = np.pad(mask, 1)
    pixels = np.flatnonzero(padded)
    ground = np.pad(height, 1).ravel()
    order = descending(ground[pixels])
    steps = np.array(
        [-width, -1, 1, width, -width - 1, 1 - width, width - 1, width + 1]
    )
    labels = np.zeros(padded.size, np.int32)
    _fill(
        pixels[order],
        ground,
        steps[:connectivity],
        labels,
        min_depth,
        min_relative_depth,
        min_peak,
    )
    return np.ascontiguousarray(labels.reshape(padded.shape)[1:-1, 1:-1])


def descending(values: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Order values from the highest to the lowest, equal ones as they come.

    The same as a stable argsort of the negative values, several times faster: sorted
    are whole numbers that hold the value above the place.

    Parameters
    ----------
    values : ndarray of float32
        Shape (N,), up to 2**32 of them.

    Returns
    -------
    ndarray of int64
        Shape (N,), places in `values`.
    """
    bits = (np.float32(0) - values).view(np.uint32).astype(np.uint64)
    negative = bits >> np.uint64(31) != 0
    rising = np.where(negative, bits ^ np.uint64(0xFFFFFFFF), bits | np.uint64(2**31))
    keys = rising << np.uint64(32) | np.arange(len(values), dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)


@compiled
def _root(parent: npt.NDArray[np.int32], label: int) -> int:
    while parent[label] != label:
        parent[label] = parent[parent[label]]
        label = parent[label]
    return label


@compiled
def _fill(
    pixels: npt.NDArray[np.int64],
    ground: npt.NDArray[np.float32],
    steps: npt.NDArray[np.int64],
    labels: npt.NDArray[np.int32],
    min_depth: float,
    min_relative_depth: float,
    min_peak: float,
) -> None:
    count = 0
    parent = np.zeros(256, np.int32)
    peak = np.zeros(256, np.float32)
    for i in range(len(pixels)):
        pixel = pixels[i]
        value = ground[pixel]
        best, slope, is_bridge = 0, -1.0, False
        for k in range(len(steps)):
            if labels[pixel + steps[k]] == 0:
                continue
            other = _root(parent, labels[pixel + steps[k]])
            rise = (ground[pixel + steps[k]] - value) * (1.0 if k < 4 else _DIAGONAL)
            if best == 0:
                best, slope = other, rise
            elif other != best:
                high, low = best, other
                if peak[low] > peak[high]:
                    high, low = low, high
                depth = peak[low] - value
                if (
                    depth < min_depth
                    or depth < min_relative_depth * peak[low]
                    or peak[low] < min_peak
                ):
                    parent[low] = high
                    best, is_bridge = high, True
                # Nothing else may connect what was swallowed with its hill.
                elif rise > slope and not is_bridge:
                    best = other
                slope = max(slope, rise)
            else:
                slope = max(slope, rise)
        if best == 0:
            count += 1
            if count == len(parent):
                parent = np.concatenate((parent, np.zeros(count, np.int32)))
                peak = np.concatenate((peak, np.zeros(count, np.float32)))
            best = count
            parent[count], peak[count] = count, value
        labels[pixel] = best
    rank = np.zeros(count + 1, np.int32)
    kept = 0
    for label in range(1, count + 1):
        if parent[label] == label:
            kept += 1
            rank[label] = kept
    for label in range(1, count + 1):
        rank[label] = rank[_root(parent, label)]
    for pixel in pixels:
        labels[pixel] = rank[labels[pixel]]


def part_by_line(labels: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Labels with a background line one pixel wide between those that touch.

    Of two labels that share an edge or a corner, the pixels of the higher number
    give way.

    Parameters
    ----------
    labels : ndarray of int32
        Shape (Y, X).

    Returns
    -------
    ndarray of int32
        Same shape.
    """
    pixels = _beside_lower(labels)
    # The lower labels first: what has given way itself needs no line beside it.
    order = np.argsort(labels.ravel()[pixels], kind="stable")
    return _giving_way(labels, pixels[order])


@compiled
def _beside_lower(labels: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Flat indices of pixels that have a neighbour of a lower label."""
    height, width = labels.shape
    found = np.empty(64, np.int64)
    count = 0
    for y in range(height):
        for x in range(width):
            if labels[y, x] == 0 or not _touches_lower(labels, y, x, labels[y, x]):
                continue
            if count == len(found):
                found = np.concatenate((found, np.empty(count, np.int64)))
            found[count] = y * width + x
            count += 1
    return found[:count]


@compiled
def _giving_way(
    labels: npt.NDArray[np.int32], pixels: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    """Take pixels away in turn that still have a neighbour of a lower label."""
    out = labels.copy()
    for pixel in pixels:
        y, x = pixel // out.shape[1], pixel % out.shape[1]
        if _touches_lower(out, y, x, labels[y, x]):
            out[y, x] = 0
    return out


@compiled
def _touches_lower(labels: npt.NDArray[np.int32], y: int, x: int, here: int) -> bool:
    height, width = labels.shape
    for v in range(max(y - 1, 0), min(y + 2, height)):
        for u in range(max(x - 1, 0), min(x + 2, width)):
            if 0 < labels[v, u] < here:
                return True
    return False
