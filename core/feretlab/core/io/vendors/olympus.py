"""Olympus Soft Imaging Solutions (analySIS, iTEM), TIFF tags 33560 and 33471.

No public specification; tifffile reads the structure and gives metres per pixel
down and along, which may differ.
"""

from collections.abc import Mapping

from feretlab.core.io.units import length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, flat

_TAGS = (33560, 33471)


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
    size = pixel_size(high, wide)
    return Recorded(
        vendor="Olympus SIS",
        pixel_size_nm=size,
        source=f"Olympus SIS tag {_TAGS[0]}" if size else "",
        metadata=flat(found),
    )
