"""TESCAN scanning microscopes, TIFF tag 50431 or a .hdr file beside the picture.

No public specification. Facts: both hold INI lines; PixelSizeX and PixelSizeY
are in m; ImageStripSize counts the rows of the info bar. In the tag the lines
follow a JPEG preview and length fields. The header file of ``a.png`` is called
``a-png.hdr`` or ``a.hdr``.
"""

import re

from feretlab.core.io.units import length_nm, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded
from feretlab.core.io.vendors.sidecar import key_values, sidecar_text

_TAG = 50431
# What the text may begin with, by version.
_FIRST = (
    b"[MAIN]", b"AccFrames=", b"AccType=", b"Company=", b"Date=", b"ImageStripSize=",
    b"PixelSizeX=",
)  # fmt: skip
_SHORT_SUFFIX = {"tiff": "tif", "jpeg": "jpg"}
# Each run of letters is gone through once, from where it begins.
_LINES = re.compile(rb"(?<![\x20-\x7e\x80-\xff])[\x20-\x7e\x80-\xff]+\r?\n")


def read_tescan(header: Header) -> Recorded | None:
    """Give what a TESCAN recorded.

    Parameters
    ----------
    header : Header
        The picture's tags and place.

    Returns
    -------
    Recorded or None
        None where neither the tag nor the header file is there.
    """
    values, place = _tag_values(header), f"TESCAN tag {_TAG}"
    if "PixelSizeX" not in values:
        values, place = _file_values(header), "TESCAN .hdr file"
    if "PixelSizeX" not in values:
        return None
    wide = length_nm(values["PixelSizeX"], "m")
    high = length_nm(values.get("PixelSizeY", values["PixelSizeX"]), "m")
    size = pixel_size(high, wide)
    strip = number(values.get("ImageStripSize", ""))
    has_strip = strip is not None and 0 <= strip < header.shape[0]
    return Recorded(
        vendor="TESCAN",
        pixel_size_nm=size,
        source=f"{place}, PixelSizeX" if size else "",
        field_rows=header.shape[0] - int(strip or 0) if has_strip else None,
        metadata=values,
    )


def _tag_values(header: Header) -> dict[str, str]:
    data = header.tags.get(_TAG)
    if isinstance(data, str):
        data = data.encode("latin-1", "replace")
    if not isinstance(data, bytes):
        return {}
    # The preview holds '=' and line ends by chance, so only the text from the
    # first known key's own lines on counts.
    lines = b"".join(_LINES.findall(data[_text_start(data) :]))
    return key_values(lines.decode("utf-8", "replace"))


def _text_start(data: bytes) -> int:
    places = (data.find(mark) for mark in _FIRST)
    return min((place for place in places if place >= 0), default=0)


def _file_values(header: Header) -> dict[str, str]:
    stem, suffix = header.path.stem, header.path.suffix.lstrip(".").lower()
    suffixes = (suffix, _SHORT_SUFFIX.get(suffix, suffix))
    names = [f"{stem}-{suffix}.hdr" for suffix in suffixes]
    text = sidecar_text(header.path, *names, f"{stem}.hdr")
    return key_values(text) if text and "PixelSizeX" in text else {}
