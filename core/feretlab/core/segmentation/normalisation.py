"""The grey scale that networks are trained on and see at work."""

from typing import Any

import numpy as np
import numpy.typing as npt

LOWEST, HIGHEST = -0.5, 1.5
"""Range of normalised grey; inverting (1 - grey) maps it onto itself."""

# Percentiles move by far less than a grey level when so many pixels stand for all.
_SAMPLE_PIXELS = 4_000_000
# On a sparse field percentiles 1 and 99 both lie in the background, whose noise would
# then fill the whole range and be taken for particles.
PERCENTILES = (0.1, 99.9)


def grey_limits(pixels: npt.NDArray[Any]) -> tuple[float, float]:
    """Give the grey values that become 0 and 1: percentiles 0.1 and 99.9.

    Where these are equal, the smallest and the largest value stand in.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype; NaN and infinities do not count.

    Returns
    -------
    tuple of float
        Low and high; equal for a flat image, (0, 0) without any finite pixel.
    """
    step = max(1, int(np.ceil(np.sqrt(pixels.size / _SAMPLE_PIXELS))))
    sample = _finite(pixels[::step, ::step])
    if sample.size:
        low, high = (float(value) for value in np.percentile(sample, PERCENTILES))
        if high > low:
            return low, high
    every = _finite(pixels)
    return (float(every.min()), float(every.max())) if every.size else (0.0, 0.0)


def normalise(
    pixels: npt.NDArray[Any], limits: tuple[float, float] | None = None
) -> npt.NDArray[np.float32]:
    """Put grey values on the networks' scale, (grey - low) / (high - low).

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    limits : tuple of float or None
        Low and high of the whole image where `pixels` is a part of it; None
        takes them from `pixels`.

    Returns
    -------
    ndarray of float32
        Same shape, clipped to -0.5..1.5. NaN becomes 0, infinities the ends of
        the range, a flat image 0 everywhere.

    Examples
    --------
    >>> normalise(np.array([[0, 50], [100, 1000]], np.uint16), limits=(0, 100))
    array([[0. , 0.5],
           [1. , 1.5]], dtype=float32)
    """
    low, high = grey_limits(pixels) if limits is None else limits
    if not high > low:
        return np.zeros(pixels.shape, np.float32)
    # Float32 grey values near the ends of their range overflow to infinity here,
    # which the clip takes back.
    with np.errstate(over="ignore", invalid="ignore"):
        grey = (pixels.astype(np.float32) - np.float32(low)) / np.float32(high - low)
    np.clip(grey, LOWEST, HIGHEST, out=grey)
    if pixels.dtype.kind == "f":
        grey[np.isnan(grey)] = 0
    return grey


def unknown_pixels(pixels: npt.NDArray[Any]) -> npt.NDArray[np.bool_] | None:
    """Tell where nothing was recorded: networks see some grey there.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.

    Returns
    -------
    ndarray of bool or None
        Same shape, true where a pixel is NaN; None where none is.
    """
    if pixels.dtype.kind != "f":
        return None
    unknown = np.isnan(pixels)
    return unknown if unknown.any() else None


def _finite(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give the finite pixels, flat."""
    flat = pixels.ravel()
    return flat[np.isfinite(flat)] if pixels.dtype.kind == "f" else flat
