"""What particles lie on: films and wafers, clean or littered."""

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.noise import fractal_noise, perlin_noise
from feretlab.core.synthesis.shapes import Field


def draw_substrate(
    rng: Rng,
    size: tuple[int, int],
    brightness: float,
    diameter_px: float,
    litter: dict[str, float],
) -> Field:
    """Give the grey of a bare substrate.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    size : tuple of int
        Height and width in pixels.
    brightness : float
        Mean grey, 0 to 1.
    diameter_px : float
        Typical particle diameter, so that litter is finer or coarser.
    litter : dict of str to float
        Chance of each of marks, specks, blotches, steps, stripes, holes,
        scratches, clouds and grains.

    Returns
    -------
    ndarray of float32
        Shape `size`, mean about `brightness`.
    """
    ground = np.ones(size, np.float32)
    if chance(rng, 0.6):
        ground += log_uniform(rng, 0.01, 0.12) * _gradient(rng, size)
    if chance(rng, 0.4):
        scale = log_uniform(rng, 1.0, 60.0)
        strength = log_uniform(rng, 0.01, 0.15)
        ground += strength * fractal_noise(rng, size, scale, rng.uniform(1, 3))
    if chance(rng, 0.3):
        grain = fractal_noise(rng, size, log_uniform(rng, 0.7, 3), 3.0)
        ground += log_uniform(rng, 0.02, 0.15) * grain
    for name, probability in litter.items():
        if chance(rng, probability):
            _LITTER[name](rng, ground, diameter_px)
    return np.clip(ground * np.float32(brightness), 0.0, 1.5)


def _gradient(rng: Rng, size: tuple[int, int]) -> Field:
    y, x = np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1])
    angle = rng.uniform(0, 2 * np.pi)
    plane = np.sin(angle) * y[:, None] + np.cos(angle) * x[None]
    return (plane + rng.normal() * plane**2).astype(np.float32)


def _marks(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Small raised commas and rings, as on a wafer or a film."""
    contrast = log_uniform(rng, 0.05, 0.5)
    radius = log_uniform(rng, 2, max(2.5, 0.35 * diameter_px))
    for _ in range(int(log_uniform(rng, 5, 150))):
        size = max(1.5, radius * float(rng.lognormal(0, 0.3)))
        half = int(size) + 3
        y, x, there = _spot(rng, ground, half)
        ring = np.exp(-(((np.hypot(y, x) - size) / 0.9) ** 2))
        light = np.clip(np.cos(np.arctan2(y, x) - rng.uniform(0, 6.3)), 0, 1)
        ground[there] += (contrast * ring * light).astype(np.float32)


def _specks(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Dots too small to count, dark or bright."""
    contrast = rng.choice([-1, 1]) * log_uniform(rng, 0.1, 1.0)
    for _ in range(int(log_uniform(rng, 3, 200))):
        width = rng.uniform(0.5, max(0.8, min(1.6, 0.06 * diameter_px)))
        y, x, there = _spot(rng, ground, 4)
        dot = np.exp(-(y * y + x * x) / (2 * width * width))
        ground[there] += (contrast * dot).astype(np.float32)


def _blotches(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Soft stains, larger than particles, without an edge."""
    for _ in range(int(rng.integers(1, 8))):
        width = diameter_px * rng.uniform(0.5, 3)
        half = min(int(2.5 * width) + 2, ground.shape[0] // 2 - 1)
        y, x, there = _spot(rng, ground, half)
        stain = np.exp(-(y * y + x * x) / (2 * width * width))
        ground[there] += (rng.normal(0, 0.12) * stain).astype(np.float32)


def _steps(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Flakes and terraces: regions of another grey with a sharp outline."""
    del diameter_px
    noise = perlin_noise(rng, ground.shape, log_uniform(rng, 60, 400))
    ground[noise > rng.uniform(-0.1, 0.25)] *= np.float32(rng.uniform(0.75, 1.25))


def _stripes(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Polishing marks or rolling lines."""
    del diameter_px
    height, width = ground.shape
    angle = rng.uniform(0, np.pi)
    across = np.arange(height)[:, None] * np.cos(angle) + np.arange(width) * np.sin(
        angle
    )
    profile = fractal_noise(rng, (1, 4096), log_uniform(rng, 1.5, 20), 2.0)[0]
    at = (across + 1024).astype(np.int32) % 4096
    ground += np.float32(log_uniform(rng, 0.01, 0.1)) * profile[at]


def _holes(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Pores of a film: round, with an edge, of another grey."""
    deeper = rng.uniform(0.5, 0.9) if chance(rng, 0.6) else rng.uniform(1.1, 1.5)
    noise = perlin_noise(rng, ground.shape, log_uniform(rng, 0.4, 3) * diameter_px + 4)
    hole = np.clip((noise - rng.uniform(0.2, 0.4)) * 12, 0, 1)
    ground *= 1 + np.float32(deeper - 1) * hole


def _scratches(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Thin curved lines: cracks, fibres, folds of the film."""
    del diameter_px
    contrast = rng.choice([-1, 1]) * log_uniform(rng, 0.05, 0.5)
    noise = perlin_noise(rng, ground.shape, log_uniform(rng, 60, 300))
    line = np.exp(-((noise - rng.uniform(-0.3, 0.3)) ** 2) * log_uniform(rng, 1e4, 1e5))
    ground += np.float32(contrast) * line


def _clouds(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Residues: ragged, finely structured patches of low contrast."""
    shape = (ground.shape[0], ground.shape[1])
    where = fractal_noise(rng, shape, log_uniform(rng, 0.3, 1.5) * diameter_px, 1.6)
    inner = fractal_noise(rng, shape, log_uniform(rng, 1.0, 4.0), 1.5)
    amount = np.clip((where - rng.uniform(1.3, 2.2)) * 2, 0, 1)
    contrast = rng.choice([-1, 1]) * log_uniform(rng, 0.05, 0.3)
    ground += np.float32(contrast) * amount * (1 + np.float32(0.4) * inner)


def _grains(rng: Rng, ground: Field, diameter_px: float) -> None:
    """Dense grains much finer than the particles: sputter coating, fine dust."""
    shape = (ground.shape[0], ground.shape[1])
    grain = fractal_noise(rng, shape, log_uniform(rng, 0.6, 1 + 0.04 * diameter_px), 4)
    amount = np.clip((grain - rng.uniform(0.5, 1.8)) * 2, 0, 1)
    contrast = rng.choice([-1, 1, 1]) * log_uniform(rng, 0.1, 0.8)
    ground += np.float32(contrast) * amount


def _spot(
    rng: Rng, ground: Field, half: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], tuple[slice, slice]]:
    """Coordinates about a random point inside, and the square around it."""
    row = int(rng.integers(half, max(half + 1, ground.shape[0] - half)))
    col = int(rng.integers(half, max(half + 1, ground.shape[1] - half)))
    there = np.s_[row - half : row + half + 1, col - half : col + half + 1]
    height, width = ground[there].shape
    y = np.arange(-half, -half + height) - rng.uniform(-0.5, 0.5)
    x = np.arange(-half, -half + width) - rng.uniform(-0.5, 0.5)
    return y[:, None], x[None], there


_LITTER = {
    "marks": _marks,
    "specks": _specks,
    "blotches": _blotches,
    "steps": _steps,
    "stripes": _stripes,
    "holes": _holes,
    "scratches": _scratches,
    "clouds": _clouds,
    "grains": _grains,
}
