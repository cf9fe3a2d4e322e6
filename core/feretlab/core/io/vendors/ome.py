"""OME-TIFF: XML in ImageDescription, PhysicalSizeX and PhysicalSizeXUnit.

Schema openmicroscopy.org/Schemas/OME/2016-06: the unit is µm where none stands.
"""

from feretlab.core.io.units import length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded
from feretlab.core.io.vendors.xml_text import parse_xml

_DESCRIPTION = 270


def read_ome(header: Header) -> Recorded | None:
    """Give what an OME-TIFF records.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such XML.
    """
    text = header.tags.get(_DESCRIPTION)
    if not isinstance(text, str) or "<OME" not in text:
        return None
    root = parse_xml(text)
    pixels = root.find(".//Image/Pixels") if root is not None else None
    if pixels is None:
        return None
    edges = []
    for axis in "YX":
        unit = pixels.get(f"PhysicalSize{axis}Unit", "µm")
        edges.append(length_nm(pixels.get(f"PhysicalSize{axis}"), unit))
    size = pixel_size(*edges)
    return Recorded(
        vendor="OME",
        pixel_size_nm=size,
        source="OME-XML, PhysicalSizeX" if size else "",
    )
