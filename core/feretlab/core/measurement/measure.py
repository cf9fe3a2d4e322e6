"""Every descriptor of every particle."""

from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.measurement.packed import packed
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

_Values = dict[str, npt.NDArray[np.float64]]


def measure(
    particles: Particles,
    *,
    pixel_size_nm: PixelSize | None = None,
    intensity: npt.NDArray[Any] | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """Give the descriptors of `COLUMNS`, one array each.

    Area, centroid, box, perimeter, Feret diameters, ellipse and the ratios made
    of them are those of ImageJ 1.54p's Analyze Particles for the same regions
    (holes not included). A region of several parts is measured as one: perimeters
    add up, hull, ellipse and circles are those of all parts together.

    Parameters
    ----------
    particles : Particles
        Regions, overlapping or not, each with at least one pixel.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None leaves the columns in nm out. Where they
        differ, everything in nm, every angle and every ratio is measured on the
        outline stretched to its true proportions; columns in px stay on the grid.
    intensity : ndarray or None
        Grey values, shape (Y, X) of the micrograph or its field above the info
        bar, any real dtype; None leaves `mean_grey` NaN.

    Returns
    -------
    dict of ndarray of float64
        Shape (N,) each; box columns are int64.

    Raises
    ------
    feretlab.core.errors.InputError
        Where a pixel size is not positive or `intensity` does not reach as far as
        the regions.

    Examples
    --------
    >>> mask = np.zeros((9, 9), bool)
    >>> mask[2:6, 3:8] = True
    >>> table = measure(Particles.from_mask(mask))
    >>> table["area_px"], table["min_feret_px"]
    (array([20.]), array([4.]))
    """
    if not len(particles):
        return _nothing(pixel_size_nm)
    on_grid = _shapes(particles, 1.0)
    columns: dict[str, npt.NDArray[Any]] = _lengths(on_grid, 1.0, "px")
    columns["area_px"] = on_grid["count"]
    columns["centroid_x_px"], columns["centroid_y_px"] = on_grid["x"], on_grid["y"]
    top, left, bottom, right = particles.boxes.T.astype(np.int64)
    columns |= {"box_left_px": left, "box_top_px": top}
    columns |= {"box_width_px": right - left, "box_height_px": bottom - top}
    stretched = on_grid
    if pixel_size_nm is not None:
        size = _checked(pixel_size_nm)
        if size.y != size.x:
            stretched = _shapes(particles, size.y / size.x)
        columns |= _lengths(stretched, size.x, "nm")
        columns["area_nm2"] = stretched["area"] * size.x**2
        columns["centroid_x_nm"] = on_grid["x"] * size.x
        columns["centroid_y_nm"] = on_grid["y"] * size.y
    columns |= _ratios(stretched)
    columns["mean_grey"] = _mean_grey(particles, intensity)
    return {
        column.name: columns[column.name]
        for column in COLUMNS
        if column.name in columns
    }


def _nothing(pixel_size_nm: PixelSize | None) -> dict[str, npt.NDArray[Any]]:
    """Give empty columns, without the loops that are compiled at their first use."""
    if pixel_size_nm is not None:
        _checked(pixel_size_nm)
    return {
        column.name: np.zeros(0, np.int64 if _is_of_box(column.name) else np.float64)
        for column in COLUMNS
        if pixel_size_nm is not None or not column.calibrated
    }


def _is_of_box(name: str) -> bool:
    return name.startswith("box_")


def _checked(size: PixelSize) -> PixelSize:
    y, x = float(size[0]), float(size[1])
    if not (0 < y < np.inf and 0 < x < np.inf):
        message = f"Measuring: pixel size is {y} x {x} nm, expected positive numbers."
        raise InputError(message)
    return PixelSize(y, x)


def _shapes(particles: Particles, unit_y: float) -> _Values:
    """Measure regions whose pixels are one wide and `unit_y` high."""
    from feretlab.core.measurement.ellipse import ELLIPSE_COLUMNS, ellipse_measures
    from feretlab.core.measurement.hull import HULL_COLUMNS, hull_measures
    from feretlab.core.measurement.inscribed import inscribed_diameters
    from feretlab.core.measurement.outline import outline_counts

    regions = packed(particles)
    values: _Values = {}
    ellipses = ellipse_measures(*regions, unit_y)
    values |= zip(ELLIPSE_COLUMNS, ellipses.T, strict=True)
    values |= zip(HULL_COLUMNS, hull_measures(*regions, unit_y).T, strict=True)
    along_x, along_y, corners = outline_counts(*regions).T
    # What a corner of two unit edges loses when its diagonal is taken instead.
    cut = 1.0 + unit_y - np.sqrt(1.0 + unit_y * unit_y)
    values["perimeter"] = along_x + along_y * unit_y - corners * cut
    values["inscribed_diameter"] = inscribed_diameters(*regions, unit_y)
    values["area"] = values["count"] * unit_y
    values["ecd"] = np.sqrt(4.0 / np.pi * values["area"])
    return values


_LENGTHS = (
    "perimeter",
    "feret",
    "min_feret",
    "ecd",
    "major",
    "minor",
    "inscribed_diameter",
    "enclosing_diameter",
)


def _lengths(values: _Values, scale: float, unit: str) -> _Values:
    return {f"{name}_{unit}": values[name] * scale for name in _LENGTHS}


def _ratios(values: _Values) -> _Values:
    """Give angles and ratios, which have the same value in every unit."""
    area, perimeter = values["area"], values["perimeter"]
    return {
        "feret_angle_deg": values["feret_angle_deg"],
        "ellipse_angle_deg": values["angle_deg"],
        "circularity": np.minimum(4.0 * np.pi * area / perimeter**2, 1.0),
        "aspect_ratio": values["major"] / values["minor"],
        "roundness": 4.0 * area / (np.pi * values["major"] ** 2),
        "solidity": area / values["hull_area"],
        "convexity": np.minimum(values["hull_perimeter"] / perimeter, 1.0),
        "feret_ratio": values["feret"] / values["min_feret"],
    }


def _mean_grey(
    particles: Particles, intensity: npt.NDArray[Any] | None
) -> npt.NDArray[np.float64]:
    if intensity is None:
        return np.full(len(particles), np.nan)
    reach = particles.boxes[:, 2:].max(axis=0)
    if intensity.ndim != 2 or (reach > intensity.shape).any():
        message = (
            f"Measuring grey values: image has shape {intensity.shape}, expected two "
            f"axes and at least {tuple(reach.tolist())} for these particles."
        )
        raise InputError(message)
    from feretlab.core.measurement.grey import mean_greys

    native = np.ascontiguousarray(intensity, intensity.dtype.newbyteorder("="))
    return mean_greys(*packed(particles), native)
