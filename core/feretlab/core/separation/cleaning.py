"""Specks and pinholes of a mask, taken away by size."""

import math

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.micrograph import PixelSize


def smallest_area_px(
    area_px: float, diameter_nm: float, pixel_size_nm: PixelSize | None
) -> float:
    """Give the larger of an area in px and that of an equivalent diameter in nm.

    Parameters
    ----------
    area_px : float
        Area in pixels.
    diameter_nm : float
        Equivalent circular diameter; 0 for none.
    pixel_size_nm : PixelSize or None
        Needed where a diameter is given.

    Returns
    -------
    float
        Area in pixels.

    Raises
    ------
    InputError
        When a diameter is given without a pixel size.
    """
    if diameter_nm == 0:
        return area_px
    if pixel_size_nm is None:
        message = (
            f"Separating particles: a size of {diameter_nm!r} nm was given, but the "
            "pixel size is unknown; give the pixel size, or the area in px."
        )
        raise InputError(message)
    area_nm2 = math.pi / 4 * diameter_nm**2
    return max(area_px, area_nm2 / (pixel_size_nm.y * pixel_size_nm.x))


def remove_specks(
    mask: npt.NDArray[np.bool_], below_px: float, connectivity: int
) -> npt.NDArray[np.bool_]:
    """Take away connected parts of fewer pixels.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    below_px : float
        Parts of this area and more stay.
    connectivity : {4, 8}
        Which pixels are neighbours.

    Returns
    -------
    ndarray of bool
        Shape (Y, X).
    """
    if below_px <= 1 or not mask.any():
        return mask
    from scipy import ndimage

    structure = ndimage.generate_binary_structure(2, 2 if connectivity == 8 else 1)
    labels, count = ndimage.label(mask, structure)
    keep = np.bincount(labels.ravel(), minlength=count + 1) >= below_px
    keep[0] = False
    return keep[labels]


def fill_holes(
    mask: npt.NDArray[np.bool_], below_px: float, connectivity: int
) -> npt.NDArray[np.bool_]:
    """Fill background parts of fewer pixels that do not reach the image border.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    below_px : float
        Holes of this area and more stay.
    connectivity : {4, 8}
        That of the foreground; background is connected the other way.

    Returns
    -------
    ndarray of bool
        Shape (Y, X).
    """
    if below_px <= 1 or mask.all():
        return mask
    from scipy import ndimage

    structure = ndimage.generate_binary_structure(2, 1 if connectivity == 8 else 2)
    labels, count = ndimage.label(~mask, structure)
    fill = np.bincount(labels.ravel(), minlength=count + 1) < below_px
    edges = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    fill[np.concatenate(edges)] = False
    fill[0] = False
    return mask | fill[labels]
