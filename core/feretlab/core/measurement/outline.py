"""Outlines of regions along their pixel edges, as ImageJ's wand walks them.

A vertex (x, y) is the corner shared by the pixels (x - 1, y - 1) and (x, y).
Pixels that share only a corner belong together; an outline keeps the region at
its right hand, so that outer outlines run clockwise on the screen and the
outlines of holes counterclockwise.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
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
    return Outlines(*_trace_all(np.require(mask, np.bool_, ("C", "W"))))


@compiled
def _padded(mask: Mask) -> Mask:
    """Copy a region into a flat array with a frame of background around it."""
    height, width = mask.shape
    frame = np.zeros((height + 2) * (width + 2), np.bool_)
    for y in range(height):
        start = (y + 1) * (width + 2) + 1
        frame[start : start + width] = mask[y]
    return frame


@compiled
def _trace(
    frame: Mask, stride: int, start: int, seen: Mask, vertices: Points, count: int
) -> int:
    """Append the outline that runs down from vertex `start`, region at its right.

    Vertex (x, y) has the number y * stride + x, which in `frame` is the pixel
    above and left of it.
    """
    # By direction, times 90 degrees: right, up, left, down.
    steps = (1, -stride, -1, stride)
    pixels = (stride + 1, 1, 0, stride)
    at = start
    direction = 3
    while True:
        if direction == 3:
            seen[at] = True
        elif direction == 1:
            seen[at - stride] = True
        at += steps[direction]
        turned = (direction + 1) & 3
        if not frame[at + pixels[turned]]:
            turned = direction
            if not frame[at + pixels[turned]]:
                turned = (direction + 3) & 3
        if turned != direction:
            vertices[count, 0] = at % stride
            vertices[count, 1] = at // stride
            count += 1
        direction = turned
        if at == start and direction == 3:
            return count


@compiled
def _trace_all(mask: Mask) -> tuple[Points, Offsets, npt.NDArray[np.bool_]]:
    """Trace once from every vertical edge that no earlier outline has passed."""
    height, width = mask.shape
    stride = width + 2
    frame = _padded(mask)
    edges = 0
    for edge in range(height * stride - 1):
        edges += frame[edge + stride] != frame[edge + stride + 1]
    # Every vertex ends a vertical edge, every outline has two of them or more;
    # arrays that grow inside the loop make it seventy times slower.
    vertices = np.empty((2 * edges, 2), np.int32)
    offsets = np.zeros(edges // 2 + 1, np.int64)
    is_hole = np.zeros(edges // 2, np.bool_)
    seen = np.zeros(len(frame), np.bool_)
    total = found = 0
    for edge in range(height * stride - 1):
        left = frame[edge + stride]
        if left == frame[edge + stride + 1] or seen[edge]:
            continue
        # An unseen left edge begins a new part, an unseen right edge a hole.
        start = edge
        while frame[start + stride + 1]:
            start += 1
        total = _trace(frame, stride, start, seen, vertices, total)
        is_hole[found] = left
        found += 1
        offsets[found] = total
    return vertices[:total], offsets[: found + 1], is_hole[:found]


@compiled
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


@compiled
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
