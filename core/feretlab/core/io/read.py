"""Micrographs of every format, one page after another."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError, FileError, InputError
from feretlab.core.io.calibration import with_scale_bar
from feretlab.core.io.damage import READER_ERRORS, reason_of
from feretlab.core.io.formats.grey import as_recorded_grey
from feretlab.core.io.formats.page import Page
from feretlab.core.io.info_bar import info_bar_rows
from feretlab.core.io.same_field import SameField
from feretlab.core.io.sniff import kind_of
from feretlab.core.micrograph import GIVEN, Micrograph, PixelSize, page_of
from feretlab.core.page_choice import chosen_pages
from feretlab.core.parameters import PIXEL_EDGE_NM


def read_micrographs(
    path: str | Path,
    *,
    pixel_size_nm: float | PixelSize | None = None,
    ocr: bool = True,
    pages: str = "",
) -> Iterator[Micrograph]:
    """Give the pictures of a file one by one, reading each when it is asked for.

    Parameters
    ----------
    path : path-like
        TIFF, PNG, JPEG, BMP, dm3, dm4, ser, emi, emd or MRC, known by content.
    pixel_size_nm : float, PixelSize or None
        Pixel edge length in nm that overrides the file's; None to find it.
    ocr : bool
        Whether a scale bar may be read where the metadata give no size.
    pages : str
        Which to give, as of `feretlab.core.page_choice.page_ranges`.

    Yields
    ------
    Micrograph

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file is missing, damaged or of no known format.
    feretlab.core.errors.InputError
        Where it holds no picture of a specimen: spectra, diffraction patterns; or
        none of the pages that are wanted.
    """
    path = Path(path)
    given = None if pixel_size_nm is None else _checked(pixel_size_nm)
    with open_pages(path) as found:
        first: Micrograph | None = None
        same_field = SameField()
        for index in chosen_pages(pages, len(found), repr(str(path))):
            micrograph = _micrograph(path, found, index)
            micrograph = _warned(micrograph, same_field.warning(micrograph))
            if given is not None:
                micrograph = replace(
                    micrograph, pixel_size_nm=given, pixel_size_source=GIVEN
                )
            elif ocr and micrograph.pixel_size_nm is None:
                micrograph = with_scale_bar(micrograph, first)
            first = first or micrograph
            yield micrograph


def first_micrograph(
    path: Path, *, ocr: bool = True
) -> tuple[Micrograph, str, np.dtype[Any]]:
    """Give the first picture of a file, and what only the file knows of it.

    Parameters
    ----------
    path : Path
        The file.
    ocr : bool
        As of `read_micrographs`.

    Returns
    -------
    micrograph : Micrograph
    kind : str
        Name of the format.
    dtype : numpy.dtype
        As stored.
    """
    with open_pages(path) as pages:
        micrograph = _micrograph(path, pages, 0)
        if ocr and micrograph.pixel_size_nm is None:
            micrograph = with_scale_bar(micrograph, None)
        return micrograph, kind_of(path).name, pages[0].dtype


def same_field_warning(path: Path) -> str:
    """Give a line where the second page of a file shows the first's field.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        Empty where it does not, or where there is none.
    """
    same_field = SameField()
    with open_pages(path) as pages:
        both = (_micrograph(path, pages, index) for index in range(len(pages[:2])))
        return "".join([same_field.warning(micrograph) for micrograph in both])


@contextmanager
def open_pages(path: Path) -> Iterator[Sequence[Page]]:
    """Open a file as its pages; whatever its reader raises becomes one line.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page

    Raises
    ------
    feretlab.core.errors.FileError, feretlab.core.errors.InputError
        As of `read_micrographs`.
    """
    kind = kind_of(path)
    with ExitStack() as stack:
        with _explained(repr(str(path)), kind.name):
            pages = stack.enter_context(kind.opener()(path))
        if not pages:
            raise InputError(f"Reading {str(path)!r}: the file holds no pictures.")
        if all(page.recorded.is_reciprocal for page in pages):
            message = (
                f"Reading {str(path)!r}: its axes are reciprocal lengths, so it is a "
                "diffraction pattern or Fourier transform; expected a picture."
            )
            raise InputError(message)
        yield pages


def pixels_of(page: Page, where: str) -> npt.NDArray[Any]:
    """Read the grey values of a page.

    Parameters
    ----------
    page : Page
        From `open_pages`, still open.
    where : str
        The file and the page, for messages.

    Returns
    -------
    ndarray of uint8, uint16 or float32
        Shape (Y, X).

    Raises
    ------
    feretlab.core.errors.FileError, feretlab.core.errors.InputError
        Where the data are damaged, or no number is finite.
    """
    with _explained(where, "image"):
        pixels = as_recorded_grey(page.read(), where)
    if pixels.dtype.kind == "f" and not np.isfinite(pixels).any():
        message = f"Reading {where}: every pixel is NaN or infinite."
        raise InputError(message)
    return pixels


@contextmanager
def _explained(where: str, kind: str) -> Iterator[None]:
    """Turn what a reader raises into one line."""
    try:
        yield
    except FeretLabError:
        raise
    except MemoryError as error:
        message = f"Reading {where}: the picture does not fit into memory."
        raise FileError(message) from error
    except READER_ERRORS as error:
        message = f"Reading {where}: the {kind} data are damaged ({reason_of(error)})."
        raise FileError(message) from error


def _micrograph(path: Path, pages: Sequence[Page], index: int) -> Micrograph:
    page = pages[index]
    pixels = pixels_of(page, page_of(path, index, len(pages)))
    recorded = page.recorded
    return Micrograph(
        pixels=pixels,
        pixel_size_nm=recorded.pixel_size_nm,
        pixel_size_source=recorded.source,
        source=path,
        page=index,
        pages=len(pages),
        info_bar_rows=info_bar_rows(pixels, recorded.field_rows),
        vendor=recorded.vendor,
        warnings=recorded.warnings + _oddities(pixels),
        metadata=recorded.metadata,
    )


def _warned(micrograph: Micrograph, line: str) -> Micrograph:
    warnings = micrograph.warnings
    return replace(micrograph, warnings=(*warnings, line)) if line else micrograph


def _oddities(pixels: npt.NDArray[Any]) -> tuple[str, ...]:
    """Tell what a person would see at once in the values."""
    if pixels.dtype.kind == "f":
        bad = int(pixels.size - np.count_nonzero(np.isfinite(pixels)))
        if bad:
            return (f"{bad} of {pixels.size} pixels are NaN or infinite.",)
    if pixels.size > 1 and pixels.min() == pixels.max():
        return (f"All pixels have the value {pixels.flat[0]}.",)
    return ()


def _checked(pixel_size_nm: float | PixelSize) -> PixelSize:
    if isinstance(pixel_size_nm, tuple):
        size = PixelSize(*map(float, pixel_size_nm))
    else:
        size = PixelSize(float(pixel_size_nm), float(pixel_size_nm))
    low, high = PIXEL_EDGE_NM["ge"], PIXEL_EDGE_NM["le"]
    if not all(low <= edge <= high for edge in size):
        message = (
            f"Pixel size: found {pixel_size_nm!r} nm, expected lengths from {low:g} "
            f"to {high:g} nm."
        )
        raise InputError(message)
    return size
