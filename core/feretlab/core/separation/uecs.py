"""Ultimate erosion of convex shapes: erode blobs until every part is convex."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy import ndimage

from feretlab.core.separation.outline import (
    hull_of,
    hull_size,
    pixel_chain_length,
    trace,
)
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.region import Bool, Region

# Pixels times erosion steps that one blob may cost; larger ones are thinned out.
_BUDGET = 400_000_000
# The two structuring elements, taken in turn: 2 x 2 square, 3 x 3 cross.
_ELEMENT_Y = np.array([[0, 0, 1, 1, 0], [0, -1, 0, 0, 1]])
_ELEMENT_X = np.array([[0, 1, 0, 1, 0], [0, 0, -1, 1, 0]])


def uecs_regions(
    blob: Bool, parameters: SeparateParameters, min_marker_px: float
) -> list[Region]:
    """Part one connected blob; regions may overlap.

    Parameters
    ----------
    blob : ndarray of bool
        Shape (Y, X), one connected part.
    parameters : SeparateParameters
        Its fields that begin with ``uecs_``, and ``connectivity``.
    min_marker_px : float
        Area below which an eroded part is no marker.

    Returns
    -------
    list of Region
        Corners are those in the blob's box: the blob itself where it is convex,
        nothing where it is too hollow, else what its markers grew back to.

    References
    ----------
    C. Park, J. Z. Huang, J. X. Ji, Y. Ding: Segmentation, inference and
    classification of partially overlapping nanoparticles. IEEE Transactions on
    Pattern Analysis and Machine Intelligence 35 (2013) 669-681.
    """
    stride = _stride(blob)
    regions = []
    for piece, place in _thinned(blob, stride, parameters.connectivity):
        outcome = _erode(
            piece,
            parameters.uecs_min_convexity,
            parameters.uecs_max_hollow,
            parameters.uecs_reject_convexity,
            min_marker_px / stride**2,
            parameters.connectivity,
        )
        for pixels in outcome:
            region, top, left = _cut_out(pixels, piece.shape[1], 0)
            corner = ((place[0] + top - 1) * stride, (place[1] + left - 1) * stride)
            if stride > 1:
                region = region.repeat(stride, 0).repeat(stride, 1)
                window = blob[corner[0] :, corner[1] :]
                window = window[: len(region), : region.shape[1]]
                region = region[: len(window), : window.shape[1]] & window
            regions.append(Region(mask=region, corner=corner))
    return regions


def _thinned(
    blob: Bool, stride: int, connectivity: int
) -> Iterator[tuple[Bool, tuple[int, int]]]:
    """Thin a blob out, in a frame, with its corner: thin necks may break there."""
    thin = blob[::stride, ::stride]
    if stride == 1:
        yield np.pad(thin, 1), (0, 0)
        return
    structure = ndimage.generate_binary_structure(2, 2 if connectivity == 8 else 1)
    labels, _ = ndimage.label(thin, structure)
    for label, box in enumerate(ndimage.find_objects(labels), 1):
        yield np.pad(labels[box] == label, 1), (box[0].start, box[1].start)


def _stride(blob: Bool) -> int:
    """How many times to thin a blob out so that eroding it stays affordable."""
    area = int(blob.sum())
    steps = min(blob.shape) / 2
    return max(1, int(np.ceil((area * steps / _BUDGET) ** (1 / 3))))


@njit(cache=True)
def convexity_of(mask: Bool) -> tuple[float, float]:
    """Hull perimeter / perimeter, and 1 - area / hull area, of one connected part.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X), its outermost rows and columns false.

    Returns
    -------
    convexity, hollow : float
        Both of the polygon through the outermost pixel centres.
    """
    height, width = mask.shape
    ends = np.empty((2 * height, 2), np.int64)
    count = area = 0
    top_row = top_column = -1
    for y in range(height):
        first = last = -1
        for x in range(width):
            if mask[y, x]:
                area += 1
                last = x
                if first < 0:
                    first = x
        if first < 0:
            continue
        if top_row < 0:
            top_row, top_column = y, first
        ends[count] = y, first
        count += 1
        if last > first:
            ends[count] = y, last
            count += 1
    if area < 3:
        return 1.0, 0.0
    chain = trace(mask, top_row, top_column, np.zeros(mask.shape, np.bool_))
    hull_perimeter, hull_area = hull_size(hull_of(ends[:count]))
    return hull_perimeter / max(pixel_chain_length(chain), 1.0), 1 - area / hull_area


@njit(cache=True)
def _cut_out(
    pixels: npt.NDArray[np.int64], width: int, margin: int
) -> tuple[Bool, int, int]:
    """Mask of a pixel list in its own box, with the box's corner."""
    top, bottom = pixels[0] // width, pixels[0] // width
    left, right = pixels[0] % width, pixels[0] % width
    for pixel in pixels:
        y, x = pixel // width, pixel % width
        top, bottom = min(top, y), max(bottom, y)
        left, right = min(left, x), max(right, x)
    top, left = top - margin, left - margin
    box = np.zeros((bottom - top + margin + 1, right - left + margin + 1), np.bool_)
    for pixel in pixels:
        box[pixel // width - top, pixel % width - left] = True
    return box, top, left


@njit(cache=True)
def _parts(
    pixels: npt.NDArray[np.int64],
    todo: npt.NDArray[np.uint8],
    steps: npt.NDArray[np.int64],
) -> list[npt.NDArray[np.int64]]:
    """Give connected parts of pixels; `todo` is an image of zeros, zero again after."""
    parts = []
    for pixel in pixels:
        todo[pixel] = 1
    for seed in pixels:
        if not todo[seed]:
            continue
        part = np.empty(len(pixels), np.int64)
        part[0], count, done = seed, 1, 0
        todo[seed] = 0
        while done < count:
            for step in steps:
                other = part[done] + step
                if todo[other]:
                    todo[other] = 0
                    part[count] = other
                    count += 1
            done += 1
        parts.append(part[:count].copy())
    return parts


@njit(cache=True)
def _grow_back(
    blob: Bool, marker: npt.NDArray[np.int64], level: int
) -> npt.NDArray[np.int64]:
    """Dilate a marker inside the blob by the elements that eroded it, last first."""
    width = blob.shape[1]
    inside = np.zeros(blob.size, np.bool_)
    flat = blob.ravel()
    region = np.empty(blob.sum(), np.int64)
    region[: len(marker)] = marker
    count = len(marker)
    for pixel in marker:
        inside[pixel] = True
    older = newer = 0
    for step in range(level - 1, -1, -1):
        # Pixels older than two steps have met both elements already.
        stop = count
        for i in range(older, stop):
            for k in range(5):
                other = (
                    region[i]
                    + _ELEMENT_Y[step % 2, k] * width
                    + _ELEMENT_X[step % 2, k]
                )
                if flat[other] and not inside[other]:
                    inside[other] = True
                    region[count] = other
                    count += 1
        older, newer = newer, stop
    return region[:count]


@njit(cache=True)
def _erode(
    blob: Bool,
    min_convexity: float,
    max_hollow: float,
    reject_convexity: float,
    min_marker_px: float,
    connectivity: int,
) -> list[npt.NDArray[np.int64]]:
    """Flat pixel indices of every region of one padded blob."""
    width = blob.shape[1]
    steps = np.array(
        [-width, -1, 1, width, -width - 1, 1 - width, width - 1, width + 1]
    )
    steps = steps[:connectivity]
    regions = []
    whole = np.flatnonzero(blob)
    convexity, hollow = convexity_of(blob)
    if convexity > min_convexity:
        regions.append(whole)
        return regions
    if convexity < reject_convexity:
        return regions
    level_of = np.full(blob.size, -1, np.int32)
    level_of[whole] = 0
    todo = np.zeros(blob.size, np.uint8)
    stack = [(0, whole)]
    while len(stack):
        level, part = stack.pop()
        if len(part) < min_marker_px:
            continue
        box, _, _ = _cut_out(part, width, 1)
        convexity, hollow = convexity_of(box)
        if convexity > min_convexity and hollow < max_hollow:
            region = _grow_back(blob, part, level)
            box, _, _ = _cut_out(region, width, 1)
            convexity, hollow = convexity_of(box)
            if convexity > min_convexity and hollow < max_hollow:
                regions.append(region)
            continue
        left = np.empty(len(part), np.int64)
        count = 0
        for pixel in part:
            stays = True
            for k in range(5):
                other = (
                    pixel + _ELEMENT_Y[level % 2, k] * width + _ELEMENT_X[level % 2, k]
                )
                if level_of[other] < level:
                    stays = False
                    break
            if stays:
                left[count] = pixel
                count += 1
        left = left[:count]
        for pixel in left:
            level_of[pixel] = level + 1
        for piece in _parts(left, todo, steps):
            stack.append((level + 1, piece))
    return regions
