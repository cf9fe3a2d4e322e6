"""One electron micrograph with what is known about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class PixelSize(NamedTuple):
    """Edge lengths of one pixel in nm, first down the rows, then along them."""

    y: float
    x: float


GIVEN = "given"
"""Source of a pixel size that a person gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Micrograph:
    """A single 2-D micrograph.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), uint8, uint16 or float32, as recorded, with
        the info bar. Non-finite values occur in float images only.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None where nothing trustworthy says it.
    pixel_size_source : str
        Where the size was found, for people: ``"Zeiss tag 34118"``,
        ``"scale bar"``, ``"given"``; empty where it is unknown.
    source : Path or None
        The file it was read from; None for an image made in memory.
    page : int
        Zero-based index inside a stack.
    pages : int
        Number of images in the file.
    info_bar_rows : int
        Rows at the bottom that hold the instrument's info bar, 0 for none.
    vendor : str
        Maker of the instrument or program that wrote the file, or empty.
    warnings : tuple of str
        One line each on what looked odd while reading.
    metadata : mapping
        What the vendor recorded, flat, for display only.
    """

    pixels: npt.NDArray[Any]
    pixel_size_nm: PixelSize | None = None
    pixel_size_source: str = ""
    source: Path | None = None
    page: int = 0
    pages: int = 1
    info_bar_rows: int = 0
    vendor: str = ""
    warnings: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Stem of the file, with the page number where the file holds several."""
        stem = self.source.stem if self.source is not None else "image"
        return stem if self.pages == 1 else f"{stem}_p{self.page + 1:04d}"

    @property
    def where(self) -> str:
        """The file, and its page where it holds several, as messages say it."""
        path = self.source if self.source is not None else "image"
        return page_of(path, self.page, self.pages)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels, info bar included."""
        height, width = self.pixels.shape
        return height, width

    @property
    def has_recorded_size(self) -> bool:
        """Whether the file's metadata say the pixel size."""
        source = self.pixel_size_source
        known = self.pixel_size_nm is not None
        return known and source != GIVEN and not is_from_bar(source)

    @property
    def field(self) -> npt.NDArray[Any]:
        """The pixels above the info bar, a view of shape (Y - bar, X)."""
        return self.pixels[: self.pixels.shape[0] - self.info_bar_rows]


def page_of(path: Path | str, page: int, pages: int) -> str:
    """Name a picture in messages by its file, and by its page where there are more.

    Parameters
    ----------
    path : path-like
        The file.
    page : int
        Zero-based index inside it.
    pages : int
        Number of pictures in it.

    Returns
    -------
    str
        Such as ``"'field.tif'"`` or ``"'stack.tif', page 2"``.
    """
    return repr(str(path)) + (f", page {page + 1}" if pages > 1 else "")


def is_from_bar(source: str) -> bool:
    """Tell whether a pixel size was read from a scale bar, by its source.

    Parameters
    ----------
    source : str
        A micrograph's ``pixel_size_source``.

    Returns
    -------
    bool
    """
    return source.startswith("scale bar")


def nearest_uint8(pixels: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Grey values spread over 0..255 for display, by the 0.35 and 99.65 percentiles.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype; NaN and infinities become 0.

    Returns
    -------
    ndarray of uint8
        Same shape.
    """
    if pixels.dtype == np.uint8:
        return pixels.copy()
    values = np.nan_to_num(pixels.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = np.percentile(values, (0.35, 99.65))
    scale = 255.0 / (high - low) if high > low else 0.0
    return np.clip((values - low) * scale, 0, 255).astype(np.uint8)
