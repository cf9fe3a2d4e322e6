"""PNG, JPEG and BMP, by Pillow."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from feretlab.core.errors import InputError
from feretlab.core.io.formats.grey import grey_from_samples
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.quiet import without_warnings
from feretlab.core.io.vendors.recorded import Header
from feretlab.core.io.vendors.registry import recorded_by_vendor

_EXIF = 34665
_PHENOM, _PHENOM_TAG = (b"<FeiImage", b"</FeiImage>"), 34683
_LARGEST_SEARCHED_BYTES = 1 << 28
# PNG's deflate packs a thousand bytes into one, and eight pixels lie in a byte.
_MOST_PIXELS_A_BYTE = 8 * 1032
# WebP and JPEG 2000 keep an empty picture of any size in a few bytes.
_BOUND_BY_BYTES = ("PNG", "BMP", "JPEG")
_LIMIT = Lock()


@contextmanager
def open_plain(path: Path) -> Iterator[Sequence[Page]]:
    """Open a PNG, JPEG or BMP file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page
        Its one picture.
    """
    with open_image(path) as image:
        shape = (image.height, image.width)
        header = Header(path=path, shape=shape, tags=_tags(image, path))
        deep_samples = image.format == "PNG" and has_deep_samples(path)
        is_deep = deep_samples or image.mode.startswith("I")
        yield [
            Page(
                shape=shape,
                dtype=np.dtype(np.uint16 if is_deep else np.uint8),
                read=partial(_read_deep, path)
                if deep_samples
                else partial(_read, image),
                recorded=recorded_by_vendor(header),
            )
        ]


@contextmanager
def open_image(path: Path) -> Iterator[Image.Image]:
    """Open what Pillow reads, as large as pictures of other formats may be.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    PIL.Image.Image
        Its pixels are not read yet.

    Raises
    ------
    feretlab.core.errors.InputError
        Where the header claims more pixels than are read, or than the file can hold.
    """
    with _without_limit() as limit, without_warnings(UserWarning):
        image = Image.open(path)
    with image:
        shape = (image.height, image.width)
        check_shape(path, shape)
        if image.format in _BOUND_BY_BYTES:
            _check_held(path, shape)
        elif limit is not None:
            _check_limit(path, shape, 2 * limit)
        yield image


def has_deep_samples(path: Path) -> bool:
    """Tell whether a PNG has 16 bits of colour or alpha, of which Pillow keeps 8.

    Parameters
    ----------
    path : Path
        A PNG file.

    Returns
    -------
    bool
    """
    with open(path, "rb") as file:
        depth, colour = file.read(26)[24:]
    return depth == 16 and colour != 0


def read_deep_samples(path: Path) -> npt.NDArray[np.uint16]:
    """Read all 16 bits of a PNG with colour or alpha.

    Parameters
    ----------
    path : Path
        A PNG file.

    Returns
    -------
    ndarray of uint16
        Shape (Y, X, S).
    """
    from imagecodecs import png_decode

    return np.asarray(png_decode(path.read_bytes()), np.uint16)


@contextmanager
def _without_limit() -> Iterator[int | None]:
    """Lift Pillow's limit, which large micrographs exceed, a thread at a time."""
    with _LIMIT:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield limit
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def _check_held(path: Path, shape: tuple[int, int]) -> None:
    """Refuse what no compression packs so tightly, before memory is asked for."""
    size = path.stat().st_size
    if shape[0] * shape[1] > size * _MOST_PIXELS_A_BYTE:
        message = (
            f"Reading {str(path)!r}: its header claims {shape} pixels from "
            f"{size} bytes; the file is damaged."
        )
        raise InputError(message)


def _check_limit(path: Path, shape: tuple[int, int], limit: int) -> None:
    """Refuse what Pillow would: at twice the pixels that it warns of."""
    if shape[0] * shape[1] > limit:
        message = (
            f"Reading {str(path)!r}: its header claims {shape} pixels, more than the "
            f"{limit} that are read of its format; save it as TIFF or PNG."
        )
        raise InputError(message)


def _read_deep(path: Path) -> npt.NDArray[Any]:
    return grey_from_samples(read_deep_samples(path))


def _read(image: Image.Image) -> npt.NDArray[Any]:
    if image.mode == "1":
        return np.asarray(image)
    if image.mode == "I":
        return np.asarray(image).astype(np.uint16)
    if image.mode in ("L", "I;16", "I;16B", "F"):
        return np.asarray(image)
    if image.mode == "LA":
        return np.asarray(image)[..., 0]
    return grey_from_samples(np.asarray(image.convert("RGB")))


def _tags(image: Image.Image, path: Path) -> dict[int, Any]:
    with without_warnings(UserWarning):
        exif = image.getexif()
        tags = {**dict(exif), **exif.get_ifd(_EXIF)} if exif else {}
    # Only there, since the whole file is searched.
    return tags | _phenom_xml(path) if image.format == "JPEG" else tags


def _phenom_xml(path: Path) -> dict[int, bytes]:
    """Phenom puts the XML of its TIFF tag into JPEG files, outside of the picture."""
    if path.stat().st_size > _LARGEST_SEARCHED_BYTES:
        return {}
    data = path.read_bytes()
    start, end = data.find(_PHENOM[0]), data.rfind(_PHENOM[1])
    if not 0 <= start < end:
        return {}
    return {_PHENOM_TAG: data[start : end + len(_PHENOM[1])]}
