"""The pixels that ImageJ selects with a region of interest (ROI).

ImageJ fills a polygon whose corners lie on pixel edges by asking which pixel
centres are inside, even-odd; centres on an edge belong to what is left of it
(``ij.process.PolygonFiller`` of ImageJ 1.54p). Ovals have a rule of their own.
"""

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from roifile import ROI_OPTIONS, ROI_SUBTYPE, ROI_TYPE, ImagejRoi

from feretlab.core.errors import InputError
from feretlab.core.io.damage import reason_of

_POLYGONS = (ROI_TYPE.POLYGON, ROI_TYPE.FREEHAND, ROI_TYPE.TRACED)
# ImageJ moves edges right by this, so that rounding cannot put a centre inside.
_BIAS = 1e-8
FARTHEST_PX = 200_000
"""Where the file is damaged, places lie beyond."""
_MOST_PIXELS = 1 << 29
"""Of a ROI's box; a mask of more could fill the memory."""

# What it forgives is for the log, not for the terminal.
logging.getLogger("roifile").addHandler(logging.NullHandler())


def roi_mask(roi: ImagejRoi) -> tuple[npt.NDArray[np.bool_], tuple[int, int]]:
    """Give a ROI's pixels in their bounding box.

    Parameters
    ----------
    roi : roifile.ImagejRoi
        A rectangle, oval, polygon, freehand, traced or composite selection.

    Returns
    -------
    mask : ndarray of bool
        Shape (h, w); without a True where the ROI is empty.
    corner : tuple of int
        Row and column of the mask's first pixel in the image.

    Raises
    ------
    feretlab.core.errors.InputError
        Where the ROI is a line, a point or a text, has curved edges, is damaged, or
        larger than any particle.
    """
    plain = roi.subtype in (
        ROI_SUBTYPE.UNDEFINED,
        ROI_SUBTYPE.ELLIPSE,
        ROI_SUBTYPE.ROTATED_RECT,
    )
    # Ellipses keep another number in the bytes of the arc size.
    rounded = roi.roitype == ROI_TYPE.RECT and roi.rounded_rect_arc_size > 0
    if rounded or roi.options & ROI_OPTIONS.SPLINE_FIT:
        message = "it has curved edges, expected straight ones: interpolate it first."
        raise InputError(message)
    if roi.composite:
        return fill_polygons(_paths(roi))
    if plain and roi.roitype in _POLYGONS:
        corners = roi.coordinates() if roi.n_coordinates else np.zeros((0, 2))
        return fill_polygons([np.asarray(corners, np.float64)])
    if plain and roi.roitype in (ROI_TYPE.RECT, ROI_TYPE.OVAL):
        return _box_mask(roi)
    kind = roi.subtype if not plain else roi.roitype
    message = f"it is of type {kind.name.lower()!r}, expected an area."
    raise InputError(message)


def is_empty(roi: ImagejRoi) -> bool:
    """Tell whether a ROI is an area of no pixel, as ImageJ leaves them at times.

    Parameters
    ----------
    roi : roifile.ImagejRoi
        Of any kind.

    Returns
    -------
    bool
        False for what is no area.
    """
    try:
        mask, _ = roi_mask(roi)
    except InputError:
        return False
    return not mask.any()


def fill_polygons(
    polygons: Sequence[npt.NDArray[Any]],
) -> tuple[npt.NDArray[np.bool_], tuple[int, int]]:
    """Fill polygons as ImageJ does, overlaps even-odd.

    Parameters
    ----------
    polygons : sequence of ndarray
        Corners (x, y), shape (n, 2) each, in pixels from the image's upper left
        corner; closed by themselves.

    Returns
    -------
    mask : ndarray of bool
        Shape (h, w).
    corner : tuple of int
        Row and column of the mask's first pixel in the image.

    Raises
    ------
    feretlab.core.errors.InputError
        Where corners are not finite or absurdly far away or apart.
    """
    corners = np.concatenate([np.zeros((0, 2)), *polygons])
    if not len(corners):
        return np.zeros((0, 0), np.bool_), (0, 0)
    _check_places(corners)
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    height, width = bottom - top, right - left
    _check_size(height, width)
    # Only whether counts are odd matters, which those of 8 bits keep.
    crossings = np.zeros(height * (width + 1), np.uint8)
    for polygon in polygons:
        rows, columns = _crossings(polygon - (left, top))
        np.add.at(crossings, rows * (width + 1) + np.clip(columns, 0, width), 1)
    crossings = crossings.reshape(height, width + 1)
    counts = np.cumsum(crossings, axis=1, dtype=np.uint8)[:, :width]
    return counts % 2 == 1, (int(top), int(left))


def _check_places(places: npt.NDArray[Any]) -> None:
    if not (np.abs(places) < FARTHEST_PX).all():
        message = f"it has corners beyond {FARTHEST_PX} px, expected none so far out."
        raise InputError(message)


def _check_size(height: int, width: int) -> None:
    if height * width > _MOST_PIXELS:
        message = (
            f"it spans {height} x {width} pixels, expected at most {_MOST_PIXELS} "
            "as of a particle."
        )
        raise InputError(message)


def _crossings(
    polygon: npt.NDArray[Any],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Row and first pixel at the right of every edge, one per row it passes."""
    first, second = polygon, np.roll(polygon, -1, axis=0)
    downwards = (first[:, 1] <= second[:, 1])[:, None]
    upper = np.where(downwards, first, second)
    lower = np.where(downwards, second, first)
    begin = np.floor(upper[:, 1] + 0.5).astype(np.int64)
    counts = np.floor(lower[:, 1] + 0.5).astype(np.int64) - begin
    steep = counts > 0
    upper, lower, begin, counts = (a[steep] for a in (upper, lower, begin, counts))
    slope = (lower[:, 0] - upper[:, 0]) / (lower[:, 1] - upper[:, 1])
    edge = np.repeat(np.arange(len(counts)), counts)
    rows = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows += begin[edge]
    x = upper[edge, 0] + (rows + 0.5 - upper[edge, 1]) * slope[edge] + _BIAS
    return rows, np.floor(x + 0.5).astype(np.int64)


def _box_mask(roi: ImagejRoi) -> tuple[npt.NDArray[np.bool_], tuple[int, int]]:
    """Pixels of a rectangle or an oval."""
    top, left = roi.top, roi.left
    height, width = roi.bottom - top, roi.right - left
    if roi.subpixelrect:
        _check_places(np.array([roi.yd, roi.xd, roi.heightd, roi.widthd]))
        top, left = int(roi.yd), int(roi.xd)
        height, width = int(np.ceil(roi.heightd)), int(np.ceil(roi.widthd))
    if height < 0 or width < 0:
        message = f"it is {height} x {width} pixels in size, expected none below 0."
        raise InputError(message)
    _check_size(height, width)
    mask = np.ones((height, width), np.bool_)
    if roi.roitype == ROI_TYPE.OVAL and mask.size:
        y = (np.arange(height)[:, None] - (height / 2 - 0.5)) ** 2
        x = (np.arange(width) - (width / 2 - 0.5)) ** 2
        x, y = x / (width / 2) ** 2, y / (height / 2) ** 2
        for row, part in zip(mask, y, strict=True):  # floats of all would be too many
            row[:] = x + part <= 1.0
    return mask, (top, left)


def _paths(roi: ImagejRoi) -> list[npt.NDArray[Any]]:
    """Polygons of a composite selection."""
    try:
        paths = roi.coordinates(multi=True)
    except NotImplementedError as error:
        message = "it has curved edges, expected straight ones: interpolate it first."
        raise InputError(message) from error
    except (RuntimeError, LookupError, ValueError, TypeError) as error:
        message = f"its path is damaged ({reason_of(error)}); draw it anew."
        raise InputError(message) from error
    return [np.asarray(path, np.float64) for path in paths]
