"""Phenom desktop microscopes, XML "FeiImage" in TIFF tag 34683 or behind a JPEG.

Schema phenom-world.com/Schemas/FeiImage1.xsd: pixelWidth and pixelHeight carry
their unit as an attribute; databarHeight counts rows below the field;
cropHint bounds the field in pixels.
"""

from xml.etree.ElementTree import Element

from feretlab.core.io.units import length_nm, number, pixel_size
from feretlab.core.io.vendors.recorded import Header, Recorded, rescaled_note
from feretlab.core.io.vendors.xml_text import parse_xml

_TAGS = (34683, 34680, 34682, 270)


def read_phenom(header: Header) -> Recorded | None:
    """Give what a Phenom recorded.

    Parameters
    ----------
    header : Header
        The picture's tags.

    Returns
    -------
    Recorded or None
        None where the file has no such XML.
    """
    for tag in _TAGS:
        text = header.text(tag)
        if "<FeiImage" not in text:
            continue
        root = parse_xml(text)
        if root is None:
            continue
        right = number(root.findtext("cropHint/right"))
        size = pixel_size(_length(root, "pixelHeight"), _length(root, "pixelWidth"))
        return Recorded(
            vendor="Phenom",
            pixel_size_nm=size,
            source=f"Phenom tag {tag}, pixelWidth" if size else "",
            field_rows=_field_rows(root, header.shape),
            metadata=_leaves(root),
            # A hint may leave columns out, but none is beyond the picture.
            warnings=rescaled_note(
                "Phenom", max(right or 0, header.shape[1]), header.shape
            ),
        )
    return None


def _field_rows(root: Element, shape: tuple[int, int]) -> int | None:
    """Rows above the bar's height, else those of a crop hint of full width."""
    bar = number(root.findtext("databarHeight"))
    if bar is not None:
        return max(shape[0] - int(bar), 1)
    sides = ("left", "top", "right", "bottom")
    hint = [number(root.findtext(f"cropHint/{side}")) for side in sides]
    bottom = hint[3]
    if hint[:3] != [0, 0, shape[1]] or not bottom or bottom >= shape[0]:
        return None
    return max(int(bottom), 1)


def _length(root: Element, name: str) -> float | None:
    edge = root.find(name)
    return None if edge is None else length_nm(edge.text, edge.get("unit", ""))


def _leaves(element: Element, prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for child in element:
        if len(child):
            found |= _leaves(child, f"{prefix}{child.tag}.")
        elif child.text and child.text.strip():
            found[f"{prefix}{child.tag}"] = child.text.strip()
    return found
