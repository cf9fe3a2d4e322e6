"""FEI and Thermo Fisher microscopes (xT), TIFF tags 34680, 34682 and 34683.

No public specification. Facts: xT writes an INI text whose [Scan] section gives
PixelWidth and PixelHeight in m, or HorFieldsize and VerFieldsize; the beam's section
the field widths HFW and VFW; [Image] the resolution without the data bar;
[PrivateFei] the bar's height. XL30, FIB 620 and their like tell in tag 34680 the
magnification ([Vector]) on a display of SizeY mm, RatioXY as wide ([ImageDevice]):
pixels of 484 x 712 pictures are no squares. Newer versions add an XML with
BinaryResult/PixelSize (schema fei.com/Metadata/v1/2013). Some Helios keep
"MementoItem" XML in tag 34682 instead (tifffile issue 141).
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from feretlab.core.io.units import length_nm, magnification, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, flat, rescaled_note
from feretlab.core.io.vendors.xml_text import parse_xml
from feretlab.core.micrograph import PixelSize

_INI_TAGS = (34682, 34680)
_XML_TAGS = (34683, 34682, 34680)
_RESOLUTION_TAGS = (282, 283)
_PROPORTION_TOLERANCE = 0.01
_Sections = Mapping[str, Any]


def read_fei(header: Header) -> Recorded | None:
    """Give what xT recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such tag, or an XML of another maker.
    """
    for tag in _INI_TAGS:
        sections = header.tags.get(tag)
        if isinstance(sections, Mapping) and sections:
            size, place = _ini_size(sections)
            if size is None:
                size, place = _xml_size(header)
            notes: tuple[str, ...] = ()
            if size is None:
                size, place, notes = _display_size(sections, header)
            columns = number(_section(sections, "Image").get("ResolutionX"))
            return Recorded(
                vendor="FEI",
                pixel_size_nm=size,
                source=f"FEI tag {tag}, {place}" if size else "",
                field_rows=_field_rows(sections, header.shape),
                metadata=flat(sections),
                warnings=notes + rescaled_note("FEI", columns, header.shape),
            )
    size, place = _xml_size(header)
    if size is None:
        return None
    return Recorded(vendor="FEI", pixel_size_nm=size, source=f"FEI {place}")


def _ini_size(sections: _Sections) -> tuple[PixelSize | None, str]:
    """From the scan, else from the field of view and the resolution."""
    beam = _section(sections, "Beam")
    scans = ("Scan", str(beam.get("Scan", "")), "EScan", "IScan")
    for name in scans:
        scan = _section(sections, name)
        size = _size_in_m(scan.get("PixelHeight"), scan.get("PixelWidth"))
        if size is not None:
            return size, f"{name}/PixelWidth"
    image = _section(sections, "Image")
    rows, columns = number(image.get("ResolutionY")), number(image.get("ResolutionX"))
    beams = (str(beam.get("Beam", "")), "EBeam", "IBeam", "IRBeam")
    for name, high_key, wide_key in (
        *((name, "VFW", "HFW") for name in beams),
        *((name, "VerFieldsize", "HorFieldsize") for name in scans[:2]),
    ):
        view = _section(sections, name)
        high, wide = number(view.get(high_key)), number(view.get(wide_key))
        if high and wide and rows and columns:
            return _size_in_m(high / rows, wide / columns), f"{name}/{wide_key}"
    return None, ""


def _display_size(
    sections: _Sections, header: Header
) -> tuple[PixelSize | None, str, tuple[str, ...]]:
    """From the magnification, where the picture has the display's proportions."""
    device = _section(sections, "ImageDevice")
    high_mm, ratio = number(device.get("SizeY")), number(device.get("RatioXY"))
    times = magnification(str(_section(sections, "Vector").get("Magnification")))
    printed = _printed_ratio(header)
    if not (high_mm and ratio and times and printed):
        return None, "", ()
    if abs(printed / ratio - 1) > _PROPORTION_TOLERANCE:
        return None, "", ()
    rows, columns = header.shape
    high_nm = high_mm * 1e6 / times
    note = (
        "The FEI file tells no pixel size; it follows from the magnification on a "
        f"display {high_mm:g} mm high: check it against the scale bar."
    )
    size = pixel_size(high_nm / rows, high_nm * ratio / columns)
    return size, "Vector/Magnification", (note,) if size else ()


def _printed_ratio(header: Header) -> float | None:
    """Width by height of a print at the recorded resolutions."""
    dots = [header.tags.get(tag) for tag in _RESOLUTION_TAGS]
    if not all(isinstance(dot, tuple) and len(dot) == 2 and all(dot) for dot in dots):
        return None
    across, down = (float(dot[0] / dot[1]) for dot in dots if dot)
    rows, columns = header.shape
    return columns / across / (rows / down)


def _size_in_m(height: Any, width: Any) -> PixelSize | None:
    return pixel_size(length_nm(height, "m"), length_nm(width, "m"))


def _xml_size(header: Header) -> tuple[PixelSize | None, str]:
    for tag in _XML_TAGS:
        root = parse_xml(header.text(tag))
        if root is None:
            continue
        found = root.find(".//BinaryResult/PixelSize")
        if found is None:
            size = _memento_size(root)
            if size is not None:
                return size, f"tag {tag}, PixelSize"
            continue
        edges = []
        for axis in ("Y", "X"):
            edge = found.find(axis)
            unit = edge.get("unit", "m") if edge is not None else "m"
            edges.append(length_nm(edge.text if edge is not None else None, unit))
        size = pixel_size(*edges)
        if size is not None:
            return size, f"tag {tag}, BinaryResult/PixelSize"
    return None, ""


def _memento_size(root: Element) -> PixelSize | None:
    """From the XML of some Helios: key and value pairs, nested, with units."""
    size = _memento(root, "PixelSize")
    edges = []
    for name in ("Height", "Width"):
        item = _memento(size, name) if size is not None else None
        unit = item.findtext(".//MementoItemUnit", "") if item is not None else ""
        value = item.findtext(".//anyType") if item is not None else None
        edges.append(length_nm(value, unit.removeprefix("MementoItemUnit")))
    return pixel_size(*edges)


def _memento(root: Element, key: str) -> Element | None:
    """Give the value of a key."""
    for item in root.iter("item"):
        if item.findtext("key/string", "").strip() == key:
            return item.find("value")
    return None


def _field_rows(sections: _Sections, shape: tuple[int, int]) -> int | None:
    """Rows above the data bar: it hangs below the resolution, or covers it.

    None of a picture that was cut above the resolution's last row.
    """
    image = _section(sections, "Image")
    rows, columns = number(image.get("ResolutionY")), number(image.get("ResolutionX"))
    bar = number(_section(sections, "PrivateFei").get("DatabarHeight"))
    if rows and columns == shape[1] and 0 < rows < shape[0]:
        return int(rows)
    if rows == shape[0]:
        return None if bar else shape[0]
    if bar and columns == shape[1] and not rows:
        return max(shape[0] - int(bar), 1)
    return None


def _section(sections: _Sections, name: str) -> Mapping[str, Any]:
    """Section names differ in case between versions."""
    wanted = re.sub(r"\W", "", name).lower()
    for key, value in sections.items():
        if wanted and key.lower() == wanted and isinstance(value, Mapping):
            return value
    return {}
