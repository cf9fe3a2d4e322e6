"""Outlines of regions along their pixel edges, as ImageJ's wand walks them.

A vertex (x, y) is the corner shared by the pixels (x - 1, y - 1) and (x, y).
Pixels that share only a corner belong together; an outline keeps the region at
its right hand, so that outer outlines run clockwise on the screen and the
outlines of holes counterclockwise.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from feretlab.core.measurement.packed import Bits, Boxes, Mask, Offsets, Points


class Outlines(NamedTuple):
    """Every closed outline of one region.

    Parameters
    ----------
    vertices : ndarray of int32
        Corners (x, y) of all outlines one after another, shape (M, 2), in pixels
        from the upper left corner of the mask.
    offsets : ndarray of int64
        Where each outline begins in `vertices`, shape (K + 1,).
    is_hole : ndarray of bool
        True for outlines of holes, shape (K,).
    """

    vertices: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    is_hole: npt.NDArray[np.bool_]


def trace_outlines(mask: npt.NDArray[np.bool_]) -> Outlines:
    """Give the outlines of all parts and holes of a region, in scanning order.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (h, w).

    Returns
    -------
    Outlines
        Each outline begins where ImageJ's wand begins.
    """
    return Outlines(*_trace_all(np.ascontiguousarray(mask, np.bool_)))


@njit(cache=True, nogil=True)
def _inside(mask: Mask, x: int, y: int, direction: int) -> bool:
    """Whether the pixel on the given side of a vertex belongs to the region."""
    column = x - 1 if direction == 2 or direction == 3 else x
    row = y - 1 if direction == 1 or direction == 2 else y
    height, width = mask.shape
    return 0 <= row < height and 0 <= column < width and mask[row, column]


@njit(cache=True, nogil=True)
def _trace(
    mask: Mask, x: int, y: int, seen: Mask, vertices: Points, count: int
) -> tuple[Points, int]:
    """Append the outline that runs down the edge right of pixel (x - 1, y)."""
    start_x, start_y = x, y + 1
    y += 1
    direction = 3  # times 90 degrees: right, up, left, down
    while True:
        turned = (direction + 1) % 4
        if not _inside(mask, x, y, turned):
            turned = direction
            if not _inside(mask, x, y, turned):
                turned = (direction + 3) % 4
        if turned != direction:
            if count == len(vertices):
                grown = np.empty((2 * count, 2), np.int32)
                grown[:count] = vertices
                vertices = grown
            vertices[count, 0] = x
            vertices[count, 1] = y
            count += 1
        direction = turned
        if direction == 0:
            x += 1
        elif direction == 1:
            y -= 1
            seen[y, x] = True
        elif direction == 2:
            x -= 1
        else:
            seen[y, x] = True
            y += 1
        if x == start_x and y == start_y and direction == 3:
            return vertices, count


@njit(cache=True, nogil=True)
def _trace_all(mask: Mask) -> tuple[Points, Offsets, npt.NDArray[np.bool_]]:
    """Trace once from every vertical edge that no earlier outline has passed."""
    height, width = mask.shape
    seen = np.zeros((height, width + 1), np.bool_)
    vertices = np.empty((64, 2), np.int32)
    offsets = np.zeros(9, np.int64)
    is_hole = np.zeros(8, np.bool_)
    total = found = 0
    for y in range(height):
        before = False
        for x in range(width + 1):
            here = x < width and mask[y, x]
            if here != before and not seen[y, x]:
                # An unseen left edge begins a new part, an unseen right edge a hole.
                end = x
                while here and end < width and mask[y, end]:
                    end += 1
                vertices, total = _trace(mask, end, y, seen, vertices, total)
                if found == len(is_hole):
                    offsets = np.append(offsets, np.zeros(found, np.int64))
                    is_hole = np.append(is_hole, np.zeros(found, np.bool_))
                is_hole[found] = before
                found += 1
                offsets[found] = total
            before = here
    return vertices[:total], offsets[: found + 1], is_hole[:found]


@njit(cache=True, nogil=True)
def _corners(vertices: Points) -> int:
    """Count the corners that ImageJ shortens: of two a pixel apart only one."""
    corners = 0
    was_corner = False
    for i in range(len(vertices)):
        # Index -1 is the last vertex.
        side = abs(vertices[i, 0] - vertices[i - 1, 0])
        side += abs(vertices[i, 1] - vertices[i - 1, 1])
        was_corner = side > 1 or not was_corner
        corners += was_corner
    return corners


@njit(cache=True, nogil=True)
def outline_counts(boxes: Boxes, offsets: Offsets, bits: Bits) -> npt.NDArray[np.int64]:
    """Count horizontal edges, vertical edges and shortened corners of regions.

    Holes do not count; several parts add up.

    Parameters
    ----------
    boxes, offsets, bits : ndarray
        The packed masks of `feretlab.core.particles.Particles`.

    Returns
    -------
    ndarray of int64
        Shape (N, 3).
    """
    counts = np.zeros((len(boxes), 3), np.int64)
    for index in range(len(boxes)):
        height = boxes[index, 2] - boxes[index, 0]
        width = boxes[index, 3] - boxes[index, 1]
        mask = bits[offsets[index] : offsets[index + 1]].reshape(height, width)
        vertices, starts, is_hole = _trace_all(mask)
        for part in range(len(is_hole)):
            if is_hole[part]:
                continue
            outline = vertices[starts[part] : starts[part + 1]]
            for i in range(len(outline)):
                counts[index, 0] += abs(outline[i, 0] - outline[i - 1, 0])
                counts[index, 1] += abs(outline[i, 1] - outline[i - 1, 1])
            counts[index, 2] += _corners(outline)
    return counts
