"""Label images, masks and probabilities as TIFFs that ImageJ opens calibrated.

ImageJ reads the pixel size from XResolution and YResolution (pixels a unit) and
the unit from a description that begins with ``ImageJ=``
(https://imagej.net/ij/developer/source/ij/io/TiffDecoder.java.html). Version
1.54p was seen to read zlib-compressed pages of 8, 16 and 32 bits, signed
integers and floats; not zstd.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError, FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.damage import READER_ERRORS, reason_of
from feretlab.core.io.label_image import LabelImage
from feretlab.core.io.label_pictures import read_picture
from feretlab.core.io.vendors.imagej import read_imagej
from feretlab.core.io.vendors.recorded import Header
from feretlab.core.io.vendors.sidecar import key_values
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

INFO_BAR_ROWS = "feretlab_info_bar_rows"
BORDER = "feretlab_border"
"""Words that tell the next step; ImageJ has them as an image's properties."""
_STRIP_BYTES = 2**18  # before compression
_STRIPS_AT_A_TIME = 64


def write_labels(
    particles: Particles,
    path: Path,
    pixel_size_nm: PixelSize | None = None,
    info_bar_rows: int = 0,
    border: str = "include",
) -> None:
    """Write particle i as the value i + 1, on as many pages as overlaps need.

    Parameters
    ----------
    particles : Particles
        Up to 65535 are written as uint16, more as int32.
    path : Path
        TIFF to write.
    pixel_size_nm : PixelSize or None
        Calibration that ImageJ shall show.
    info_bar_rows : int
        Rows at the bottom that are no field; noted for the next step.
    border : str
        Rule for particles that the border cuts; noted for the next step.
    """
    dtype = np.uint16 if len(particles) <= np.iinfo(np.uint16).max else np.int32
    pages = particles.label_pages(dtype)
    description = _description(len(pages), pixel_size_nm, info_bar_rows, border)
    _write(pages, path, pixel_size_nm, description, lambda rows: rows)


def write_mask(
    mask: npt.NDArray[np.bool_],
    path: Path,
    pixel_size_nm: PixelSize | None = None,
    info_bar_rows: int = 0,
) -> None:
    """Write a mask as uint8, 0 and 255.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X), true inside particles.
    path : Path
        TIFF to write.
    pixel_size_nm : PixelSize or None
        Calibration that ImageJ shall show.
    info_bar_rows : int
        Rows at the bottom that are no field; noted for the next step.
    """
    description = _description(1, pixel_size_nm, info_bar_rows)
    _write(
        [mask],
        path,
        pixel_size_nm,
        description,
        lambda rows: np.uint8(255) * (rows != 0),
    )


def write_probability(
    probability: npt.NDArray[np.floating[Any]],
    path: Path,
    pixel_size_nm: PixelSize | None = None,
) -> None:
    """Write a probability map as float32.

    Parameters
    ----------
    probability : ndarray of float
        Shape (Y, X), 0 to 1.
    path : Path
        TIFF to write.
    pixel_size_nm : PixelSize or None
        Calibration that ImageJ shall show.
    """
    _write(
        [probability],
        path,
        pixel_size_nm,
        _description(1, pixel_size_nm),
        lambda rows: rows.astype(np.float32, copy=False),
    )


def read_labels(path: Path) -> LabelImage:
    """Read a label image or a mask: TIFF with one page or several, or PNG.

    Parameters
    ----------
    path : Path
        Whole numbers in grey, also stored as floats or as three equal channels.

    Returns
    -------
    LabelImage

    Raises
    ------
    FileError
        When the file cannot be read or holds no labels.
    """
    pages, notes = _read(path)
    return LabelImage(
        pages=_as_whole(pages, path),
        pixel_size_nm=notes.pixel_size_nm,
        info_bar_rows=notes.info_bar_rows,
        border=notes.border,
    )


def read_pages(path: Path) -> tuple[npt.NDArray[Any], PixelSize | None]:
    """Read labels, a mask or a probability map as they are stored.

    Parameters
    ----------
    path : Path
        As of `read_labels`, and fractions.

    Returns
    -------
    pages : ndarray
        Shape (P, Y, X), integers or floats; a mask of one bit is 0 and 1 or 255.
    pixel_size_nm : PixelSize or None
        As of `LabelImage`.

    Raises
    ------
    FileError
        When the file cannot be read or holds colours.
    """
    pages, notes = _read(path)
    return pages, notes.pixel_size_nm


class _Notes(NamedTuple):
    """What a file tells beside its pixels."""

    pixel_size_nm: PixelSize | None = None
    info_bar_rows: int = 0
    border: str = ""


def _read(path: Path) -> tuple[npt.NDArray[Any], _Notes]:
    try:
        pixels, notes = (
            _read_tiff(path) if _is_tiff(path) else (read_picture(path)[None], _Notes())
        )
    except FeretLabError:
        raise
    except OSError as error:
        reason = error.strerror or error
        raise FileError(f"Reading labels {str(path)!r}: {reason}.") from error
    except MemoryError as error:
        message = f"Reading labels {str(path)!r}: they do not fit into memory."
        raise FileError(message) from error
    except READER_ERRORS as error:
        reason = reason_of(error)
        message = f"Reading labels {str(path)!r}: found no picture ({reason})."
        raise FileError(message) from error
    return _as_pages(pixels, path), notes


def _description(
    count: int, size: PixelSize | None, info_bar_rows: int = 0, border: str = ""
) -> str:
    lines = ["ImageJ=1.54p", f"images={count}"]
    if count > 1:
        lines.append(f"slices={count}")
    if size is not None:
        lines.append("unit=nm")
    # ImageJ passes over words that it does not know.
    if info_bar_rows:
        lines.append(f"{INFO_BAR_ROWS}={info_bar_rows}")
    if border:
        lines.append(f"{BORDER}={border}")
    return "\n".join([*lines, ""])


def _write(
    pages: Sequence[npt.NDArray[Any]],
    path: Path,
    size: PixelSize | None,
    description: str,
    as_stored: Callable[[npt.NDArray[Any]], npt.NDArray[Any]],
) -> None:
    from tifffile import imwrite

    dtype, shape = as_stored(pages[0][:0]).dtype, pages[0].shape
    rows = max(1, _STRIP_BYTES // max(1, shape[1] * dtype.itemsize))
    with atomic_path(path) as beside:
        imwrite(
            beside,
            _compressed_strips(pages, rows, as_stored),
            shape=(len(pages), *shape),
            dtype=dtype,
            rowsperstrip=rows,
            photometric="minisblack",
            compression="zlib",
            resolution=None if size is None else (1 / size.x, 1 / size.y),
            resolutionunit="NONE",
            description=description,
            metadata=None,
            software="FeretLab",
        )


def _compressed_strips(
    pages: Sequence[npt.NDArray[Any]],
    rows: int,
    as_stored: Callable[[npt.NDArray[Any]], npt.NDArray[Any]],
) -> Iterator[bytes]:
    """Convert and compress a few strips at a time: huge pages are never copied."""
    from imagecodecs import deflate_encode

    def compress(place: tuple[int, int]) -> bytes:
        page, start = place
        strip = as_stored(pages[page][start : start + rows])
        return bytes(deflate_encode(strip.tobytes()))

    places = iter(product(range(len(pages)), range(0, len(pages[0]), rows)))
    with ThreadPoolExecutor() as pool:
        while some := list(islice(places, _STRIPS_AT_A_TIME)):
            yield from pool.map(compress, some)


def _is_tiff(path: Path) -> bool:
    with open(path, "rb") as file:
        mark = file.read(2)
    if not mark:
        raise ValueError("the file is empty")
    return mark in (b"II", b"MM")


def _read_tiff(path: Path) -> tuple[npt.NDArray[Any], _Notes]:
    from tifffile import TiffFile

    # It also keeps what tifffile forgives off the terminal.
    from feretlab.core.io.formats.tiff import alike_pages, check_whole

    with TiffFile(path) as tiff:
        listed = alike_pages(path, tiff)
        series = tiff.series[0]
        if len(series) < len(listed):
            # Pages that were written one by one are a series each.
            for page in listed:
                check_whole(path, page)
            parts = [_parted(page.asarray(), page) for page in listed]
            return np.concatenate(parts), _notes_of(path, tiff.pages[0])
        # A series, because ImageJ stacks may have one page's header for all.
        check_whole(path, series.keyframe)
        pages = _parted(series.asarray(), series.keyframe)
        return pages, _notes_of(path, tiff.pages[0])


def _parted(pixels: npt.NDArray[Any], page: Any) -> npt.NDArray[Any]:
    """Give samples of grey as pages, (P, Y, X), and colours last, (P, Y, X, S)."""
    from feretlab.core.io.formats.tiff import picture_samples

    shape, count = (page.imagelength, page.imagewidth), page.samplesperpixel
    if count < 2:
        return pixels.reshape(-1, *shape)
    if page.axes.startswith("S"):
        pixels = np.moveaxis(pixels.reshape(-1, count, *shape), 1, -1)
    pixels = pixels.reshape(-1, *shape, count)
    grey = list(picture_samples(page))
    if not grey:
        return pixels
    return np.moveaxis(pixels[..., grey], -1, 1).reshape(-1, *shape)


def _notes_of(path: Path, page: Any) -> _Notes:
    """Only ImageJ's own description makes resolution tags trustworthy."""
    tags = {tag.code: tag.value for tag in page.tags}
    shape = (page.imagelength, page.imagewidth)
    recorded = read_imagej(Header(path=path, shape=shape, tags=tags))
    words = key_values(str(page.description)) if page.is_imagej else {}
    rows = words.get(INFO_BAR_ROWS, "")
    info_bar_rows = int(rows) if rows.isdecimal() and int(rows) < shape[0] else 0
    return _Notes(
        pixel_size_nm=None if recorded is None else recorded.pixel_size_nm,
        info_bar_rows=info_bar_rows,
        border=words.get(BORDER, ""),
    )


def _as_pages(pixels: npt.NDArray[Any], path: Path) -> npt.NDArray[Any]:
    if (
        pixels.ndim == 4
        and (
            pixels.shape[3] == 2  # grey and alpha
            or (pixels[..., :3] == pixels[..., :1]).all()
        )
    ):
        pixels = pixels[..., 0]
    if not pixels.size:
        raise FileError(f"Reading labels {str(path)!r}: found no pixels.")
    if pixels.ndim != 3:
        raise FileError(
            f"Reading labels {str(path)!r}: found colours or shape {pixels.shape}, "
            "expected one grey value a pixel."
        )
    if pixels.dtype.kind not in "biuf":
        raise FileError(
            f"Reading labels {str(path)!r}: found values of {str(pixels.dtype)!r}, "
            "expected whole numbers, or fractions of a probability map."
        )
    return pixels.astype(np.uint8) if pixels.dtype == np.bool_ else pixels


def _as_whole(pages: npt.NDArray[Any], path: Path) -> npt.NDArray[Any]:
    if pages.dtype.kind == "i":
        # Negative ones are lines between labels, as OpenCV's watershed draws them.
        return np.maximum(pages, 0)
    if pages.dtype.kind != "f":
        if pages.dtype == np.uint64:  # others are never too large
            _largest(pages, path)
        return pages
    if not np.isfinite(pages).all():
        raise FileError(
            f"Reading labels {str(path)!r}: found NaN or infinite numbers, expected "
            "whole ones; give such pixels the value 0, which is background."
        )
    if not np.array_equal(np.rint(pages), pages):
        raise FileError(
            f"Reading labels {str(path)!r}: found fractions, expected whole "
            "numbers; a probability map needs a threshold first."
        )
    is_small = _largest(pages, path) <= np.iinfo(np.int32).max
    dtype = np.int32 if is_small else np.int64
    return np.maximum(pages, 0).astype(dtype)


def _largest(pages: npt.NDArray[Any], path: Path) -> int:
    """Give the largest label; refuse one that tables of particles cannot hold."""
    largest, most = int(pages.max(initial=0)), np.iinfo(np.int64).max
    if largest > most:
        raise FileError(
            f"Reading labels {str(path)!r}: found {largest}, expected labels up to "
            f"{most}; number the particles anew, from 1."
        )
    return largest
