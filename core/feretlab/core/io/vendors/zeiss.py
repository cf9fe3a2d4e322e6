"""Zeiss and LEO scanning microscopes (SmartSEM), TIFF tag 34118.

The tag has no public specification. Facts: the parameter names and their units
as SmartSEM writes them, and the unnamed SI values before them, the fourth of
which is the pixel size of a picture 1024 columns wide (Gwyddion mailing list,
2012, message 29275000).
"""

import re
from collections.abc import Mapping
from typing import Any

from feretlab.core.io.units import length_nm, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, rescaled_note

_TAG = 34118
_DISPLAY_COLUMNS = 1024
# Named values have four digits; the unnamed one is taken where they agree.
_ROUNDING = 2e-3
# Width and pixel size have three digits at least.
_COLUMNS_TOLERANCE = 0.01


def read_zeiss(header: Header) -> Recorded | None:
    """Give what SmartSEM recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such tag.
    """
    parameters = header.tags.get(_TAG)
    if not isinstance(parameters, Mapping):
        return None
    stored = _stored_columns(parameters)
    size_nm, name = _size_nm(parameters, stored or header.shape[1])
    return Recorded(
        vendor="Zeiss",
        pixel_size_nm=pixel_size(size_nm, size_nm),
        source=f"Zeiss tag {_TAG}, {name}" if name else "",
        metadata={
            _name(value): _text(value) for key, value in parameters.items() if key
        },
        warnings=rescaled_note(
            "Zeiss", stored or _other_columns(parameters, header.shape[1]), header.shape
        ),
    )


def _size_nm(parameters: Mapping[str, Any], columns: int) -> tuple[float | None, str]:
    """Image Pixel Size, Width / columns, then values for 1024 columns."""
    to_display = _DISPLAY_COLUMNS / columns
    unnamed = list(parameters.get("") or ())
    metres = number(unnamed[3]) if len(unnamed) > 3 else None
    exact = metres * 1e9 * to_display if metres else None
    named = [
        (_length(_image_pixel_size(parameters)), "Image Pixel Size"),
        (_length(parameters.get("ap_width"), 1 / columns), "Width / columns"),
        (exact, "scale of 1024 columns"),
        (_length(parameters.get("ap_pixel_size"), to_display), "Pixel Size"),
    ]
    for size, name in named:
        if size:
            agree = exact and abs(exact / size - 1) < _ROUNDING
            return (exact if agree else size), name
    return None, ""


def _image_pixel_size(parameters: Mapping[str, Any]) -> Any:
    """Go by the label, because some versions file it under AP_PIXEL_SIZE."""
    for entry in parameters.values():
        if _name(entry).casefold() == "image pixel size":
            return entry
    return parameters.get("ap_image_pixel_size")


def _length(entry: Any, factor: float = 1.0) -> float | None:
    """Length in nm of (name, value, unit), or of (name, value with unit)."""
    if not isinstance(entry, tuple) or len(entry) < 2:
        return None
    size = length_nm(entry[1], entry[2] if len(entry) > 2 else "")
    return size * factor if size else None


def _stored_columns(parameters: Mapping[str, Any]) -> int | None:
    entry = parameters.get("dp_image_store")
    found = re.match(r"(\d{1,9})\s*\*\s*\d+", str(entry[1])) if entry else None
    return int(found.group(1)) if found else None


def _other_columns(parameters: Mapping[str, Any], columns: int) -> float | None:
    """Columns that width and pixel size tell, where they are not the file's."""
    width = _length(parameters.get("ap_width"))
    edge = _length(_image_pixel_size(parameters))
    told = width / edge if width and edge else None
    return told if told and abs(told / columns - 1) > _COLUMNS_TOLERANCE else None


def _name(entry: Any) -> str:
    return str(entry[0]) if isinstance(entry, tuple) and entry else str(entry)


def _text(entry: Any) -> str:
    return " ".join(str(part) for part in entry[1:]) if isinstance(entry, tuple) else ""
