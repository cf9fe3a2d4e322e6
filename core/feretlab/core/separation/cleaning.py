"""Sizes below which particles and pinholes do not count, and pinholes filled."""

import math

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.errors import InputError
from feretlab.core.micrograph import PixelSize
from feretlab.core.runs import Ints
from feretlab.core.separation.blobs import parts
from feretlab.core.separation.parameters import SeparateParameters


def check_sizes(
    parameters: SeparateParameters,
    pixel_size_nm: PixelSize | None,
    what: str = "particles",
) -> None:
    """Refuse sizes in nm where nothing says how large a pixel is.

    Parameters
    ----------
    parameters : SeparateParameters
        What the user chose.
    pixel_size_nm : PixelSize or None
        None where it is unknown.
    what : str
        What is to be separated, for the message.

    Raises
    ------
    InputError
        When a size in nm is given without a pixel size.
    """
    given = parameters.min_size_nm or parameters.fill_holes_below_nm
    if given and pixel_size_nm is None:
        message = (
            f"Separating {what}: a size of {given!r} nm was given, but the "
            "pixel size is unknown; give the pixel size, or the area in px."
        )
        raise InputError(message)


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
        None where it is unknown, and the area alone counts.

    Returns
    -------
    float
        Area in pixels.
    """
    if pixel_size_nm is None:
        return area_px
    area_nm2 = math.pi / 4 * diameter_nm**2
    return max(area_px, area_nm2 / (pixel_size_nm.y * pixel_size_nm.x))


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
    runs, part, area = parts(~mask, 4 if connectivity == 8 else 8)
    fill = area < below_px
    height, width = mask.shape
    at_edge = (runs.row == 0) | (runs.row == height - 1)
    at_edge |= (runs.start == 0) | (runs.stop == width)
    fill[part[at_edge]] = False
    if not fill.any():
        return mask
    chosen = fill[part]
    filled = mask.copy()
    _fill(filled, runs.row[chosen], runs.start[chosen], runs.stop[chosen])
    return filled


@compiled
def _fill(mask: npt.NDArray[np.bool_], row: Ints, start: Ints, stop: Ints) -> None:
    for run in range(len(row)):
        mask[row[run], start[run] : stop[run]] = True
