"""Hitachi microscopes: .txt beside the picture, [SemImageFile] or [TemImageFile].

No public specification. Facts: INI lines in ASCII or UTF-16; PixelSize is in nm
per pixel of the stored picture; DataSize is ``columns x rows`` of the field. The
S-4700 and its like write no PixelSize; their Magnification, as that of later ones,
is that of a print 127 mm wide (S-4800: 127 mm / 5000 / 1280 px = PixelSize 19.84375).
"""

import re
from collections.abc import Mapping

from feretlab.core.io.units import length_nm, magnification, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, rescaled_note
from feretlab.core.io.vendors.sidecar import key_values, sidecar_text

_SECTIONS = ("[semimagefile]", "[temimagefile]", "[stemimagefile]")
_PRINT_WIDTH_NM = 127e6


def read_hitachi(header: Header) -> Recorded | None:
    """Give what a Hitachi recorded.

    Parameters
    ----------
    header : Header
        The picture's place.

    Returns
    -------
    Recorded or None
        None where no such text file is there.
    """
    text = sidecar_text(
        header.path, f"{header.path.stem}.txt", f"{header.path.name}.txt"
    )
    if text is None or not any(mark in text.lower() for mark in _SECTIONS):
        return None
    values = key_values(text)
    edge, key, notes = _edge_nm(values, _SECTIONS[0] in text.lower())
    size = pixel_size(edge, edge)
    return Recorded(
        vendor="Hitachi",
        pixel_size_nm=size,
        source=f"Hitachi .txt file, {key}" if size else "",
        field_rows=_field_rows(values.get("DataSize", ""), header.shape),
        metadata=values,
        warnings=notes
        + rescaled_note("Hitachi", _columns(values.get("DataSize", "")), header.shape),
    )


def _edge_nm(
    values: Mapping[str, str], is_sem: bool
) -> tuple[float | None, str, tuple[str, ...]]:
    """From the pixel size, else from the magnification of a scanning microscope."""
    recorded = values.get("PixelSize", "")
    edge = length_nm(recorded) or length_nm(recorded, "nm")
    if edge:
        return edge, "PixelSize", ()
    times = magnification(values.get("Magnification", ""))
    columns = _columns(values.get("DataSize", ""))
    if not is_sem or not times or not columns:
        return None, "", ()
    note = (
        "The Hitachi file tells no pixel size; it follows from the magnification of "
        "a print 127 mm wide: check it against the scale bar."
    )
    return _PRINT_WIDTH_NM / times / columns, "Magnification", (note,)


def _columns(data_size: str) -> int | None:
    found = re.match(r"(\d{1,9})\s*[x*]", data_size, re.IGNORECASE)
    return int(found.group(1)) if found else None


def _field_rows(data_size: str, shape: tuple[int, int]) -> int | None:
    """Rows beyond DataSize are the info bar; equal rows may still hold one."""
    found = re.match(r"(\d{1,9})\s*[x*]\s*(\d{1,9})(?!\d)", data_size, re.IGNORECASE)
    if found and int(found.group(1)) == shape[1] and int(found.group(2)) < shape[0]:
        return int(found.group(2))
    return None
