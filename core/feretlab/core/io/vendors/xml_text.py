"""XML as it stands in tags: with namespaces, padding and cut ends."""

from xml.etree import ElementTree

_LARGEST_CHARACTERS = 1 << 22


def parse_xml(text: str) -> ElementTree.Element | None:
    """Give the root of an XML text, names without their namespaces.

    Parameters
    ----------
    text : str
        May have text before the first and NULs after the last bracket.

    Returns
    -------
    Element or None
        None where it is no XML, or one with entities, which no maker writes.
    """
    start, end = text.find("<"), text.rfind(">")
    text = text[start : end + 1]
    # Entities can be made to grow without bound.
    if start < 0 or len(text) > _LARGEST_CHARACTERS or "<!ENTITY" in text:
        return None
    try:
        root = ElementTree.fromstring(text.encode("utf-8", "replace"))
    except (ElementTree.ParseError, LookupError, ValueError):
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root
