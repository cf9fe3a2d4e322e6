"""Regions as horizontal runs of pixels: from images to packed masks.

A picture has far fewer runs than pixels, so after one pass over the pixels
everything works on runs: components are joined, boxes found and masks filled.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled

# Huge pictures have ten million runs: eight bytes for each number would be many.
Ints = npt.NDArray[np.int32]


class Runs(NamedTuple):
    """Runs of equal non-zero pixels, in scanning order, shape (R,) each.

    Rows and columns are int32, values are what the picture's are.
    """

    row: Ints
    start: Ints
    stop: Ints
    value: npt.NDArray[np.integer]


@compiled
def runs_of(
    image: npt.NDArray[np.integer],
) -> tuple[Ints, Ints, Ints, npt.NDArray[np.integer]]:
    """Find the runs of an image, shape (Y, X), any integer dtype."""
    height, width = image.shape
    count = 0
    for y in range(height):
        before = 0
        for x in range(width):
            value = image[y, x]
            if value != before and value != 0:
                count += 1
            before = value
    row = np.empty(count, np.int32)
    start = np.empty(count, np.int32)
    stop = np.empty(count, np.int32)
    values = np.empty(count, image.dtype)
    at = -1
    for y in range(height):
        before = 0
        for x in range(width):
            value = image[y, x]
            if value != before:
                if before != 0:
                    stop[at] = x
                if value != 0:
                    at += 1
                    row[at], start[at], values[at] = y, x, value
            before = value
        if before != 0:
            stop[at] = width
    return row, start, stop, values


@compiled
def components_of(row: Ints, start: Ints, stop: Ints, reach: int) -> Ints:
    """Give each run its component, from 0; `reach` is 1 if corners connect, else 0."""
    count = len(row)
    parent = np.arange(count).astype(np.int32)
    above = 0
    for run in range(count):
        while above < run and row[above] < row[run] - 1:
            above += 1
        # Runs above that end before this one begins cannot touch later ones either.
        while (
            above < run
            and row[above] == row[run] - 1
            and stop[above] + reach <= start[run]
        ):
            above += 1
        other = above
        while (
            other < run
            and row[other] == row[run] - 1
            and start[other] < stop[run] + reach
        ):
            low, high = _root(parent, other), _root(parent, run)
            if low > high:
                low, high = high, low
            parent[high] = low
            other += 1
    index = np.empty(count, np.int32)
    components = 0
    for run in range(count):
        root = _root(parent, run)
        if root == run:
            index[run] = components
            components += 1
        else:
            index[run] = index[root]
    return index


@compiled
def _root(parent: Ints, run: int) -> int:
    while parent[run] != run:
        parent[run] = parent[parent[run]]
        run = parent[run]
    return run


@compiled
def pack(
    row: Ints, start: Ints, stop: Ints, index: Ints, count: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Give boxes (N, 4), offsets (N + 1,) and bits of runs numbered by `index`."""
    boxes = np.empty((count, 4), np.int32)
    boxes[:, :2] = np.iinfo(np.int32).max
    boxes[:, 2:] = 0
    for run in range(len(row)):
        box = boxes[index[run]]
        box[0] = min(box[0], row[run])
        box[1] = min(box[1], start[run])
        box[2] = max(box[2], row[run] + 1)
        box[3] = max(box[3], stop[run])
    offsets = np.zeros(count + 1, np.int64)
    for one in range(count):
        rows = np.int64(boxes[one, 2] - boxes[one, 0])
        offsets[one + 1] = offsets[one] + rows * (boxes[one, 3] - boxes[one, 1])
    bits = np.zeros(offsets[count], np.bool_)
    for run in range(len(row)):
        one = index[run]
        width = np.int64(boxes[one, 3] - boxes[one, 1])
        first = offsets[one] + (row[run] - boxes[one, 0]) * width - boxes[one, 1]
        bits[first + start[run] : first + stop[run]] = True
    return boxes, offsets, bits


def find_runs(image: npt.NDArray[np.integer]) -> Runs:
    """Find the runs of equal non-zero pixels.

    Parameters
    ----------
    image : ndarray of integers
        Shape (Y, X).

    Returns
    -------
    Runs
    """
    return Runs(*runs_of(np.ascontiguousarray(image)))


def packed(
    runs: Runs, index: Ints, count: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Fill one mask for every number.

    Parameters
    ----------
    runs : Runs
        Any.
    index : ndarray of int32
        Shape (R,): which mask each run belongs to, 0 to `count` - 1.
    count : int
        How many masks; each must have a run.

    Returns
    -------
    boxes : ndarray of int32
        Shape (N, 4).
    offsets : ndarray of int64
        Shape (N + 1,).
    bits : ndarray of bool
        All masks one after another.
    """
    boxes, offsets, bits = pack(runs.row, runs.start, runs.stop, index, count)
    return boxes, offsets, bits
