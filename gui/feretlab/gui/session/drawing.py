"""Regions from what was drawn by hand: plain geometry.

Points are (row, column) where pixel (r, c) covers r to r + 1 and c to c + 1; a
pixel belongs to a region where its middle does.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles

Bool = npt.NDArray[np.bool_]
Place = tuple[float, float]
Region = tuple[Bool, tuple[int, int]]

_MOST_CLOSING_PX = 64
EIGHT = np.ones((3, 3), np.bool_)


def polygon_region(points: Sequence[Place], shape: tuple[int, int]) -> Region | None:
    """Fill a polygon, even-odd.

    Parameters
    ----------
    points : sequence of (float, float)
        Its corners; the last is joined to the first.
    shape : tuple of int
        Height and width of the field; what lies beyond is cut off.

    Returns
    -------
    tuple of ndarray of bool and (int, int), or None
        Mask and corner; None where no pixel's middle lies inside.
    """
    if len(points) < 3:
        return None
    corners = np.asarray(points, np.float64)
    low = np.clip(np.floor(corners.min(0)), 0, shape).astype(int)
    high = np.clip(np.ceil(corners.max(0)), 0, shape).astype(int)
    if (high <= low).any():
        return None
    flips = np.zeros((high[0] - low[0], high[1] - low[1] + 1), np.int32)
    np.add.at(flips, _crossings(corners, low, high), 1)
    inside = np.cumsum(flips, axis=1)[:, :-1] % 2 == 1
    return cut_region(inside, (int(low[0]), int(low[1])))


def split_regions(
    particles: Particles, index: int, line: Sequence[Place]
) -> tuple[Region, ...]:
    """Cut a particle along a drawn line.

    Parameters
    ----------
    particles : Particles
        All of them.
    index : int
        Which one.
    line : sequence of (float, float)
        Points of the line, which is prolonged by a pixel at both ends.

    Returns
    -------
    tuple of regions
        The parts, largest first, which together are the particle; only one where
        the line does not part it.
    """
    from scipy import ndimage

    mask = particles.mask(index)
    top, left = (int(edge) for edge in particles.boxes[index, :2])
    cut = _line_pixels(_prolonged(line), (top, left), mask.shape)
    before = ndimage.label(mask, EIGHT)[1]
    # Parts may touch by a corner across a thin line: only edges connect here.
    labels, count = ndimage.label(mask & ~cut)
    if count <= before:
        return (cut_region(mask.copy(), (top, left)),)  # type: ignore[return-value]
    nearest = ndimage.distance_transform_edt(
        labels == 0, return_distances=False, return_indices=True
    )
    whole = np.where(mask, labels[tuple(nearest)], 0)
    parts = _without_crumbs(whole, count)
    return _sorted_parts(_by_side(parts, mask & cut, line, (top, left)), (top, left))


def merged_region(particles: Particles, indices: Sequence[int]) -> Region:
    """Join particles; the gaps between them are closed where they are apart.

    Parameters
    ----------
    particles : Particles
        All of them.
    indices : sequence of int
        Two or more; far ones are joined by what a closing gives.

    Returns
    -------
    tuple of ndarray of bool and (int, int)
        Mask and corner.
    """
    from scipy import ndimage

    boxes = particles.boxes[list(indices)]
    margin = _MOST_CLOSING_PX + 1
    top, left = boxes[:, :2].min(0) - margin
    bottom, right = boxes[:, 2:].max(0) + margin
    union = np.zeros((bottom - top, right - left), np.bool_)
    for index, (y0, x0, y1, x1) in zip(indices, boxes, strict=True):
        union[y0 - top : y1 - top, x0 - left : x1 - left] |= particles.mask(index)
    reach = 1
    joined = union
    while ndimage.label(joined, EIGHT)[1] > 1 and reach <= _MOST_CLOSING_PX:
        far = ndimage.distance_transform_edt(~union)
        joined = ndimage.distance_transform_edt(far <= reach) > reach
        joined |= union
        reach *= 2
    joined = ndimage.binary_fill_holes(joined)
    height, width = particles.shape
    inside = joined[
        max(-top, 0) : joined.shape[0] - max(bottom - height, 0),
        max(-left, 0) : joined.shape[1] - max(right - width, 0),
    ]
    region = cut_region(inside, (max(int(top), 0), max(int(left), 0)))
    assert region is not None
    return region


def reshaped_region(
    particles: Particles, index: int, path: Sequence[Place]
) -> Region | None:
    """Redraw part of an outline.

    Parameters
    ----------
    particles : Particles
        All of them.
    index : int
        Which one.
    path : sequence of (float, float)
        A stroke that begins and ends near the outline. Begun inside it adds what
        it encloses outside; begun outside it takes away what it cuts off.

    Returns
    -------
    tuple of ndarray of bool and (int, int), or None
        None where nothing would be left or the stroke is too short.
    """
    drawn = polygon_region(path, particles.shape)
    if drawn is None:
        return None
    old, new, first = in_one_window(particles, index, drawn)
    at = int(path[0][0] // 1) - first[0], int(path[0][1] // 1) - first[1]
    within = 0 <= at[0] < old.shape[0] and 0 <= at[1] < old.shape[1]
    if within and old[at]:
        return cut_region(old | new, first)
    return cut_region(largest_part(old & ~new), first)


def without_region(
    particles: Particles, index: int, region: Region
) -> tuple[int, tuple[Region, ...]]:
    """Take a region out of a particle.

    Parameters
    ----------
    particles : Particles
        All of them.
    index : int
        Which one.
    region : tuple of ndarray of bool and (int, int)
        What is taken out.

    Returns
    -------
    common : int
        Pixels of both.
    rest : tuple of regions
        The connected parts that are left, largest first.
    """
    from scipy import ndimage

    its, out, first = in_one_window(particles, index, region)
    common = int((its & out).sum())
    return common, _sorted_parts(ndimage.label(its & ~out)[0], first)


def in_one_window(
    particles: Particles, index: int, region: Region
) -> tuple[Bool, Bool, tuple[int, int]]:
    """Lay a particle and a region into one window.

    Parameters
    ----------
    particles : Particles
        All of them.
    index : int
        Which one.
    region : tuple of ndarray of bool and (int, int)
        Anywhere.

    Returns
    -------
    its, other : ndarray of bool
        The particle and the region, both new, of the same shape (Y, X).
    corner : tuple of int
        Of the window.
    """
    top, left, bottom, right = (int(edge) for edge in particles.boxes[index])
    mask, (y, x) = region
    first = min(top, y), min(left, x)
    last = max(bottom, y + mask.shape[0]), max(right, x + mask.shape[1])
    its = np.zeros((last[0] - first[0], last[1] - first[1]), np.bool_)
    other = its.copy()
    for window, content, (row, column) in (
        (its, particles.mask(index), (top, left)),
        (other, mask, (y, x)),
    ):
        rows = slice(row - first[0], row - first[0] + content.shape[0])
        window[rows, column - first[1] : column - first[1] + content.shape[1]] = content
    return its, other, first


def cut_region(mask: Bool, corner: tuple[int, int]) -> Region | None:
    """Give a mask without empty rows and columns around it, and its corner."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    inside = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return inside, (int(corner[0] + rows[0]), int(corner[1] + columns[0]))


def largest_part(mask: Bool) -> Bool:
    """Give the largest of a mask's parts.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X); pixels that share a corner belong together.

    Returns
    -------
    ndarray of bool
        Shape (Y, X).
    """
    from scipy import ndimage

    labels, count = ndimage.label(mask, EIGHT)
    if count < 2:
        return mask
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return np.asarray(labels == sizes.argmax())


def _crossings(
    corners: npt.NDArray[np.float64],
    low: npt.NDArray[np.int_],
    high: npt.NDArray[np.int_],
) -> tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]:
    """Give row and first column, from `low`, of pixels right of each side's crossing.

    A side crosses the middle of a row once, or not at all.
    """
    ends = np.roll(corners, -1, axis=0)
    upper = np.minimum(corners[:, 0], ends[:, 0])
    lower = np.maximum(corners[:, 0], ends[:, 0])
    first = np.clip(np.ceil(upper - 0.5), low[0], high[0]).astype(np.int_)
    past = np.clip(np.ceil(lower - 0.5), low[0], high[0]).astype(np.int_)
    counts = past - first
    side = np.repeat(np.arange(len(corners)), counts)
    row = np.arange(len(side)) - np.repeat(np.cumsum(counts) - counts, counts)
    row += first[side]
    (y0, x0), (y1, x1) = corners[side].T, ends[side].T
    at = x0 + (row + 0.5 - y0) / (y1 - y0) * (x1 - x0)
    column = np.clip(np.floor(at - 0.5) + 1, low[1], high[1]).astype(np.int_)
    return row - low[0], column - low[1]


def _prolonged(line: Sequence[Place]) -> npt.NDArray[np.float64]:
    points = np.asarray(line, np.float64)
    ends = []
    for end, other in ((points[0], points[1]), (points[-1], points[-2])):
        away = end - other
        ends.append(end + away / max(float(np.hypot(*away)), 1e-9))
    return np.concatenate([[ends[0]], points, [ends[1]]])


def _line_pixels(
    points: npt.NDArray[np.float64], corner: tuple[int, int], shape: tuple[int, ...]
) -> Bool:
    """Give the pixels that a line passes, so that none of its sides touch."""
    drawn = np.zeros(shape, np.bool_)
    for start, end in pairwise(points):
        steps = max(int(np.ceil(4 * np.abs(end - start).max())), 1)
        places = start + np.linspace(0, 1, steps + 1)[:, None] * (end - start)
        at = np.floor(places).astype(int) - corner
        at = at[((at >= 0) & (at < shape)).all(1)]
        drawn[at[:, 0], at[:, 1]] = True
    return drawn


def _by_side(
    parts: npt.NDArray[np.int32],
    cut: Bool,
    line: Sequence[Place],
    corner: tuple[int, int],
) -> npt.NDArray[np.int32]:
    """Give the pixels under the line to the part on their own side of it."""
    values = np.unique(parts[parts > 0])
    if len(values) != 2:
        return parts
    middles = np.add(np.argwhere(parts > 0), corner, dtype=np.float64) + 0.5
    sides = _sides(middles, line)
    field = np.zeros(parts.shape)
    field[parts > 0] = sides
    one, other = values.tolist()
    means = [field[(parts == value) & ~cut].mean() for value in (one, other)]
    positive = one if means[0] > means[1] else other
    negative = other if positive == one else one
    return np.where(cut, np.where(field > 0, positive, negative), parts)


def _sides(
    places: npt.NDArray[np.float64], line: Sequence[Place]
) -> npt.NDArray[np.float64]:
    """Give 1 or -1 for the side of the line's nearest stretch, 0 on it."""
    points = np.asarray(line, np.float64)
    nearest = np.full(len(places), np.inf)
    sides = np.zeros(len(places))
    for start, end in pairwise(points):
        along = end - start
        share = ((places - start) @ along) / max(float(along @ along), 1e-12)
        foot = start + np.clip(share, 0, 1)[:, None] * along
        far = np.hypot(*(places - foot).T)
        away = places - start
        side = np.sign(along[0] * away[:, 1] - along[1] * away[:, 0])
        closer = far < nearest
        nearest[closer], sides[closer] = far[closer], side[closer]
    return sides


def _without_crumbs(labels: npt.NDArray[np.int32], count: int) -> Any:
    """Give parts of less than four pixels to the largest."""
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    sizes[0] = 0
    small = sizes < 4
    small[0] = False
    return np.where(small[labels], int(sizes.argmax()), labels)


def _sorted_parts(labels: Any, corner: tuple[int, int]) -> tuple[Region, ...]:
    found: Iterable[int] = np.unique(labels[labels > 0]).tolist()
    parts = [cut_region(labels == value, corner) for value in found]
    regions = [part for part in parts if part is not None]
    return tuple(sorted(regions, key=lambda part: -int(part[0].sum())))
