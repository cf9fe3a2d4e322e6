"""ImageJ and Fiji: ImageDescription "ImageJ=..." with XResolution.

Facts (ij.io.TiffEncoder, ij.io.FileOpener): XResolution counts pixels per unit
of the description; pixels of another height have their own "yunit". ImageJ
takes over print resolutions as "inch" or "cm", which are no sizes unless they are
finer than any print. ImageJ2 (SCIFIO)
lists axes, scales and units in a description "SCIFIO=..." instead.
"""

from typing import Any

from feretlab.core.io.units import (
    is_reciprocal,
    length_nm,
    nm_per_unit,
    pixel_size,
)
from feretlab.core.io.vendors.recorded import Header, Recorded
from feretlab.core.io.vendors.sidecar import key_values

_DESCRIPTION, _X_RESOLUTION, _Y_RESOLUTION = 270, 282, 283
_PRINT_UNITS_NM = {"inch": 25.4e6, "in": 25.4e6, "inches": 25.4e6, "cm": 1e7}
_FINEST_PRINT_NM = 1000.0
"""25400 dots an inch."""


def read_imagej(header: Header) -> Recorded | None:
    """Give what ImageJ recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where ImageJ did not write the file, or recorded no length, so that
        what another maker left in it counts.
    """
    description = header.tags.get(_DESCRIPTION)
    if not isinstance(description, str):
        return None
    if description.startswith("SCIFIO="):
        return _scifio(description)
    if not description.startswith("ImageJ="):
        return None
    values = key_values(description)
    units = [values.get("yunit", values.get("unit", "")), values.get("unit", "")]
    reciprocal = any(is_reciprocal(unit) for unit in units)
    edges = [
        _edge_nm(header.tags.get(tag, header.tags.get(_X_RESOLUTION)), unit)
        for tag, unit in zip((_Y_RESOLUTION, _X_RESOLUTION), units, strict=True)
    ]
    size = pixel_size(*edges)
    if size is None and not reciprocal:
        return None
    return Recorded(
        vendor="ImageJ",
        pixel_size_nm=size,
        source="ImageJ calibration" if size else "",
        is_reciprocal=reciprocal,
        metadata=values,
    )


def _scifio(description: str) -> Recorded | None:
    values = key_values(description)
    lists = (values.get(key, "").split(",") for key in ("axes", "scales", "units"))
    known = {axis.strip(): pair for axis, *pair in zip(*lists, strict=False)}
    edges = [length_nm(*known[axis]) if axis in known else None for axis in "YX"]
    size = pixel_size(*edges)
    if size is None:
        return None
    return Recorded(
        vendor="ImageJ",
        pixel_size_nm=size,
        source="ImageJ2 calibration",
        metadata=values,
    )


def _edge_nm(resolution: Any, unit: str) -> float | None:
    print_nm = _PRINT_UNITS_NM.get(unit.strip().lower())
    per_unit = print_nm or nm_per_unit(unit)
    if per_unit is None or not isinstance(resolution, tuple) or not all(resolution):
        return None
    edge_nm: float = per_unit * resolution[1] / resolution[0]
    return None if print_nm and edge_nm >= _FINEST_PRINT_NM else edge_nm
