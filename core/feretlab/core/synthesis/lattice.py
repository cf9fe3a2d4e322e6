"""Particles in ordered arrays."""

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.layouts import Layout
from feretlab.core.synthesis.noise import perlin_noise
from feretlab.core.synthesis.placed import Placed, corner, one_of, settle
from feretlab.core.synthesis.shapes import Shape


def packed(
    rng: Rng, layout: Layout, bank: list[Shape], size_px: int, ways: tuple[int, ...]
) -> list[Placed]:
    """Lay particles on a slightly disordered lattice, in islands, at times two deep.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    layout : Layout
        Direction and kind of the lattice.
    bank : list of Shape
        Bodies to take.
    size_px : int
        Edge of the picture.
    ways : tuple of int
        Turns and flips that bodies may take.

    Returns
    -------
    list of Placed
        The lower floor first.
    """
    pitch = float(np.median([shape.diameter_px for shape in bank]))
    # The side of a square of that area; round bodies on a lattice just touch.
    pitch *= 0.89 if layout.is_square and len(ways) < 8 else 1.0
    pitch *= rng.uniform(0.98, 1.12) if chance(rng, 0.75) else rng.uniform(1.2, 2.0)
    jitter = pitch * log_uniform(rng, 0.005, 0.08)
    ground = np.zeros((size_px, size_px), np.int32)
    island = perlin_noise(rng, (size_px, size_px), min(size_px / 2, 12 * pitch))
    limit = -9.0
    if chance(rng, 0.6):
        limit = float(np.quantile(island, max(layout.openness - 0.2, 0)))
    placed: list[Placed] = []
    for floor in range(2 if layout.max_overlap > 0.3 and chance(rng, 0.35) else 1):
        for point in _lattice(rng, layout, pitch, size_px)[:900]:
            y, x = np.clip(point, 0, size_px - 1).astype(int)
            if island[y, x] < limit + 0.25 * floor or chance(rng, 0.02):
                continue
            shape = one_of(rng, bank, ways)
            spot = corner(point + rng.normal(0, jitter, 2), shape.mask)
            placed.append(settle(ground, shape, spot, 0))
        limit = max(limit, -0.1)
    return placed


def _lattice(
    rng: Rng, layout: Layout, pitch: float, size_px: int
) -> npt.NDArray[np.float64]:
    reach = int(size_px / pitch) + 2
    i, j = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(float)
    if layout.is_square:
        points = np.stack([i, j], -1)
    else:
        points = np.stack([i * np.sqrt(0.75), j + 0.5 * (i % 2)], -1)
    c, s = np.cos(layout.angle), np.sin(layout.angle)
    points = points.reshape(-1, 2) @ np.array([[c, s], [-s, c]]) * pitch
    points += size_px / 2 + rng.uniform(0, pitch, 2)
    inside = ((points > -pitch) & (points < size_px + pitch)).all(axis=1)
    return rng.permutation(points[inside])
