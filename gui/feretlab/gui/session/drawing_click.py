"""What is meant by a click: the object that stands out there."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles
from feretlab.gui.session.drawing import EIGHT, Bool, Region, cut_region

_WINDOW_PX = 192
# So much of the greatest depth must be lost at a neck between two objects.
_NECK_SHARE = 0.12


def clicked_region(
    pixels: npt.NDArray[Any],
    point: tuple[int, int],
    particles: Particles | None = None,
    window_px: int = _WINDOW_PX,
) -> Region | None:
    """Find the object under a click by a threshold of its own.

    Parameters
    ----------
    pixels : ndarray
        Grey values or probabilities, shape (Y, X).
    point : tuple of int
        Row and column that was clicked.
    particles : Particles or None
        Those that are there already; their pixels are not taken, but for those of
        particles under the click.
    window_px : int
        Side of the square that is looked at.

    Returns
    -------
    tuple of ndarray of bool and (int, int), or None
        The connected pixels on the clicked side of the threshold, parted from
        neighbours at necks, without holes; None where there is no contrast or they
        reach the window's edge on three sides.
    """
    from scipy import ndimage
    from skimage.filters import threshold_otsu

    half = window_px // 2
    top, left = max(point[0] - half, 0), max(point[1] - half, 0)
    window = pixels[top : point[0] + half, left : point[1] + half].astype(np.float32)
    window = np.where(np.isfinite(window), window, np.nanmin(window))
    smooth = ndimage.gaussian_filter(window, 1.5)
    if smooth.max() <= smooth.min():
        return None
    at = point[0] - top, point[1] - left
    otsu: Callable[..., Any] = threshold_otsu  # untyped
    limit = float(otsu(smooth))
    side = smooth > limit if smooth[at] > limit else smooth <= limit
    found = ndimage.binary_fill_holes(_at(side, at))
    edges = (found[0], found[-1], found[:, 0], found[:, -1])
    if sum(bool(edge.any()) for edge in edges) >= 3:
        return None
    if particles is not None:
        found &= ~covered(particles, point, (top, left), found.shape)
    basin = _basin(_at(found, at), at)
    opened = _at(ndimage.binary_opening(basin), at)
    return cut_region(opened if opened.any() else basin, (top, left))


def covered(
    particles: Particles,
    point: tuple[int, int],
    corner: tuple[int, int],
    shape: tuple[int, ...],
) -> Bool:
    """Give what particles cover in a window, but for those under a point.

    Parameters
    ----------
    particles : Particles
        They may overlap.
    point : tuple of int
        Row and column.
    corner, shape : tuple of int
        Of the window.

    Returns
    -------
    ndarray of bool
        Of the window's shape.
    """
    (top, left), boxes = corner, particles.boxes
    covered = np.zeros(shape, np.bool_)
    near = np.flatnonzero(
        (boxes[:, 0] < top + shape[0])
        & (boxes[:, 2] > top)
        & (boxes[:, 1] < left + shape[1])
        & (boxes[:, 3] > left)
    )
    for index in near.tolist():
        places = np.argwhere(particles.mask(index)) + boxes[index, :2]
        if not (places == point).all(axis=1).any():
            places = places - corner
            places = places[((places >= 0) & (places < shape)).all(axis=1)]
            covered[places[:, 0], places[:, 1]] = True
    return covered


def _at(mask: Bool, at: tuple[int, int]) -> Bool:
    """Give the connected part of a mask at a place; nothing where it is not."""
    from scipy import ndimage

    if not mask[at]:
        return np.zeros_like(mask)
    labels, _ = ndimage.label(mask)
    return np.asarray(labels == labels[at])


def _basin(mask: Bool, at: tuple[int, int]) -> Bool:
    """Give the part of a mask around a place, parted from the others at necks."""
    from scipy import ndimage
    from skimage.morphology import h_maxima
    from skimage.segmentation import watershed

    deepest: Callable[..., Any] = h_maxima  # untyped
    flood: Callable[..., Any] = watershed
    depth = ndimage.gaussian_filter(ndimage.distance_transform_edt(mask), 1.0)
    depth[~mask] = 0
    if not mask.any():
        return mask
    height = max(_NECK_SHARE * float(depth.max()), 0.5)
    markers, count = ndimage.label(deepest(depth, height), EIGHT)
    if count < 2:
        return mask
    basins = flood(-depth, markers, mask=mask)
    return np.asarray((basins == basins[at]) & mask)
