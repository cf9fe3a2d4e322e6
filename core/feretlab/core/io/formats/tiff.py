"""TIFF of every kind, by tifffile: pages, ImageJ stacks, palettes, colour."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.formats.grey import (
    grey_from_inks,
    grey_from_palette,
    grey_from_samples,
)
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.vendors.recorded import Header, Recorded
from feretlab.core.io.vendors.registry import recorded_by_vendor

# tifffile logs what it forgives; without a handler that would reach the terminal.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

# Where the pixels lie, and colours: no metadata, and long.
_STRUCTURE = {273, 279, 288, 289, 320, 324, 325, 347}
# Makers' own tags; those below say nothing about the instrument.
_FIRST_PRIVATE = 32768
# Nothing in a micrograph is packed tighter by any compression of TIFF.
_LARGEST_RATIO = 20_000
_LARGEST_TEXT_BYTES = 1 << 22
_LIGHTNESS_FIRST = (
    tifffile.PHOTOMETRIC.CIELAB,
    tifffile.PHOTOMETRIC.ICCLAB,
    tifffile.PHOTOMETRIC.YCBCR,
)
_GREY = (tifffile.PHOTOMETRIC.MINISBLACK, tifffile.PHOTOMETRIC.MINISWHITE)
_ALPHA = (tifffile.EXTRASAMPLE.ASSOCALPHA, tifffile.EXTRASAMPLE.UNASSALPHA)
# What is compressed so is decoded to red, green and blue.
_DECODED_TO_RGB = (tifffile.COMPRESSION.JPEG, tifffile.COMPRESSION.OJPEG)


@contextmanager
def open_tiff(path: Path) -> Iterator[Sequence[Page]]:
    """Open a TIFF file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page
        Full-size pictures in their order, one after the other where a page holds
        several; thumbnails and masks are left out.
    """
    with tifffile.TiffFile(path) as tiff:
        pages = _listed(tiff)
        if not pages:
            raise InputError(f"Reading {str(path)!r}: the TIFF file has no pages.")
        frames = _frames_of_one_page(path, tiff) if len(pages) == 1 else None
        yield frames or _pages(path, full_size(pages) or pages)


def full_size(pages: Sequence[tifffile.TiffPage]) -> list[tifffile.TiffPage]:
    """Give the pages that are neither masks nor thumbnails.

    Parameters
    ----------
    pages : sequence of TiffPage
        Of one file.

    Returns
    -------
    list of TiffPage
        With those called reduced that are as large as the others: some makers
        mark the pictures of further detectors so.
    """
    shapes = {_shape(page) for page in pages if not (page.is_reduced or page.is_mask)}
    return [
        page
        for page in pages
        if not page.is_mask and (not page.is_reduced or _shape(page) in shapes)
    ]


def picture_samples(page: tifffile.TiffPage) -> tuple[int, ...]:
    """Tell which samples of a page are grey pictures of their own.

    Parameters
    ----------
    page : TiffPage
        A page of a TIFF file.

    Returns
    -------
    tuple of int
        Places among the samples, as microscopes keep several detectors in one
        page; empty where the samples are colours.
    """
    if page.photometric not in _GREY or page.samplesperpixel < 2:
        return ()
    # The extra samples are the last ones.
    first = page.samplesperpixel - len(page.extrasamples)
    return tuple(
        place
        for place in range(page.samplesperpixel)
        if place < first or page.extrasamples[place - first] not in _ALPHA
    )


def _listed(tiff: tifffile.TiffFile) -> list[tifffile.TiffPage]:
    """List the pages; a damaged file may lead back to one of them for ever."""
    pages: dict[int, tifffile.TiffPage] = {}
    for page in tiff.pages:
        if page.offset in pages:
            break
        if isinstance(page, tifffile.TiffPage):
            pages[page.offset] = page
            pages |= {below.offset: below for below in _below(page)}
    return list(pages.values())


def _below(page: tifffile.TiffPage) -> Iterator[tifffile.TiffPage]:
    """Pages that hang on a page; of a pyramid only those as large as itself."""
    for below in page.pages or () if page.subifds else ():
        if isinstance(below, tifffile.TiffPage) and (
            page.is_reduced or _shape(below) == _shape(page)
        ):
            yield below


def _pages(path: Path, pages: Sequence[tifffile.TiffPage]) -> list[Page]:
    """Give pages that say nothing what another of the same size says."""
    own = [
        _recorded(path, page) if index == 0 or _has_private_tags(page) else Recorded()
        for index, page in enumerate(pages)
    ]
    known = {
        _shape(page): recorded
        for page, recorded in reversed(list(zip(pages, own, strict=True)))
        if recorded.vendor
    }
    return [
        picture
        for page, recorded in zip(pages, own, strict=True)
        for picture in _pictures(
            path, page, recorded if recorded.vendor else known.get(_shape(page))
        )
    ]


def _shape(page: tifffile.TiffPage) -> tuple[int, int]:
    return page.imagelength, page.imagewidth


def _has_private_tags(page: tifffile.TiffPage) -> bool:
    return any(tag.code >= _FIRST_PRIVATE for tag in page.tags)


def _pictures(
    path: Path, page: tifffile.TiffPage, recorded: Recorded | None
) -> list[Page]:
    shape = _shape(page)
    check_shape(path, shape)
    if page.imagedepth != 1 or page.dtype is None:
        message = (
            f"Reading {str(path)!r}: found a page of {page.axes!r} axes and "
            f"{page.bitspersample} bits, expected a 2-D picture of numbers."
        )
        raise InputError(message)
    return [
        Page(
            shape=shape,
            dtype=page.dtype,
            read=partial(_read, path, page, sample),
            recorded=recorded or Recorded(),
        )
        for sample in picture_samples(page) or (None,)
    ]


def _read(path: Path, page: tifffile.TiffPage, sample: int | None) -> npt.NDArray[Any]:
    check_whole(path, page)
    pixels = page.asarray()
    if page.samplesperpixel > 1:
        if page.axes.startswith("S"):
            pixels = np.moveaxis(pixels, 0, -1)
        pixels = _grey(pixels, page) if sample is None else pixels[..., sample]
    pixels = pixels.reshape(_shape(page))
    if page.parent.is_imagej:
        return pixels  # lookup tables of ImageJ are for display: it measures these
    if page.photometric == tifffile.PHOTOMETRIC.PALETTE and page.colormap is not None:
        return grey_from_palette(pixels, page.colormap)
    if page.photometric == tifffile.PHOTOMETRIC.MINISWHITE:
        return _inverted(pixels, page.bitspersample)
    return pixels


def _grey(samples: npt.NDArray[Any], page: tifffile.TiffPage) -> npt.NDArray[Any]:
    """Give grey values of samples in whatever colours the page tells, (Y, X, S)."""
    inks = page.photometric == tifffile.PHOTOMETRIC.SEPARATED
    if inks and samples.shape[2] >= 4 and samples.dtype.kind == "u":
        return grey_from_inks(samples)
    if page.photometric in _LIGHTNESS_FIRST and (
        page.compression not in _DECODED_TO_RGB
    ):
        return np.asarray(samples[..., 0])
    return grey_from_samples(samples)


def _inverted(pixels: npt.NDArray[Any], bits: int) -> npt.NDArray[Any]:
    if pixels.dtype == np.bool_:
        return ~pixels
    if pixels.dtype.kind != "u":
        return -pixels
    largest = pixels.dtype.type((1 << bits) - 1)
    return np.asarray(largest - pixels)


def check_whole(path: Path, page: tifffile.TiffPage) -> None:
    """Refuse what the file cannot hold before memory is asked for.

    Parameters
    ----------
    path : Path
        The file, for messages.
    page : TiffPage
        One of its pages.

    Raises
    ------
    FileError
        Where the file ends before the page's pixels do.
    InputError
        Where no compression packs as tightly as the page claims.
    """
    size = page.parent.filehandle.size
    parts = list(zip(page.dataoffsets, page.databytecounts, strict=False))
    end = max((offset + count for offset, count in parts if count), default=0)
    stored = sum(count for _, count in parts)
    if page.compression == tifffile.COMPRESSION.NONE:
        stored = min(stored, size)
        bits = page.size * page.bitspersample
        if bits > stored * 8:
            end = size + 1
    if end > size or not stored:
        message = (
            f"Reading {str(path)!r}: the file ends before its pixels do "
            f"({size} bytes); copy it again from its source."
        )
        raise FileError(message)
    if page.nbytes > stored * _LARGEST_RATIO:
        message = (
            f"Reading {str(path)!r}: its header claims {page.shape} pixels from "
            f"{stored} bytes; the file is damaged."
        )
        raise InputError(message)


def alike_pages(path: Path, tiff: tifffile.TiffFile) -> list[tifffile.TiffPage]:
    """Give the pages of a stack.

    Parameters
    ----------
    path : Path
        The file, for the message.
    tiff : TiffFile
        The same, open.

    Returns
    -------
    list of TiffPage
        Without thumbnails; one where a stack has one header for all its pages.

    Raises
    ------
    FileError
        Where pages differ in size or type, so that they cannot be one stack, or are
        of bits that are no numbers.
    """
    pages = full_size(_listed(tiff))
    for page in pages:
        if page.dtype is None:
            message = (
                f"Reading labels {str(path)!r}: found a page of {page.bitspersample} "
                "bits a pixel, expected whole numbers of 8, 16 or 32."
            )
            raise FileError(message)
    kinds = {(_shape(page), str(page.dtype)) for page in pages}
    if len(kinds) > 1:
        found = " and ".join(f"{y} x {x} {dtype}" for (y, x), dtype in sorted(kinds))
        message = (
            f"Reading labels {str(path)!r}: found pages of {found}, expected one size "
            "and type; save each in a file of its own."
        )
        raise FileError(message)
    return pages


def _frames_of_one_page(path: Path, tiff: tifffile.TiffFile) -> list[Page] | None:
    """Frames behind a single page header: ImageJ's stacks over 4 GB, and the like."""
    series = tiff.series[0] if tiff.series else None
    page = tiff.pages[0]
    if series is None or not isinstance(page, tifffile.TiffPage):
        return None
    if series.size <= page.size or series.dataoffset is None or page.dtype is None:
        return None
    count = series.size // page.size
    if series.dataoffset + count * page.nbytes > tiff.filehandle.size:
        message = (
            f"Reading {str(path)!r}: its header claims {count} pictures of "
            f"{page.shape} pixels, but the file ends before them."
        )
        raise FileError(message)
    check_shape(path, _shape(page))
    dtype = np.dtype(tiff.byteorder + page.dtype.char)
    recorded = _recorded(path, page)
    return [
        Page(
            shape=_shape(page),
            dtype=page.dtype,
            read=partial(
                _read_frame,
                path,
                dtype,
                series.dataoffset + i * page.nbytes,
                page.shape,
            ),
            recorded=recorded,
        )
        for i in range(count)
    ]


def _read_frame(
    path: Path, dtype: np.dtype[Any], offset: int, shape: tuple[int, ...]
) -> npt.NDArray[Any]:
    count = int(np.prod(shape))
    pixels = np.fromfile(path, dtype, count, offset=offset).reshape(shape)
    return grey_from_samples(pixels) if pixels.ndim == 3 else pixels


def _recorded(path: Path, page: tifffile.TiffPage) -> Recorded:
    return recorded_by_vendor(Header(path=path, shape=_shape(page), tags=_tags(page)))


def _tags(page: tifffile.TiffPage) -> Mapping[int, Any]:
    return {tag.code: _value(tag) for tag in page.tags if tag.code not in _STRUCTURE}


def _value(tag: tifffile.TiffTag) -> Any:
    """Give what tifffile reads, else the bytes where it expects another content."""
    if tag.value != {}:
        return tag.value
    tag.parent.filehandle.seek(tag.valueoffset)
    return tag.parent.filehandle.read(min(tag.count, _LARGEST_TEXT_BYTES))
