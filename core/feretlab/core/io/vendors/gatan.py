"""Gatan DigitalMicrograph's own tags in exported TIFF files, 65003 to 65010.

No public specification. Facts: 65003 and 65004 are the units along the rows and
down them, 65009 and 65010 the scales, in DigitalMicrograph's order x, y.
"""

from feretlab.core.io.units import is_reciprocal, length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded

_UNIT_X, _UNIT_Y, _SCALE_X, _SCALE_Y = 65003, 65004, 65009, 65010


def read_gatan(header: Header) -> Recorded | None:
    """Give what DigitalMicrograph recorded in a TIFF file.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such tags.
    """
    tags = header.tags
    if _SCALE_X not in tags or _SCALE_Y not in tags:
        return None
    units = [str(tags.get(tag, "")).strip("\x00 ") for tag in (_UNIT_Y, _UNIT_X)]
    scales = [tags[tag] for tag in (_SCALE_Y, _SCALE_X)]
    size = pixel_size(*(length_nm(*pair) for pair in zip(scales, units, strict=True)))
    return Recorded(
        vendor="Gatan",
        pixel_size_nm=size,
        source=f"Gatan tag {_SCALE_X}" if size else "",
        is_reciprocal=any(is_reciprocal(unit) for unit in units),
    )
