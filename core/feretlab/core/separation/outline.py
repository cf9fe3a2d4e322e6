"""Outlines of regions, how convex these are, and erosion until they are, compiled.

All in one file, because compiled functions call none of another file's.
"""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.separation.region import Bool

_Chain = npt.NDArray[np.int32]
_Index = npt.NDArray[np.int64]

# One step along a pixel edge, region on the right: east, south, west, north.
_STEP_Y = np.array([0, 1, 0, -1])
_STEP_X = np.array([1, 0, -1, 0])
# Pixel ahead to the right and to the left of a corner, per direction.
_RIGHT_Y = np.array([0, 0, -1, -1])
_RIGHT_X = np.array([0, -1, -1, 0])
_LEFT_Y = np.array([-1, 0, 0, -1])
_LEFT_X = np.array([0, 0, -1, -1])
# The two structuring elements, taken in turn: 2 x 2 square, 3 x 3 cross.
_ELEMENT_Y = np.array([[0, 0, 1, 1, 0], [0, -1, 0, 0, 1]])
_ELEMENT_X = np.array([[0, 1, 0, 1, 0], [0, 0, -1, 1, 0]])


@compiled
def trace(mask: Bool, row: int, column: int, seen: Bool) -> _Chain:
    """Directions of the pixel edges around a region, from a pixel's upper left corner.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X), its outermost rows and columns false.
    row, column : int
        A pixel of the region with none of the region above it.
    seen : ndarray of bool
        Shape (Y, X); set where the outline runs along a pixel's upper edge
        eastward, so that every outline can be found once.

    Returns
    -------
    ndarray of int32
        Shape (M,): 0 east, 1 south, 2 west, 3 north, the region on the right;
        pixels that share a corner are connected.
    """
    chain = np.empty(64, np.int32)
    count = 0
    y, x, direction = row, column, 0
    while True:
        if direction == 0:
            seen[y, x] = True
        if count == len(chain):
            longer = np.empty(2 * count, np.int32)
            longer[:count] = chain
            chain = longer
        chain[count] = direction
        count += 1
        y += _STEP_Y[direction]
        x += _STEP_X[direction]
        if mask[y + _LEFT_Y[direction], x + _LEFT_X[direction]]:
            direction = (direction + 3) % 4
        elif not mask[y + _RIGHT_Y[direction], x + _RIGHT_X[direction]]:
            direction = (direction + 1) % 4
        if y == row and x == column and direction == 0:
            return chain[:count]


@compiled
def outlines(mask: Bool) -> tuple[_Chain, _Index, _Index]:
    """Trace all outlines of a blob, holes included.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X), its outermost rows and columns false.

    Returns
    -------
    chain : ndarray of int32
        Shape (M,), what `trace` gives, outline after outline.
    bounds : ndarray of int64
        Shape (O + 1,): where each begins.
    corners : ndarray of int64
        Shape (O, 2): the pixel, y and x, whose upper left corner each begins at.
    """
    height, width = mask.shape
    seen = np.zeros(mask.shape, np.bool_)
    chains = [np.empty(0, np.int32)]
    pixels = [(0, 0)]
    for y in range(1, height):
        for x in range(1, width):
            if mask[y, x] and not mask[y - 1, x] and not seen[y, x]:
                chains.append(trace(mask, y, x, seen))
                pixels.append((y, x))
    count = len(chains) - 1
    bounds, corners = np.zeros(count + 1, np.int64), np.empty((count, 2), np.int64)
    for k in range(count):
        bounds[k + 1] = bounds[k] + len(chains[k + 1])
        corners[k, 0], corners[k, 1] = pixels[k + 1]
    chain = np.empty(bounds[count], np.int32)
    for k in range(count):
        chain[bounds[k] : bounds[k + 1]] = chains[k + 1]
    return chain, bounds, corners


@compiled
def pixel_chain_length(chain: _Chain) -> float:
    """Perimeter from a pixel-edge chain, nearly unbiased for any direction.

    Weights of Vossepoel and Smeulders for the chain of boundary pixels: even
    steps 0.980, odd ones 1.406, less 0.091 for every change of direction.

    References
    ----------
    A. M. Vossepoel, A. W. M. Smeulders: Vector code probability and metrication
    error in the representation of straight lines of finite length. Computer
    Graphics and Image Processing 20 (1982) 347-364.
    """
    even = odd = corners = 0
    first = last = -1
    for i in range(len(chain)):
        here, after = chain[i], chain[(i + 1) % len(chain)]
        if after == here:
            code = 2 * here
            even += 1
        elif after == (here + 3) % 4:
            code = (2 * here + 7) % 8
            odd += 1
        else:
            continue
        if first < 0:
            first = code
        elif code != last:
            corners += 1
        last = code
    if first != last:
        corners += 1
    return 0.980 * even + 1.406 * odd - 0.091 * corners


@compiled
def hull_of(points: _Index) -> _Index:
    """Corners of the convex hull of points sorted by y, then x; shape (K, 2)."""
    count = len(points)
    hull = np.empty((2 * count + 1, 2), np.int64)
    size = 0
    for sweep in range(2):
        floor = size + 1
        for step in range(count):
            p = points[step] if sweep == 0 else points[count - 1 - step]
            if sweep == 1 and step == 0:
                continue
            while size > floor - sweep and (
                (hull[size - 1, 0] - hull[size - 2, 0]) * (p[1] - hull[size - 2, 1])
                - (hull[size - 1, 1] - hull[size - 2, 1]) * (p[0] - hull[size - 2, 0])
                <= 0
            ):
                size -= 1
            hull[size] = p
            size += 1
    return hull[: max(size - 1, 1)]


@compiled
def hull_size(hull: _Index) -> tuple[float, int]:
    """Perimeter of a hull of pixel centres, and how many pixels lie in it.

    The count is Pick's theorem: area + lattice points on the boundary / 2 + 1.
    """
    perimeter = 0.0
    twice_area = 0
    on_boundary = 0
    for i in range(len(hull)):
        y0, x0 = hull[i]
        y1, x1 = hull[(i + 1) % len(hull)]
        dy, dx = abs(y1 - y0), abs(x1 - x0)
        perimeter += np.hypot(dy, dx)
        twice_area += y0 * x1 - y1 * x0
        while dx:
            dy, dx = dx, dy % dx
        on_boundary += dy
    return perimeter, (abs(twice_area) + on_boundary) // 2 + 1


@compiled
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


@compiled
def _cut_out(pixels: _Index, width: int, margin: int) -> tuple[Bool, int, int]:
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


@compiled
def _parts(
    pixels: _Index,
    todo: npt.NDArray[np.uint8],
    steps: _Index,
) -> list[_Index]:
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


@compiled
def _grow_back(blob: Bool, marker: _Index, level: int) -> _Index:
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


@compiled
def erode(
    blob: Bool,
    min_convexity: float,
    max_hollow: float,
    reject_convexity: float,
    min_marker_px: float,
    connectivity: int,
) -> list[tuple[Bool, int, int]]:
    """Erode one blob until every part is convex, and let these grow back.

    Parameters
    ----------
    blob : ndarray of bool
        Shape (Y, X), its outermost rows and columns false.
    min_convexity, max_hollow : float
        What a convex part has at least and less than.
    reject_convexity : float
        Below it the blob is left out.
    min_marker_px : float
        Area below which an eroded part is no marker.
    connectivity : {4, 8}
        Of the parts.

    Returns
    -------
    list of (ndarray of bool, int, int)
        Mask, first row and first column of each region.
    """
    width = blob.shape[1]
    steps = np.array(
        [-width, -1, 1, width, -width - 1, 1 - width, width - 1, width + 1]
    )
    steps = steps[:connectivity]
    regions = []
    whole = np.flatnonzero(blob)
    convexity, hollow = convexity_of(blob)
    if convexity > min_convexity:
        regions.append(_cut_out(whole, width, 0))
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
                regions.append(_cut_out(region, width, 0))
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
