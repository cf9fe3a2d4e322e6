"""Pictures made smaller by a whole number."""

from typing import Any

import numpy as np
import numpy.typing as npt


def block_means(pixels: npt.NDArray[Any], by: int) -> npt.NDArray[Any]:
    """Give the means of squares of by x by pixels, as far as whole ones go.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    by : int
        Edge of the squares, from 1; 1 gives the pixels themselves.

    Returns
    -------
    ndarray
        Shape (Y // by, X // by); uint8 of uint8, else float32.
    """
    if by == 1:
        return pixels
    rows, columns = (size // by for size in pixels.shape)
    whole = pixels[: rows * by, : columns * by]
    # One pixel of each square after the other: no copy of the whole picture.
    total = np.zeros((rows, columns), np.float32)
    for place in range(by * by):
        total += whole[place // by :: by, place % by :: by]
    total /= np.float32(by * by)
    return total.astype(np.uint8) if pixels.dtype == np.uint8 else total
