"""Gaussian smoothing where it is wanted, compiled."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled

Float = npt.NDArray[np.float32]


def smoothed_inside(
    values: Float, mask: npt.NDArray[np.bool_], sigma: float, truncate: float = 3.0
) -> Float:
    """Smooth a map by a Gaussian, in the pixels of a mask alone.

    There it gives what `scipy.ndimage.gaussian_filter` does, with the picture
    mirrored at its edges; the time goes with the pixels asked for.

    Parameters
    ----------
    values : ndarray of float32
        Shape (Y, X).
    mask : ndarray of bool
        Shape (Y, X), where the result is wanted.
    sigma : float
        Standard deviation, px; 0 leaves the values as they are.
    truncate : float
        Reach of the Gaussian in standard deviations.

    Returns
    -------
    ndarray of float32
        Shape (Y, X), 0 outside the mask.
    """
    reach = smoothing_reach_px(sigma, truncate)
    if not reach or not values.size:
        return np.where(mask, values, np.float32(0))
    weights = np.exp(-0.5 / sigma**2 * np.arange(-reach, reach + 1) ** 2)
    # From the farthest to the middle: sums are taken in SciPy's order.
    half = (weights / weights.sum())[: reach + 1]
    near = _widened(mask, reach)
    down = _smooth_down(values, near, half, _mirrored(len(values), reach))
    across = _mirrored(values.shape[1], reach)
    return _smooth_across(down, mask, half, across)


def smoothing_reach_px(sigma: float, truncate: float = 3.0) -> int:
    """Tell how far from a pixel `smoothed_inside` looks.

    Parameters
    ----------
    sigma, truncate : float
        As for `smoothed_inside`.

    Returns
    -------
    int
        In pixels.
    """
    return int(truncate * sigma + 0.5)


def _mirrored(size: int, reach: int) -> npt.NDArray[np.int64]:
    """Give the pixel for each place from -reach to size + reach - 1."""
    place = np.arange(-reach, size + reach) % (2 * size)
    return np.where(place < size, place, 2 * size - 1 - place)


@compiled
def _widened(mask: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """Pixels that a row's masked ones are smoothed from, those mirrored included."""
    height, width = mask.shape
    near = np.zeros((height, width), np.bool_)
    for y in range(height):
        done = 0
        for x in range(width):
            if mask[y, x]:
                stop = min(x + reach + 1, width)
                for u in range(max(x - reach, done), stop):
                    near[y, u] = True
                done = stop
    return near


@compiled
def _smooth_down(
    values: Float,
    near: npt.NDArray[np.bool_],
    half: npt.NDArray[np.float64],
    place: npt.NDArray[np.int64],
) -> Float:
    height, width = values.shape
    reach = len(half) - 1
    out = np.zeros((height, width), np.float32)
    total = np.empty(width, np.float64)
    for y in range(height):
        x = 0
        while x < width:
            if not near[y, x]:
                x += 1
                continue
            stop = x
            while stop < width and near[y, stop]:
                stop += 1
            for u in range(x, stop):
                total[u] = np.float64(values[y, u]) * half[reach]
            for j in range(reach):
                above, below = place[y + j], place[y + 2 * reach - j]
                for u in range(x, stop):
                    pair = np.float64(values[above, u]) + np.float64(values[below, u])
                    total[u] += pair * half[j]
            for u in range(x, stop):
                out[y, u] = total[u]
            x = stop
    return out


@compiled
def _smooth_across(
    values: Float,
    mask: npt.NDArray[np.bool_],
    half: npt.NDArray[np.float64],
    place: npt.NDArray[np.int64],
) -> Float:
    height, width = values.shape
    reach = len(half) - 1
    out = np.zeros((height, width), np.float32)
    row = np.empty(width + 2 * reach, np.float64)
    for y in range(height):
        if not mask[y].any():
            continue
        for u in range(len(place)):
            row[u] = values[y, place[u]]
        for x in range(width):
            if mask[y, x]:
                total = row[x + reach] * half[reach]
                for j in range(reach):
                    total += (row[x + j] + row[x + 2 * reach - j]) * half[j]
                out[y, x] = total
    return out
