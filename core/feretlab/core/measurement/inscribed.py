"""The largest circle inside a region.

It touches the edges of the pixels around the region (holes and the outside of the
micrograph included); its centre lies on the grid of half pixels: centres, corners
and edge midpoints of pixels. So a square of n pixels gives n, even or odd, and no
diameter is more than 0.71 px too small.
"""

import math

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.measurement.packed import Bits, Boxes, Mask, Offsets


@compiled
def _vertical_runs(mask: Mask) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """How many pixels of the region follow upwards and downwards, itself included."""
    height, width = mask.shape
    up = np.zeros((height + 1, width), np.int32)
    down = np.zeros((height + 1, width), np.int32)
    for y in range(height):
        for x in range(width):
            # Row -1 is the spare last one, zero as long as it is read.
            up[y, x] = (up[y - 1, x] + 1) * mask[y, x]
    for y in range(height - 1, -1, -1):
        for x in range(width):
            down[y, x] = (down[y + 1, x] + 1) * mask[y, x]
    return up, down


@compiled
def _clearance(
    up: npt.NDArray[np.int32],
    down: npt.NDArray[np.int32],
    y: int,
    x: int,
    half_y: int,
    half_x: int,
    unit_y: float,
    needed: float,
) -> float:
    """Squared distance from a point to the nearest edge outside, or at most `needed`.

    The point is the centre of pixel (y, x), or half a pixel below or right of it.
    """
    width = up.shape[1]
    nearest = np.inf
    for step in range(width + 2):
        across = step - 0.5 if step and not half_x else float(step)
        if across * across >= nearest:
            break
        for column in (x - step, x + half_x + step):
            if column < 0 or column >= width:
                gap = 0.0
            elif half_y:
                gap = min(up[y, column], down[y + 1, column])
            else:
                gap = max(min(up[y, column], down[y, column]) - 0.5, 0.0)
            gap *= unit_y
            nearest = min(nearest, across * across + gap * gap)
        if nearest <= needed:
            break
    return nearest


@compiled
def _best_near(
    up: npt.NDArray[np.int32],
    down: npt.NDArray[np.int32],
    y: int,
    x: int,
    unit_y: float,
    best: float,
) -> float:
    """Raise the best squared radius by the points that belong to a pixel."""
    reach = math.sqrt(best) - 0.5 * math.sqrt(1.0 + unit_y * unit_y)
    needed = reach * reach if reach > 0.0 else -1.0
    here = _clearance(up, down, y, x, 0, 0, unit_y, needed)
    if here <= needed:
        return best
    best = max(best, here)
    for half_y, half_x in ((1, 1), (0, 1), (1, 0)):
        best = max(best, _clearance(up, down, y, x, half_y, half_x, unit_y, best))
    return best


@compiled
def _inscribed_radius(mask: Mask, unit_y: float) -> float:
    """Radius in pixel widths; a search that skips what cannot be better."""
    height, width = mask.shape
    up, down = _vertical_runs(mask)
    slack = 0.5 * math.sqrt(1.0 + unit_y * unit_y)
    best = widest = 0.0
    at_y = at_x = 0
    for attempt in range(2):  # first one good candidate, then all that may beat it
        for y in range(height):
            end = 0
            while end < width:
                start = end
                end += 1
                if not mask[y, start]:
                    continue
                while end < width and mask[y, end]:
                    end += 1
                if attempt == 0:
                    middle = (start + end) // 2
                    rows = (min(up[y, middle], down[y, middle]) - 0.5) * unit_y
                    bound = min(rows, (end - start) * 0.5)
                    if bound > widest:
                        widest, at_y, at_x = bound, y, middle
                    continue
                needed = math.sqrt(best) - slack
                margin = max(int(needed - 0.5), 0)
                for x in range(start + margin, end - margin):
                    rows = (min(up[y, x], down[y, x]) - 0.5) * unit_y
                    if rows > needed:
                        best = _best_near(up, down, y, x, unit_y, best)
        if attempt == 0:
            best = _best_near(up, down, at_y, at_x, unit_y, 0.0)
    return math.sqrt(best)


@compiled
def inscribed_diameters(
    boxes: Boxes, offsets: Offsets, bits: Bits, unit_y: float
) -> npt.NDArray[np.float64]:
    """Give the diameter of the largest circle inside each region.

    Parameters
    ----------
    boxes, offsets, bits : ndarray
        The packed masks of `feretlab.core.particles.Particles`.
    unit_y : float
        Height of a pixel over its width.

    Returns
    -------
    ndarray of float64
        Shape (N,), in pixel widths.
    """
    out = np.empty(len(boxes))
    for index in range(len(boxes)):
        height = boxes[index, 2] - boxes[index, 0]
        width = boxes[index, 3] - boxes[index, 1]
        mask = bits[offsets[index] : offsets[index + 1]].reshape(height, width)
        out[index] = 2.0 * _inscribed_radius(mask, unit_y)
    return out
