"""TVIPS cameras (EM-MENU), TIFF tag 37706.

TemData structure as tifffile decodes it: version 2 gives PixelSizeX and
PixelSizeY in nm (tifffile issue 319). Version 1 has only the camera's pixel and
a nominal magnification, off by 10 % and more, so no size is taken from it.
"""

from collections.abc import Mapping

from feretlab.core.io.units import length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, flat

_TAG = 37706


def read_tvips(header: Header) -> Recorded | None:
    """Give what EM-MENU recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such tag.
    """
    values = header.tags.get(_TAG)
    if not isinstance(values, Mapping) or not values:
        return None
    high, wide = (length_nm(values.get(f"PixelSize{axis}"), "nm") for axis in "YX")
    size = pixel_size(high, wide)
    return Recorded(
        vendor="TVIPS",
        pixel_size_nm=size,
        source=f"TVIPS tag {_TAG}, PixelSizeX" if size else "",
        metadata=flat(values),
    )
