"""What a maker's reader is given, and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from feretlab.core.io.vendors.sidecar import decoded
from feretlab.core.micrograph import PixelSize


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a picture file holds besides its pixels.

    Parameters
    ----------
    path : Path
        The file, for sidecars that lie beside it.
    shape : tuple of int
        Rows and columns of the picture, info bar included.
    tags : mapping
        TIFF or EXIF tags by number, values as tifffile gives them.
    """

    path: Path
    shape: tuple[int, int]
    tags: Mapping[int, Any] = field(default_factory=dict)

    def text(self, tag: int) -> str:
        """Give a tag as text, of whichever type the writer made it.

        Parameters
        ----------
        tag : int
            Number of the tag.

        Returns
        -------
        str
            Empty where there is none, or no text.
        """
        value = self.tags.get(tag)
        if isinstance(value, bytes):
            return decoded(value)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a maker's metadata say about one picture.

    Parameters
    ----------
    vendor : str
        Maker of the instrument or program.
    pixel_size_nm : PixelSize or None
        Edge lengths of a pixel in nm; None where the metadata do not say.
    source : str
        Where the size stands, for people.
    field_rows : int or None
        Rows above the info bar; None where the metadata do not say.
    is_reciprocal : bool
        Whether it is a diffraction pattern or a Fourier transform.
    metadata : mapping
        Everything, flat, for display.
    warnings : tuple of str
        What looked odd.
    """

    vendor: str = ""
    pixel_size_nm: PixelSize | None = None
    source: str = ""
    field_rows: int | None = None
    is_reciprocal: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Vendor(Protocol):
    """Reads one maker's metadata."""

    def __call__(self, header: Header) -> Recorded | None:
        """Give what the metadata say; None where this maker did not write them."""


def rescaled_note(
    maker: str, columns: float | None, shape: tuple[int, int]
) -> tuple[str, ...]:
    """Tell that a picture has other columns than its maker stored.

    Parameters
    ----------
    maker : str
        Maker of the instrument or program.
    columns : float or None
        As the metadata say; None or 0 where they do not.
    shape : tuple of int
        Rows and columns of the picture.

    Returns
    -------
    tuple of str
        A line where they differ, else empty.
    """
    if not columns or columns == shape[1]:
        return ()
    return (
        f"{maker} stored {columns:.0f} columns but the file has {shape[1]}: was it "
        "rescaled? Then give the pixel size by hand.",
    )


def flat(nested: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Flatten nested metadata to ``section.key`` and text.

    Parameters
    ----------
    nested : mapping
        Values, or mappings of values.
    prefix : str
        What stands before every key.

    Returns
    -------
    dict
    """
    result: dict[str, str] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            result |= flat(value, f"{prefix}{key}.")
        else:
            result[f"{prefix}{key}"] = str(value)
    return result
