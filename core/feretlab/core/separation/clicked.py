"""The one particle that a network's maps show at a place, whatever was found before."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.region import Bool, Region
from feretlab.core.separation.separate import separate

Point = tuple[int, int]

FAINTEST = 0.1
"""Lower peaks of the probability are ground to anyone."""

_EDGES_PX = (192, 768, 3072)  # of the squares looked at, until a particle fits in
_NEAR_PX = 2  # a click may miss a small particle by so much
_LEAST_PX = 4
_SMOOTHING_PX = 1.0
_SHARE = 0.5  # of its peak, at which a faint particle is outlined


def region_at(
    point: Point,
    probability: npt.NDArray[Any],
    parameters: SeparateParameters,
    *,
    threshold: float = 0.5,
    maps: Mapping[str, npt.NDArray[Any]] | None = None,
    taken: Bool | None = None,
) -> Region | None:
    """Give the particle at a place, also a faint, a small or an unsure one.

    Where the probability reaches the threshold, the particle is what the method of
    the parameters makes of the pixels above it. A fainter one is outlined at half
    its own peak, and ends where the probability rises again towards a stronger one.

    Parameters
    ----------
    point : tuple of int
        Row and column.
    probability : ndarray
        Of particles, shape (Y, X), 0 to 1.
    parameters : SeparateParameters
        How particles are parted; limits of size and confidence do not count here.
    threshold : float
        Probability from which a pixel surely belongs to a particle.
    maps : mapping of str to ndarray, or None
        The network's other maps, as for `separate`.
    taken : ndarray of bool or None
        Shape (Y, X), pixels of particles that are there already; none of them is
        given.

    Returns
    -------
    Region or None
        In the coordinates of `probability`; None where the network sees nothing.

    Examples
    --------
    >>> probability = np.zeros((40, 40), np.float32)
    >>> probability[10:20, 10:25] = 0.3
    >>> region = region_at((15, 12), probability, SeparateParameters(method="none"))
    >>> region.corner, region.mask.shape
    ((10, 10), (10, 15))
    """
    height, width = probability.shape
    if not (0 <= point[0] < height and 0 <= point[1] < width):
        return None
    for edge in _EDGES_PX:
        rows, columns = _around(point[0], edge, height), _around(point[1], edge, width)
        seen = rows, columns
        found = _in_window(
            (point[0] - rows.start, point[1] - columns.start),
            np.asarray(probability[seen], np.float32),
            parameters,
            threshold,
            {name: channel[seen] for name, channel in (maps or {}).items()},
            None if taken is None else taken[seen],
        )
        if found is None or not _is_cut(found, seen, probability.shape):
            break
    if found is None:
        return None
    corner = found.corner[0] + rows.start, found.corner[1] + columns.start
    return Region(mask=found.mask, corner=corner, separated=found.separated)


def peak_near(point: Point, probability: npt.NDArray[Any]) -> float:
    """Give the highest probability that a click at a place may mean.

    Parameters
    ----------
    point : tuple of int
        Row and column.
    probability : ndarray
        Shape (Y, X), 0 to 1.

    Returns
    -------
    float
    """
    rows, columns = (slice(max(at - _NEAR_PX, 0), at + _NEAR_PX + 1) for at in point)
    return float(probability[rows, columns].max(initial=0.0))


def _in_window(
    at: Point,
    probability: npt.NDArray[np.float32],
    parameters: SeparateParameters,
    threshold: float,
    maps: Mapping[str, npt.NDArray[Any]],
    taken: Bool | None,
) -> Region | None:
    """Give the particle at a place of a window that is looked at whole."""
    if taken is None:
        taken = np.zeros(probability.shape, np.bool_)
    free = np.where(taken, np.float32(0), probability)
    if peak_near(at, free) >= threshold:
        mask = free >= threshold
    else:
        mask = _faint(at, probability, threshold, taken)
    start = _nearest(mask, at)
    if start is None:
        return None
    whatever = {"min_size_px": 1, "min_size_nm": 0.0, "min_confidence": 0.0}
    chosen = parameters.model_copy(update={**whatever, "border": "include"})
    particles = separate(mask, chosen, maps=maps, probability=probability)
    holding = [
        index
        for index, (top, left, bottom, right) in enumerate(particles.boxes.tolist())
        if top <= start[0] < bottom
        and left <= start[1] < right
        and particles.mask(index)[start[0] - top, start[1] - left]
    ]
    if not holding:
        return None
    best = min(holding, key=lambda index: int(particles.mask(index).sum()))
    top, left, bottom, right = particles.boxes[best].tolist()
    region = particles.mask(best) & ~taken[top:bottom, left:right]
    if region.sum() < _LEAST_PX:
        return None
    separated = bool(particles.separated[best])
    return Region(mask=region, corner=(top, left), separated=separated)


def _faint(
    at: Point, probability: npt.NDArray[np.float32], threshold: float, taken: Bool
) -> Bool:
    """Give the pixels of a hill below the threshold, down to half its height.

    What slopes up to a stronger particle or one that is there already is theirs.
    """
    from scipy import ndimage
    from skimage.segmentation import watershed

    flood: Callable[..., Any] = watershed  # untyped
    smooth = ndimage.gaussian_filter(probability, _SMOOTHING_PX)
    top = _climbed(smooth, at)
    peak = float(probability[_near(top)].max())
    mask = (probability >= _SHARE * peak) & ~taken
    strong = taken | (probability >= threshold)
    if peak < FAINTEST or strong[top] or _nearest(mask, at) is None:
        return np.zeros_like(taken)
    markers = np.where(strong, 2, 0)
    markers[top] = 1
    basins = flood(-smooth, markers, mask=mask | strong)
    return np.asarray((basins == 1) & mask)


def _climbed(height: npt.NDArray[np.float32], at: Point) -> Point:
    """Go up the steepest way to a peak."""
    while True:
        rows, columns = _near(at, 1)
        around = height[rows, columns]
        y, x = np.unravel_index(int(around.argmax()), around.shape)
        if around[y, x] <= height[at]:
            return at
        at = rows.start + int(y), columns.start + int(x)


def _nearest(mask: Bool, at: Point) -> Point | None:
    """Give the pixel of a mask that is nearest to a place, if one is near."""
    rows, columns = _near(at)
    places = np.argwhere(mask[rows, columns]) + np.array([rows.start, columns.start])
    if not len(places):
        return None
    best = places[np.hypot(*(places - at).T).argmin()]
    return int(best[0]), int(best[1])


def _near(at: Point, reach: int = _NEAR_PX) -> tuple[slice, slice]:
    return (
        slice(max(at[0] - reach, 0), at[0] + reach + 1),
        slice(max(at[1] - reach, 0), at[1] + reach + 1),
    )


def _around(at: int, edge: int, size: int) -> slice:
    return slice(max(at - edge // 2, 0), min(at + edge // 2, size))


def _is_cut(region: Region, seen: tuple[slice, slice], shape: tuple[int, ...]) -> bool:
    """Tell whether a region reaches an edge of the window that is none of the field."""
    for axis, window in enumerate(seen):
        first = region.corner[axis]
        last = first + region.mask.shape[axis]
        if first == 0 and window.start > 0:
            return True
        if last == window.stop - window.start and window.stop < shape[axis]:
            return True
    return False
