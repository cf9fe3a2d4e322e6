"""XML of Zeiss microscopes: Fibics' ATLAS (tag 51023) and Orion (tag 65000).

No public specification. Facts: ATLAS tells the field of view in um, Scan/FOV_X and
FOV_Y, and the pixels, Image/Width and Height. Orion tells ScalingX and ScalingY, or
Fov and ImageWidth, each with a Value and its Units.
"""

from xml.etree.ElementTree import Element

from feretlab.core.io.units import length_nm, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded
from feretlab.core.io.vendors.xml_text import parse_xml
from feretlab.core.micrograph import PixelSize

_ATLAS, _ORION = 51023, 65000


def read_zeiss_xml(header: Header) -> Recorded | None:
    """Give what ATLAS or an Orion recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such XML.
    """
    for tag, name, root_tag, sizes in (
        (_ATLAS, "ATLAS", "Fibics", (_atlas_field,)),
        (_ORION, "Orion", "ImageTags", (_orion_scaling, _orion_field)),
    ):
        root = parse_xml(header.text(tag))
        if root is None or root.tag != root_tag:
            continue
        found = (read(root, header.shape) for read in sizes)
        size = next((size for size in found if size is not None), None)
        return Recorded(
            vendor="Zeiss",
            pixel_size_nm=size,
            source=f"Zeiss {name} tag {tag}" if size else "",
        )
    return None


def _atlas_field(root: Element, shape: tuple[int, int]) -> PixelSize | None:
    edges = []
    for axis, side, pixels in (("Y", "Height", shape[0]), ("X", "Width", shape[1])):
        edge = length_nm(root.findtext(f"Scan/FOV_{axis}", ""), "um")
        count = number(root.findtext(f"Image/{side}", "")) or pixels
        edges.append(edge / count if edge else None)
    return pixel_size(*edges)


def _orion_scaling(root: Element, _shape: tuple[int, int]) -> PixelSize | None:
    return pixel_size(*(_orion_length(root, f"Scaling{axis}") for axis in "YX"))


def _orion_field(root: Element, shape: tuple[int, int]) -> PixelSize | None:
    view = _orion_length(root, "Fov")
    columns = number(root.findtext("ImageWidth/Value", "")) or shape[1]
    edge = view / columns if view else None
    return pixel_size(edge, edge)


def _orion_length(root: Element, name: str) -> float | None:
    unit = root.findtext(f"{name}/Units", "")
    return length_nm(root.findtext(f"{name}/Value", ""), unit)
