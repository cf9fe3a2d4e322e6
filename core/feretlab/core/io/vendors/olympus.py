"""Olympus Soft Imaging Solutions (analySIS, iTEM), TIFF tags 33560 and 33471.

No public specification; tifffile reads the structure and gives metres per pixel
down and along, which may differ. Pictures that were never calibrated have the
distance of print dots there (72 an inch), magnification 1 and no camera.
"""

import math
from collections.abc import Mapping

from feretlab.core.io.units import length_nm, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, flat

_TAGS = (33560, 33471)
_INCH_M = 0.0254
_PRINTS = (72, 96, 100, 150, 200, 300, 400, 600, 1200)
"""Usual dots an inch; 254 would be a tenth of a mm as well."""


def read_olympus(header: Header) -> Recorded | None:
    """Give what analySIS recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such tag.
    """
    found: dict[str, object] = {}
    for tag in _TAGS:
        values = header.tags.get(tag)
        if isinstance(values, Mapping):
            found |= dict(values)
    if not found:
        return None
    high, wide = (length_nm(found.get(f"pixelsize{axis}"), "m") for axis in "yx")
    size = None if _is_print(found) else pixel_size(high, wide)
    return Recorded(
        vendor="Olympus SIS",
        pixel_size_nm=size,
        source=f"Olympus SIS tag {_TAGS[0]}" if size else "",
        metadata=flat(found),
    )


def _is_print(found: Mapping[str, object]) -> bool:
    """Tell whether the edge is the distance of a print's dots."""
    edge = number(found.get("pixelsizex"))
    if not edge or found.get("pixelsizey") != found.get("pixelsizex"):
        return False
    if number(found.get("magnification")) != 1 or found.get("cameraname"):
        return False
    return any(math.isclose(edge * dots, _INCH_M, rel_tol=1e-6) for dots in _PRINTS)
