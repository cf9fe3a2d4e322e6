"""Resampling of particles by the images that they come from.

Particles of one image resemble each other, on both sides alike. So the images are
drawn first, the same ones for both sides, as `core.statistics.bootstrap` does it.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from feretlab.core.statistics.bootstrap import FEW_IMAGES, FEWEST_IMAGES

Indices = npt.NDArray[np.int64]


def drawn_by_image(
    codes: Sequence[Indices], images: int, resamples: int, seed: int
) -> Iterator[tuple[Indices, ...]]:
    """Draw images, then the particles in them.

    Parameters
    ----------
    codes : sequence of ndarray of int64
        Shape (N,) for each side: number of the image of each particle, 0 to
        `images` - 1.
    images : int
        Number of images, two or more.
    resamples : int
        How many.
    seed : int
        The same seed gives the same draws.

    Yields
    ------
    tuple of ndarray of int64
        Indices of the drawn particles of each side. Below `FEW_IMAGES` images the
        particles of a drawn image are drawn anew, too.
    """
    rng = np.random.default_rng(seed)
    groups = [
        [np.flatnonzero(side == image) for image in range(images)] for side in codes
    ]
    for _ in range(resamples):
        which = rng.integers(0, images, images)
        drawn = []
        for members in groups:
            parts = [members[image] for image in which]
            if images < FEW_IMAGES:
                parts = [_anew(part, rng) for part in parts]
            drawn.append(np.concatenate(parts))
        yield tuple(drawn)


def without_each_image(
    codes: Sequence[Indices], images: int
) -> Iterator[tuple[Indices, ...]]:
    """Leave out one image after the other, of so few that resamples are too narrow.

    Parameters
    ----------
    codes : sequence of ndarray of int64
        As for `drawn_by_image`.
    images : int
        Number of images, two or more.

    Yields
    ------
    tuple of ndarray of int64
        Indices of the other particles of each side; nothing beyond `FEWEST_IMAGES`.
    """
    if images > FEWEST_IMAGES:
        return
    for image in range(images):
        yield tuple(np.flatnonzero(side != image) for side in codes)


def _anew(part: Indices, rng: np.random.Generator) -> Indices:
    return part[rng.integers(0, len(part), len(part))] if len(part) else part
