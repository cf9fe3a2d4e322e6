"""Regions measured by ImageJ's own code, under the names of `core.measurement`.

A region of one part is measured by Analyze Particles (``ParticleAnalyzer``). That
knows no labels, so regions that touch are drawn on pages of their own; its option
"4-connected" will not do, because it fills across corners and then reports the
neighbour as particles without area. A region of several parts is a composite
selection for ImageJ, measured by ``Analyzer``; only its perimeter is the sum over
the parts, since ImageJ adds the outlines of holes to that of a selection.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import (
    calibrate,
    to_binary_image,
    to_columns,
    to_image,
)
from feretlab.fiji_bridge.particle_analyzer import analyze_particles, every_descriptor

Floats = npt.NDArray[np.float64]
Rows = dict[str, Floats]

# ImageJ 1.54p fits the ellipse on the pixel grid. Where the edges of a pixel differ
# by 1 % or more it gives the axes as 0 and the ratios as NaN and infinity; where they
# differ by less it takes the width for both.
_ELLIPSE = ("Major", "Minor", "Angle", "AR", "Round")
_NO_ROWS = {column.imagej: np.zeros(0) for column in COLUMNS if column.imagej}


class RefereeError(FeretLabError, RuntimeError):
    """ImageJ found other particles than it was shown."""


def measure_mask(
    mask: npt.NDArray[np.bool_],
    *,
    pixel_size_nm: PixelSize | None = None,
    intensity: npt.NDArray[Any] | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """Let ImageJ find and measure the particles of a mask.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X); pixels that share a corner belong together.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None leaves the columns in nm out.
    intensity : ndarray or None
        Grey values, shape (Y, X); None leaves `mean_grey` NaN.

    Returns
    -------
    dict of ndarray
        As `core.measurement.measure.measure` gives them for
        ``Particles.from_mask(mask)``; see `core_columns`.
    """
    rows = analyze_particles(mask, intensity=intensity)
    calibrated = None
    if pixel_size_nm is not None:
        calibrated = analyze_particles(mask, pixel_size_nm=pixel_size_nm)
    return core_columns(rows, calibrated, pixel_size_nm, has_grey=intensity is not None)


def measure_particles(
    particles: Particles,
    *,
    pixel_size_nm: PixelSize | None = None,
    intensity: npt.NDArray[Any] | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """Let ImageJ measure regions that may touch, overlap, or have several parts.

    Parameters
    ----------
    particles : Particles
        The regions, inside their image.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None leaves the columns in nm out.
    intensity : ndarray or None
        Grey values, shape (Y, X); None leaves `mean_grey` NaN.

    Returns
    -------
    dict of ndarray
        As `core.measurement.measure.measure` gives them for the same regions; see
        `core_columns`.
    """
    pages = pages_apart(particles)
    rows = _rows(particles, pages, None, intensity)
    calibrated = None
    if pixel_size_nm is not None:
        calibrated = _rows(particles, pages, pixel_size_nm, None)
    return core_columns(rows, calibrated, pixel_size_nm, has_grey=intensity is not None)


def core_columns(
    pixels: Rows,
    calibrated: Rows | None,
    pixel_size_nm: PixelSize | None,
    *,
    has_grey: bool = False,
) -> dict[str, npt.NDArray[Any]]:
    """Put ImageJ's columns under the names of `core.measurement`.

    Parameters
    ----------
    pixels : dict of ndarray of float64
        By ImageJ's headings, of an image without calibration.
    calibrated : dict of ndarray of float64 or None
        The same, of the image calibrated in nm.
    pixel_size_nm : PixelSize or None
        Of that calibration.
    has_grey : bool
        True where ``Mean`` is that of the micrograph.

    Returns
    -------
    dict of ndarray
        The columns of `COLUMNS`. `ecd` and `feret_ratio` are made of ImageJ's
        area and Feret diameters. NaN where ImageJ 1.54p measures no such thing:
        `convexity`, `inscribed_diameter`, `enclosing_diameter`, and on pixels
        that are not square the ellipse in nm, its angle and its ratios.
    """
    pixels = pixels or _NO_ROWS
    in_nm = pixels if calibrated is None else calibrated or _NO_ROWS
    is_oblong = pixel_size_nm is not None and pixel_size_nm.x != pixel_size_nm.y
    found: dict[str, npt.NDArray[Any]] = {}
    for column in COLUMNS:
        if column.calibrated and calibrated is None:
            continue
        # Angles and ratios are those of the sample, not of the pixel grid. On square
        # pixels these are the same, but for rounding: of equally long diameters it
        # makes ImageJ take any one where the image is calibrated.
        of_sample = is_oblong and column.unit in ("", "°")
        rows = in_nm if column.calibrated or of_sample else pixels
        lacks = is_oblong and rows is in_nm and column.imagej in _ELLIPSE
        if column.name.startswith("ecd"):
            values = np.sqrt(4.0 / np.pi * rows["Area"])
        elif column.name == "feret_ratio":
            values = rows["Feret"] / rows["MinFeret"]
        elif column.name == "mean_grey" and has_grey:
            values = pixels["Mean"]
        elif not column.imagej or lacks or column.name == "mean_grey":
            values = np.full_like(rows["Area"], np.nan)
        else:
            values = rows[column.imagej]
        is_box = column.name.startswith("box_")
        found[column.name] = values.astype(np.int64) if is_box else values
    return found


def pages_apart(particles: Particles) -> list[npt.NDArray[np.int32]]:
    """Draw regions on as few pages as keep all of them apart.

    Parameters
    ----------
    particles : Particles
        Regions, touching or overlapping.

    Returns
    -------
    list of ndarray of int32
        Shape (Y, X) each; region i is drawn whole, as i + 1, on one page, where no
        other one shares even a corner with it.
    """
    from scipy.ndimage import binary_dilation

    height, width = particles.shape
    pages: list[npt.NDArray[np.int32]] = []
    for index, mask in enumerate(particles.masks()):
        top, left, bottom, right = particles.boxes[index]
        around = binary_dilation(np.pad(mask, 1), np.ones((3, 3)))
        for page in pages:
            window = page[top : bottom + 2, left : right + 2]
            if not window[around].any():
                break
        else:
            pages.append(np.zeros((height + 2, width + 2), np.int32))
            window = pages[-1][top : bottom + 2, left : right + 2]
        window[1:-1, 1:-1][mask] = index + 1
    return [page[1:-1, 1:-1] for page in pages]


def _rows(
    particles: Particles,
    pages: list[npt.NDArray[np.int32]],
    size: PixelSize | None,
    intensity: npt.NDArray[Any] | None,
) -> Rows:
    """Give one row for each region, in their order."""
    parts: list[Rows] = []
    for page in pages:
        rows = analyze_particles(page > 0, pixel_size_nm=size, intensity=intensity)
        first = rows.pop("YStart").astype(int), rows.pop("XStart").astype(int)
        parts.append(rows | {"region": page[first] - 1.0})
    if not parts:
        return {}
    joined = {name: np.concatenate([rows[name] for rows in parts]) for name in parts[0]}
    region = joined.pop("region").astype(np.int64)
    counts = np.bincount(region, minlength=len(particles))
    if len(counts) > len(particles) or not counts.all():
        lost = int(np.flatnonzero(counts == 0)[0]) + 1
        message = (
            f"Measuring with ImageJ: found nothing at particle {lost} of "
            f"{len(particles)}, expected each. This is a fault of FeretLab."
        )
        raise RefereeError(message)
    order = np.unique(region, return_index=True)[1]
    whole = {name: values[order] for name, values in joined.items()}
    several = np.flatnonzero(counts > 1)
    if len(several):
        perimeters = np.bincount(region, joined["Perim."])
        _measure_selections(particles, several, whole, size, intensity)
        whole["Perim."][several] = perimeters[several]
        _round_off(whole, several)
    return whole


def _measure_selections(
    particles: Particles,
    which: npt.NDArray[np.int64],
    rows: Rows,
    size: PixelSize | None,
    intensity: npt.NDArray[Any] | None,
) -> None:
    """Measure regions of several parts as composite selections, into `rows`."""
    shown = np.zeros(particles.shape, np.uint8) if intensity is None else intensity
    image = to_image([shown], "regions")
    calibrate(image, size)
    for index in which.tolist():
        top, left = (int(edge) for edge in particles.boxes[index, :2])
        drawn = to_binary_image(particles.mask(index)).getProcessor()
        drawn.setThreshold(255, 255, 2)  # NO_LUT_UPDATE
        selection = java.ThresholdToSelection().convert(drawn)
        selection.setLocation(left, top)
        image.setRoi(selection)
        table = java.ResultsTable()
        java.Analyzer(image, every_descriptor(), table).measure()
        for name, values in to_columns(table).items():
            if name in rows:
                rows[name][index] = values[0]


def _round_off(rows: Rows, which: npt.NDArray[np.int64]) -> None:
    """Give the circularity that ImageJ makes of area and perimeter."""
    area, perimeter = rows["Area"][which], rows["Perim."][which]
    rows["Circ."][which] = np.minimum(4.0 * np.pi * area / perimeter**2, 1.0)
