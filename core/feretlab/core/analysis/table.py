"""The table of particles, one row each."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles


def particle_table(
    image: str,
    particles: Particles,
    pixel_size_nm: PixelSize | None,
    intensity: npt.NDArray[Any] | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """Give what is known about every particle, then what is measured on it.

    Parameters
    ----------
    image : str
        Name of the micrograph.
    particles : Particles
        The regions.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None leaves the columns in nm out.
    intensity : ndarray or None
        Grey values, shape (Y, X), for the mean; None leaves it empty.

    Returns
    -------
    dict of ndarray
        Columns by name; row i is label i + 1 and ROI i + 1.
    """
    from feretlab.core.measurement.measure import measure

    count = len(particles)
    known: dict[str, npt.NDArray[Any]] = {
        "image": np.full(count, image),
        "particle": np.arange(1, count + 1),
        "class": np.array(particles.classes, dtype=np.str_),
        "confidence": particles.confidence.astype(np.float64),
        "touches_border": particles.touches_border,
        "separated": particles.separated,
        "weight": particles.weight,
    }
    measured = measure(particles, pixel_size_nm=pixel_size_nm, intensity=intensity)
    return known | measured


def with_square_pixels(
    table: Mapping[str, npt.NDArray[Any]], size_nm: float
) -> dict[str, npt.NDArray[Any]]:
    """Give a table the columns in nm of another pixel size, without measuring.

    Parameters
    ----------
    table : mapping
        As of `particle_table`, without a pixel size or measured with square pixels.
    size_nm : float
        Edge of a pixel in nm.

    Returns
    -------
    dict of ndarray
        What `particle_table` gives for that size.
    """
    from feretlab.core.measurement.columns import COLUMN, COLUMNS

    calibrated = [column for column in COLUMNS if column.calibrated]
    columns = {
        name: values
        for name, values in table.items()
        if name not in COLUMN or not COLUMN[name].calibrated
    }
    for column in calibrated:
        factor = size_nm**2 if column.unit == "nm²" else size_nm
        columns[column.name] = table[f"{column.descriptor}_px"] * factor
    return columns
