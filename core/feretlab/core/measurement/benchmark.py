"""How fast particles are measured, beside other programs in the same run."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.measurement.measure import measure
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress
from feretlab.core.timing import Timing, compare

#: Takes a mask (Y, X) and gives the seconds that its measurement alone took.
Contestant = Callable[[npt.NDArray[np.bool_]], float]


def benchmark_mask(
    size: int = 4096, count: int = 3500, seed: int = 0
) -> npt.NDArray[np.bool_]:
    """Draw turned ellipses with wavy outlines on a jittered grid, none touching.

    Parameters
    ----------
    size : int
        Height and width in pixels.
    count : int
        How many particles are wanted.
    seed : int
        Of the random numbers.

    Returns
    -------
    ndarray of bool
        Shape (size, size).
    """
    rng = np.random.default_rng(seed)
    mask = np.zeros((size, size), np.bool_)
    cells = int(np.ceil(np.sqrt(count)))
    pitch = size // cells
    y, x = np.mgrid[:pitch, :pitch] - (pitch - 1) / 2
    for cell in rng.permutation(cells * cells)[:count]:
        turn, waves = rng.uniform(0, np.pi), rng.integers(2, 8)
        longest = rng.uniform(0.15, 0.42) * pitch
        shortest = longest * rng.uniform(0.4, 1.0)
        angle = np.arctan2(y, x) - turn
        radius = np.hypot(np.cos(angle) / longest, np.sin(angle) / shortest) ** -1
        inside = np.hypot(x, y) < radius * (1 + 0.1 * np.sin(waves * angle))
        row, column = (int(at) * pitch for at in divmod(cell, cells))
        mask[row : row + pitch, column : column + pitch] = inside
    return mask


def compare_speed(
    *,
    rounds: int = 5,
    mask: npt.NDArray[np.bool_] | None = None,
    imagej: Contestant | None = None,
    progress: Progress = SILENT,
) -> tuple[Timing, ...]:
    """Time all programs in turn, round by round, on the same mask.

    FeretLab and ImageJ find the particles in the mask as well; for scikit-image
    they are found before.

    Parameters
    ----------
    rounds : int
        How often each is timed, after one untimed call.
    mask : ndarray of bool or None
        Shape (Y, X); None draws `benchmark_mask`.
    imagej : callable or None
        Runs ImageJ's Analyze Particles with every descriptor on a mask, and
        gives the seconds of that run without handing the pixels over.
    progress : Progress
        Told after each round.

    Returns
    -------
    tuple of Timing
        FeretLab first.
    """
    field = benchmark_mask() if mask is None else mask
    contestants: dict[str, Callable[[], Any]] = {
        "FeretLab": lambda: measure(Particles.from_mask(field)),
        "scikit-image, no min Feret": _scikit_image(field),
    }
    if imagej is not None:
        contestants["ImageJ 1.54p"] = lambda: imagej(field)
    return compare(contestants, rounds, progress)


def _scikit_image(field: npt.NDArray[np.bool_]) -> Callable[[], Any]:
    """Give all that scikit-image measures of ours; min Feret is not among it."""
    from skimage import measure as rival

    label: Any = rival.label
    table: Any = rival.regionprops_table
    labels = label(field, connectivity=2)
    properties = (
        "area",
        "centroid",
        "bbox",
        "perimeter",
        "feret_diameter_max",
        "axis_major_length",
        "axis_minor_length",
        "orientation",
        "solidity",
        "equivalent_diameter_area",
    )
    return lambda: table(labels, properties=properties)
