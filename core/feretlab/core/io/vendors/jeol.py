"""JEOL microscopes: EXIF MakerNote, .txt beside the picture, or XML (SightX).

No public specification. Facts: both texts hold ``$CM_...``, ``$SM_...`` keys,
some with two dollar signs, parted from the value by ``=`` (MakerNote, UTF-16) or
a space (.txt). CM_PIXEL_SIZE carries its unit; SM_MICRON_BAR is the bar in
pixels and SM_MICRON_MARKER what it stands for; CM_IMAGE_SIZE or CM_FULL_SIZE is
the size without the info bar. A JEM-2200FS tells CM_FRAME_SIZE, CM_SIGNAL (TEM,
DIFF, STEM DF, Spectrum, ...), EM_PIXELSPERMETER_X and _Y. TEM pictures of SightX
tell the camera's pixel as print resolution and the magnification in the XML of
ImageDescription.
"""

import re
from collections.abc import Mapping
from typing import Any

from feretlab.core.io.units import length_nm, magnification, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, rescaled_note
from feretlab.core.io.vendors.sidecar import decoded, sidecar_text
from feretlab.core.io.vendors.xml_text import parse_xml
from feretlab.core.micrograph import PixelSize

_EXIF, _MAKER_NOTE = 34665, 37500
_PREFIXES = (b"UNICODE\x00", b"ASCII\x00\x00\x00", b"JIS\x00\x00\x00\x00\x00")
_FIELD_KEYS = ("CM_IMAGE_SIZE", "CM_FULL_SIZE")
_PER_METRE = "EM_PIXELSPERMETER_{}"
_LENGTHS = re.compile(r"([\d.,]+(?:[eE][-+]?\d+)?)[ \t]*([^\s\d./]*)")
# The MakerNote parts its entries by tabs, some texts the key from its value. A run
# of blanks is gone through once: a table of empty cells may be a megabyte of them.
_PARTING = r"[\r\n\x00]+|(?<![ \t])(?= *\t)[ \t]++(?=\$)"
_LINE = re.compile(r"\$+([A-Za-z0-9_%]+)[ =\t]*(.*)")


def read_jeol(header: Header) -> Recorded | None:
    """Give what a JEOL recorded.

    Parameters
    ----------
    header : Header
        The picture's tags and place.

    Returns
    -------
    Recorded or None
        None where none of the three is there.
    """
    for text, place in (
        (_maker_note(header.tags), "JEOL EXIF MakerNote"),
        (_beside(header), "JEOL .txt file"),
    ):
        values = _values(text) if text else {}
        if any(key.startswith(("CM_", "SM_")) for key in values):
            return _from_values(values, place, header.shape)
    return _sightx(header)


def _beside(header: Header) -> str | None:
    return sidecar_text(
        header.path, f"{header.path.stem}.txt", f"{header.path.name}.txt"
    )


def _from_values(
    values: Mapping[str, str], place: str, shape: tuple[int, int]
) -> Recorded:
    size, key = _size(values, shape)
    frame = _frame(values, (*_FIELD_KEYS, "CM_FRAME_SIZE"))
    return Recorded(
        vendor="JEOL",
        pixel_size_nm=size,
        source=f"{place}, {key}" if size else "",
        field_rows=_field_rows(values, shape),
        is_reciprocal=_PER_METRE.format("X") in values
        and values.get("CM_SIGNAL") == "DIFF",
        metadata=values,
        warnings=rescaled_note("JEOL", frame[0] if frame else None, shape),
    )


def _size(
    values: Mapping[str, str], shape: tuple[int, int]
) -> tuple[PixelSize | None, str]:
    """Pixel size itself, then the bar, the pixels of a metre, the field of view."""
    edges = _pair_nm(values.get("CM_PIXEL_SIZE", ""))
    if edges:
        return pixel_size(edges[1], edges[0]), "CM_PIXEL_SIZE"
    bar_px = number(values.get("SM_MICRON_BAR", ""))
    marker = length_nm(values.get("SM_MICRON_MARKER", ""))
    if bar_px and marker:
        return pixel_size(marker / bar_px, marker / bar_px), "SM_MICRON_BAR"
    size = _size_per_metre(values)
    if size:
        return size, "EM_PIXELSPERMETER"
    view = _pair_nm(values.get("CM_FIELD_OF_VIEW", ""))
    if view:
        columns, rows = _frame(values) or _frame_of_squares(view, shape)
        return pixel_size(view[1] / rows, view[0] / columns), "CM_FIELD_OF_VIEW"
    return None, ""


def _size_per_metre(values: Mapping[str, str]) -> PixelSize | None:
    """From the pixels of a metre, which mean none in patterns and spectra."""
    if not values.get("CM_SIGNAL", "").startswith(("TEM", "STEM")):
        return None
    counts = [number(values.get(_PER_METRE.format(axis), "")) for axis in "YX"]
    return pixel_size(*(1e9 / count if count else None for count in counts))


def _frame_of_squares(
    view: tuple[float, float], shape: tuple[int, int]
) -> tuple[int, float]:
    """Columns and rows of a field that its text does not count: pixels are squares."""
    return shape[1], min(shape[0], shape[1] * view[1] / view[0])


def _pair_nm(text: str) -> tuple[float, float] | None:
    """Read lengths along and down in nm, of ``1.5nm``, ``1.5 2 nm``, ``9µm 8µm``."""
    found = _LENGTHS.findall(text)
    if not found:
        return None
    last = found[1] if len(found) > 1 else found[0]
    wide, high = (length_nm(value, unit or last[1]) for value, unit in (found[0], last))
    return (wide, high) if wide and high else None


def _field_rows(values: Mapping[str, str], shape: tuple[int, int]) -> int | None:
    frame = _frame(values)
    if frame is None or frame[0] != shape[1] or frame[1] > shape[0]:
        return None
    return frame[1]


def _frame(
    values: Mapping[str, str], keys: tuple[str, ...] = _FIELD_KEYS
) -> tuple[int, int] | None:
    """Columns and rows of the field."""
    for key in keys:
        found = re.match(r"(\d{1,9})[\s,xX]+(\d{1,9})(?!\d)", values.get(key, ""))
        if found and int(found.group(1)) and int(found.group(2)):
            return int(found.group(1)), int(found.group(2))
    return None


def _maker_note(tags: Mapping[int, Any]) -> str | None:
    exif = tags.get(_EXIF)
    note = exif.get("MakerNote") if isinstance(exif, Mapping) else None
    if note is None:
        note = tags.get(_MAKER_NOTE)
    if isinstance(note, str):
        return note
    if not isinstance(note, bytes):
        return None
    for prefix in _PREFIXES:
        note = note.removeprefix(prefix)
    return decoded(note)


def _values(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in re.split(_PARTING, text):
        match = _LINE.match(line.strip())
        if match:
            found.setdefault(match.group(1), match.group(2))
    return found


def _sightx(header: Header) -> Recorded | None:
    text = header.tags.get(270)
    if not isinstance(text, str) or "<TemReporter" not in text:
        return None
    root = parse_xml(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))
    if root is None:
        return None
    mode = root.findtext(".//ImageFormingSystem/ModeString", "")
    is_tem = root.findtext(".//Eos/EosMode", "") == "eosTEM"
    times = magnification(root.findtext(".//ImageFormingSystem/SelectorValue", ""))
    camera = [_camera_pixel_nm(header.tags, tag) for tag in (283, 282)]
    size = None
    if is_tem and "MAG" in mode.upper() and times and all(camera):
        size = pixel_size(*((edge or 0.0) / times for edge in camera))
    return Recorded(
        vendor="JEOL",
        pixel_size_nm=size,
        source="JEOL SightX XML, camera pixel / magnification" if size else "",
        is_reciprocal=is_tem and "DIFF" in mode.upper(),
    )


def _camera_pixel_nm(tags: Mapping[int, Any], tag: int) -> float | None:
    resolution, unit = tags.get(tag), tags.get(296)
    if not isinstance(resolution, tuple) or not resolution[0]:
        return None
    unit_nm = {2: 2.54e7, 3: 1e7}.get(int(unit or 0))
    return None if unit_nm is None else unit_nm * resolution[1] / resolution[0]
