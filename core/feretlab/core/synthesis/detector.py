"""From an ideal picture to recorded grey values: blur, noise, drift, files."""

import io

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.noise import fractal_noise
from feretlab.core.synthesis.shapes import Field


def record(
    rng: Rng, ideal: Field, visible: npt.NDArray[np.int32]
) -> npt.NDArray[np.uint8]:
    """Give what a detector and a file make of an ideal picture.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    ideal : ndarray of float32
        Shape (Y, X), about 0 to 1.
    visible : ndarray of int32
        Number of the particle seen at each pixel, (Y, X); charged particles
        draw streaks.

    Returns
    -------
    ndarray of uint8
        Shape (Y, X).
    """
    grey = _shaded(rng, ideal)
    if chance(rng, 0.12):
        grey = _charged(rng, grey, visible)
    grey = _blurred(rng, grey)
    grey = _stretched(rng, grey)
    grey = _noisy(rng, grey, visible > 0)
    if chance(rng, 0.12):
        grey = _reworked(rng, grey)
    pixels = (np.clip(grey, 0, 1) * 255 + 0.5).astype(np.uint8)
    if chance(rng, 0.04):
        levels = int(rng.integers(12, 64))
        pixels = (pixels // (256 // levels) * (256 // levels)).astype(np.uint8)
    if chance(rng, 0.3):
        pixels = jpeg(pixels, int(rng.integers(30, 95)))
    return pixels


def jpeg(pixels: npt.NDArray[np.uint8], quality: int) -> npt.NDArray[np.uint8]:
    """Give a picture as it comes back from a JPEG file of that quality.

    Parameters
    ----------
    pixels : ndarray of uint8
        Shape (Y, X).
    quality : int
        1 to 95.

    Returns
    -------
    ndarray of uint8
        Same shape.
    """
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))


def _shaded(rng: Rng, grey: Field) -> Field:
    if chance(rng, 0.5):
        return grey
    y = np.linspace(-1, 1, grey.shape[0], dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, grey.shape[1], dtype=np.float32)[None]
    field = rng.normal(0, 0.1) * y + rng.normal(0, 0.1) * x
    field = field - abs(rng.normal(0, 0.08)) * (x * x + y * y)
    return grey * (1 + field).astype(np.float32)


def _charged(rng: Rng, grey: Field, visible: npt.NDArray[np.int32]) -> Field:
    """Bright or dark tails along the scan behind particles, row by row."""
    from scipy.ndimage import gaussian_filter1d

    where = (visible > 0).astype(np.float32)
    behind = gaussian_filter1d(where, log_uniform(rng, 5, 40), axis=1)
    rows = fractal_noise(rng, (grey.shape[0], 1), log_uniform(rng, 0.7, 6))
    strength = rng.normal(0, 0.12) + rows * log_uniform(rng, 0.01, 0.08)
    return grey * (1 + strength * behind)


def _blurred(rng: Rng, grey: Field) -> Field:
    from scipy.ndimage import gaussian_filter

    sigma = log_uniform(rng, 0.35, 1.8)
    stretch = rng.lognormal(0, 0.25) if chance(rng, 0.2) else 1.0
    return gaussian_filter(grey, (sigma * stretch, sigma / stretch))


def _stretched(rng: Rng, grey: Field) -> Field:
    """Set black, white and gamma as an operator would, or somewhat wrongly."""
    low, high = np.percentile(grey[::4, ::4], (0.5, 99.5))
    spread = max(float(high - low), 0.02)
    black, white = 0.3 * rng.random() ** 1.6, rng.uniform(0.55, 1.05)
    if chance(rng, 0.1):
        white = black + rng.uniform(0.15, 0.4)
    scaled = np.clip((grey - low) / np.float32(spread), 0, 1.3)
    return black + (white - black) * scaled ** np.float32(rng.lognormal(0, 0.25))


def _reworked(rng: Rng, grey: Field) -> Field:
    """Smoothing or sharpening after the noise came in, as figures undergo."""
    from scipy.ndimage import gaussian_filter

    smooth = gaussian_filter(grey, log_uniform(rng, 0.5, 1.2))
    if chance(rng, 0.5):
        return smooth
    return grey + rng.uniform(0.3, 1.2) * (grey - smooth)


def _noisy(rng: Rng, grey: Field, inside: npt.NDArray[np.bool_]) -> Field:
    """Add grain that leaves particles visible to a person."""
    shape = (grey.shape[0], grey.shape[1])
    contrast = float(grey.std())
    if inside.any() and not inside.all():
        contrast = max(contrast, abs(float(grey[inside].mean() - grey[~inside].mean())))
    grain = rng.standard_normal(shape, dtype=np.float32)
    if chance(rng, 0.35):
        share = rng.uniform(0.3, 1.0)
        clumped = fractal_noise(rng, shape, log_uniform(rng, 0.4, 1.6), 3.0)
        grain = (1 - share) * grain + share * clumped
    strength = min(log_uniform(rng, 0.004, 0.1), 0.5 * contrast)
    shot = rng.uniform(0, 1)
    noisy = grey + strength * grain * np.sqrt(1 - shot + 2 * shot * np.clip(grey, 0, 1))
    if chance(rng, 0.12):
        rows = rng.normal(0, log_uniform(rng, 0.003, 0.03), (grey.shape[0], 1))
        noisy = noisy + rows.astype(np.float32)
    return noisy
