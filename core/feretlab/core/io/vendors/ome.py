"""OME-TIFF: XML in ImageDescription, PhysicalSizeX and PhysicalSizeXUnit.

Schema openmicroscopy.org/Schemas/OME/2016-06: the unit is µm where none stands.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from feretlab.core.io.units import length_nm, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, rescaled_note
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
    images = root.findall(".//Image/Pixels") if root is not None else []
    if not images:
        return None
    pixels = images[0]
    edges = []
    for axis in "YX":
        unit = pixels.get(f"PhysicalSize{axis}Unit", "µm")
        edges.append(length_nm(pixels.get(f"PhysicalSize{axis}"), unit))
    size = pixel_size(*edges)
    return Recorded(
        vendor="OME",
        pixel_size_nm=size,
        source="OME-XML, PhysicalSizeX" if size else "",
        warnings=_notes(images, header.shape),
    )


def _notes(images: Sequence[Element], shape: tuple[int, int]) -> tuple[str, ...]:
    """Tell of a rescaled picture where none of the images has its columns."""
    told = [number(image.get("SizeX", "")) for image in images]
    return () if shape[1] in told else rescaled_note("OME", told[0], shape)
