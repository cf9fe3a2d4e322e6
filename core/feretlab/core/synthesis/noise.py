"""Random fields: fractal noise by its spectrum, and Perlin's gradient noise."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng

Field = npt.NDArray[np.float32]


def fractal_noise(
    rng: Rng, shape: tuple[int, int], scale_px: float, slope: float = 2.0
) -> Field:
    """Give smooth random texture of zero mean and unit standard deviation.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shape : tuple of int
        Height and width in pixels.
    scale_px : float
        Correlation length; detail above it falls off with `slope`.
    slope : float
        Exponent of the amplitude spectrum: 1 is rough, 4 is smooth.

    Returns
    -------
    ndarray of float32
        Of the given shape; periodic at the borders.
    """
    from scipy import fft

    white = rng.standard_normal(shape, dtype=np.float32)
    squared = _squared_frequency(shape) * np.float32((2 * np.pi * scale_px) ** 2)
    spectrum = fft.rfft2(white) * (1 + squared) ** np.float32(-slope / 2)
    spectrum[0, 0] = 0
    field = fft.irfft2(spectrum, s=shape).astype(np.float32)
    return field / max(float(field.std()), 1e-9)


@lru_cache(maxsize=8)
def _squared_frequency(shape: tuple[int, int]) -> Field:
    """In cycles a pixel, on the half plane that a real transform needs."""
    fy = np.fft.fftfreq(shape[0]).astype(np.float32)[:, None]
    fx = np.fft.rfftfreq(shape[1]).astype(np.float32)[None]
    return fy * fy + fx * fx


def perlin_noise(rng: Rng, shape: tuple[int, int], cell_px: float) -> Field:
    """Give one octave of Perlin's gradient noise, about -0.7 to 0.7.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shape : tuple of int
        Height and width in pixels.
    cell_px : float
        Distance of the grid points that carry the gradients.

    Returns
    -------
    ndarray of float32
        Of the given shape.

    References
    ----------
    K. Perlin, "Improving noise", ACM Trans. Graph. 21, 681 (2002).
    """
    rows = np.arange(shape[0], dtype=np.float32)[:, None] / np.float32(cell_px)
    cols = np.arange(shape[1], dtype=np.float32)[None] / np.float32(cell_px)
    i, j = rows.astype(np.int32), cols.astype(np.int32)
    v, u = rows - i, cols - j
    angles = rng.uniform(0, 2 * np.pi, (i.max() + 2, j.max() + 2)).astype(np.float32)
    sines, cosines = np.sin(angles), np.cos(angles)

    def corner(di: int, dj: int) -> Field:
        at = (i + di, j + dj)
        return sines[at] * (v - di) + cosines[at] * (u - dj)

    fade_u, fade_v = _fade(u), _fade(v)
    upper = corner(0, 0) * (1 - fade_u) + corner(0, 1) * fade_u
    lower = corner(1, 0) * (1 - fade_u) + corner(1, 1) * fade_u
    return (upper * (1 - fade_v) + lower * fade_v).astype(np.float32)


def _fade(t: Field) -> Field:
    return t * t * t * (t * (t * 6 - 15) + 10)
