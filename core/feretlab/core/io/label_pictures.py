"""Labels and masks in PNG, JPEG and the like, by Pillow."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError
from feretlab.core.io.quiet import without_warnings

_NOISE = 64  # grey levels that JPEG may be off at an edge
_NOISY_SHARE = 0.05  # of pixels that may be off by more


def read_picture(path: Path) -> npt.NDArray[Any]:
    """Read the values of a picture as they are stored.

    Parameters
    ----------
    path : Path
        What Pillow reads.

    Returns
    -------
    ndarray
        Shape (Y, X), or (Y, X, S) in colour; masks of one bit and in JPEG are 0
        and 255.

    Raises
    ------
    FileError
        Where a JPEG holds more than a mask.
    feretlab.core.errors.InputError
        As of `feretlab.core.io.formats.plain.open_image`.
    ValueError
        Where the file is no picture.
    """
    from PIL import UnidentifiedImageError

    from feretlab.core.io.formats.plain import (
        has_deep_samples,
        open_image,
        read_deep_samples,
    )

    try:
        with open_image(path) as image, without_warnings(UserWarning):
            if image.format == "JPEG":
                return _mask_of_jpeg(np.asarray(image.convert("L")), path)
            if image.format == "PNG" and has_deep_samples(path):
                return read_deep_samples(path)
            return np.asarray(image.convert("L") if image.mode == "1" else image)
    except UnidentifiedImageError as error:
        raise ValueError("expected TIFF or PNG") from error


def _mask_of_jpeg(pixels: npt.NDArray[np.uint8], path: Path) -> npt.NDArray[np.uint8]:
    """Undo what JPEG does to the two values of a mask; more it cannot keep apart."""
    off = np.minimum(pixels, 255 - pixels)
    if (off > _NOISE).mean() > _NOISY_SHARE:
        raise FileError(
            f"Reading labels {str(path)!r}: found more than black and white in a "
            "JPEG, which does not keep values; expected TIFF or PNG."
        )
    return np.where(pixels > 127, np.uint8(255), np.uint8(0))
