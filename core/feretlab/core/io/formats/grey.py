"""Grey values from colour, palettes and every number type."""

from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError

# ITU-R BT.601, as ImageJ's weighted conversion rounds them.
_WEIGHTS = (0.299, 0.587, 0.114)
_GREY_SHARE = 0.8


def grey_from_samples(samples: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give grey values of a picture with colour or alpha samples.

    Parameters
    ----------
    samples : ndarray
        Shape (Y, X, S): S is 1 or 2 (grey, alpha), 3 or 4 (red, green, blue,
        alpha).

    Returns
    -------
    ndarray
        Shape (Y, X), same dtype: the first channel where all three are equal,
        else their weighted sum.
    """
    if samples.shape[2] < 3:
        return samples[..., 0]
    red, green, blue = (samples[..., index] for index in range(3))
    if np.array_equal(red, green) and np.array_equal(red, blue):
        return red
    grey = np.zeros(red.shape, np.float32)
    with np.errstate(over="ignore", invalid="ignore"):  # of what is infinite, or nearly
        for channel, weight in zip((red, green, blue), _WEIGHTS, strict=True):
            grey += channel.astype(np.float32) * np.float32(weight)
        if samples.dtype.kind == "f":
            return grey.astype(samples.dtype)
    return np.rint(grey).astype(samples.dtype)


def grey_from_inks(inks: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give grey values of a picture that tells how much of each ink is printed.

    Parameters
    ----------
    inks : ndarray of unsigned integers
        Shape (Y, X, S), S >= 4: cyan, magenta, yellow, black, others ignored.

    Returns
    -------
    ndarray
        Shape (Y, X), same dtype, of the light that the inks leave.
    """
    largest = np.iinfo(inks.dtype).max
    light = (largest - inks[..., :4]).astype(np.float64)
    colours = np.rint(light[..., :3] * light[..., 3:] / largest)
    return grey_from_samples(colours.astype(inks.dtype))


def grey_from_palette(
    indices: npt.NDArray[Any], palette: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """Give grey values of a palette picture.

    Parameters
    ----------
    indices : ndarray of integers
        Shape (Y, X).
    palette : ndarray of uint16
        Shape (3, N), 0 to 65535.

    Returns
    -------
    ndarray
        The indices themselves where the palette is a grey ramp (Zeiss reserves a
        few entries of one for coloured text), else luminance as uint8.
    """
    if palette.ndim != 2 or palette.shape[0] != 3:
        return indices
    count = palette.shape[1]
    ramp = np.linspace(0, 65535, count)
    # Some writers store 8-bit values in the 16-bit palette.
    scale = 65535 / 255 if palette.max(initial=0) <= 255 else 1.0
    near = (np.abs(palette * scale - ramp) <= 65535 / count).all(axis=0)
    if near.mean() >= _GREY_SHARE:
        return indices
    # Viewers take the upper byte: some writers leave the lower one 0.
    colours = palette if palette.max(initial=0) <= 255 else palette >> 8
    table = grey_from_samples(colours.astype(np.uint8).T[None])[0]
    return table[np.minimum(indices, count - 1)]


def as_recorded_grey(
    pixels: npt.NDArray[Any], what: str = "an image"
) -> npt.NDArray[Any]:
    """Give grey values in one of the three types of a micrograph.

    Parameters
    ----------
    pixels : ndarray
        Shape (Y, X), any real dtype and byte order.
    what : str
        What is being read, for messages.

    Returns
    -------
    ndarray of uint8, uint16 or float32
        Same values; truth becomes 0 and 255, other types float32.
    """
    if pixels.dtype.kind == "c" or pixels.dtype.kind not in "buif":
        message = (
            f"Reading {what}: found {pixels.dtype} values, expected real numbers; "
            "complex values are Fourier transforms or waves."
        )
        raise InputError(message)
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * np.uint8(255)
    if pixels.dtype.kind == "u" and pixels.dtype.itemsize <= 2:
        return np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("="))
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(pixels, np.float32)
