"""How fast particles are measured, beside other programs in the same run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from feretlab.core.measurement.measure import measure
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress

#: Takes a mask (Y, X) and gives the seconds that its measurement alone took.
Contestant: TypeAlias = Callable[[npt.NDArray[np.bool_]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long one program took.

    Parameters
    ----------
    name : str
        The program.
    seconds : float
        Median over the rounds.
    ratio : float
        Its time over FeretLab's, median over the rounds: above 1 is slower.
    """

    name: str
    seconds: float
    ratio: float


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

    Finding the particles in the mask is left out for FeretLab and scikit-image,
    as for ImageJ it cannot be.

    Parameters
    ----------
    rounds : int
        How often each is timed, after one untimed call.
    mask : ndarray of bool or None
        Shape (Y, X); None draws `benchmark_mask`.
    imagej : callable or None
        Runs ImageJ's Analyze Particles with every descriptor on a mask that it
        has transferred before, and gives the seconds of that run.
    progress : Progress
        Told after each round.

    Returns
    -------
    tuple of Timing
        FeretLab first.
    """
    field = benchmark_mask() if mask is None else mask
    contestants: dict[str, Contestant] = {
        "FeretLab": _feretlab(field),
        "scikit-image": _scikit_image(field),
    }
    if imagej is not None:
        contestants["ImageJ"] = imagej
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, contestant in contestants.items():
            seconds = contestant(field)
            if turn:
                taken[name].append(seconds)
        progress.report(turn + 1, rounds + 1, "timing")
    ours = np.array(taken["FeretLab"])
    return tuple(
        Timing(
            name=name,
            seconds=float(np.median(seconds)),
            ratio=float(np.median(np.array(seconds) / ours)),
        )
        for name, seconds in taken.items()
    )


def _feretlab(field: npt.NDArray[np.bool_]) -> Contestant:
    particles = Particles.from_mask(field)
    return lambda _: _seconds(measure, particles)


def _scikit_image(field: npt.NDArray[np.bool_]) -> Contestant:
    """Give all that scikit-image measures of ours; min Feret is not among it."""
    from skimage.measure import label, regionprops_table

    labels = label(field, connectivity=2)  # type: ignore[no-untyped-call] # scikit-image
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
    return lambda _: _seconds(regionprops_table, labels, properties=properties)


def _seconds(act: Callable[..., Any], *values: Any, **named: Any) -> float:
    start = time.perf_counter()
    act(*values, **named)
    return time.perf_counter() - start
