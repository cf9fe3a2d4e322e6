"""Places as tables tell them: the centroids X and Y of ImageJ's Results.

ImageJ writes them in the unit of the image's calibration, from its upper left corner,
whole numbers at the edges of pixels (``ij.measure.Calibration.getX``). Three things
that a user can choose there do not stand in the table and are taken as ImageJ has them
by default: the origin is the corner, Y grows downwards ("Invert Y coordinates" is
off), and the selection has one part.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.headings import find_length
from feretlab.core.measurement.packed import packed
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_X, _Y = ("x", "centroidx"), ("y", "centroidy")
_FACTORS = {"nm": ("nm", 1.0), "um": ("nm", 1000.0), "px": ("px", 1.0)}


def read_points(
    table: Mapping[str, npt.NDArray[Any]], unit: str, size: PixelSize | None
) -> tuple[Floats | None, str]:
    """Give the centroid of each row of a table in pixels.

    Parameters
    ----------
    table : mapping of str to ndarray
        Columns by heading; N rows.
    unit : {"nm", "um", "px", ""}
        Unit of columns that do not tell it; empty where nobody knows.
    size : PixelSize or None
        Pixel edge lengths in nm.

    Returns
    -------
    points : ndarray of float64 or None
        Shape (N, 2): x and y from the upper left corner of the image, NaN where there
        is none; None where the table has no such columns or they cannot be used.
    problem : str
        Why they cannot be used; empty where they can, or are not there.
    """
    x, y = (find_length(table, names) for names in (_X, _Y))
    if x is None or y is None:
        return None, ""
    length, factor = x.length, 1.0
    if not length:
        length, factor = _FACTORS.get(unit, ("", 1.0))
    if not length or x.length != y.length:
        return None, (
            "X and Y tell no unit, so that nothing is paired by place; --manual-unit "
            "nm, um or px tells it"
        )
    points = factor * np.stack((x.values, y.values), axis=1)
    if length == "px":
        return points, ""
    if size is None:
        return None, (
            "X and Y are in nm and the pixel size is not known, so that nothing is "
            "paired by place; --pixel-size-nm gives it"
        )
    return points / (size.x, size.y), ""


def containments(
    points: Floats, particles: Particles
) -> tuple[Indices, Indices, Floats]:
    """Tell which point lies in which particle, and how near its middle.

    Parameters
    ----------
    points : ndarray of float64
        Shape (N, 2): x and y in pixels.
    particles : Particles
        Regions, overlapping or not.

    Returns
    -------
    point, particle : ndarray of int64
        Shape (K,): indices of each pair that meets.
    nearness : ndarray of float64
        Shape (K,): 1 where the point is the particle's centroid, 1/2 at the radius of
        a disc of its area, less beyond.
    """
    from feretlab.core.measurement.ellipse import ellipse_measures

    height, width = particles.shape
    pages = particles.to_label_pages()
    x, y = points.T
    # Before they are whole numbers, which only what lies in the image can become.
    inside = np.flatnonzero((x >= 0) & (y >= 0) & (x < width) & (y < height))
    column, row = points[inside].astype(np.int64).T
    page, which = np.nonzero(pages[:, row, column])
    point = inside[which]
    particle = pages[page, row[which], column[which]].astype(np.int64) - 1
    area, *middle = ellipse_measures(*packed(particles), 1.0)[:, :3].T
    distance = np.hypot(*(points[point] - np.stack(middle, axis=1)[particle]).T)
    radii = np.sqrt(area / np.pi)
    return point, particle, 1 / (1 + distance / radii[particle])
