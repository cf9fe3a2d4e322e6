"""Two size distributions side by side, whether or not the particles are the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.clusters import drawn_by_image, without_each_image
from feretlab.core.statistics.bootstrap import interval, widened
from feretlab.core.statistics.summary import Estimate

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
STATISTICS = ("mean", "sd", "median", "d10", "d90")
_LEVELS = (0.5, 0.1, 0.9)
_CHUNK = 100_000
"""Draws made at once, few enough to stay in the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One statistic of both distributions.

    Parameters
    ----------
    name : str
        One of `STATISTICS`.
    manual, automatic : float
        Its values.
    difference : Estimate
        Automatic minus manual.
    relative : Estimate
        The difference over the manual value.
    """

    name: str
    manual: float
    automatic: float
    difference: Estimate
    relative: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrasts:
    """What tells two distributions apart.

    Parameters
    ----------
    manual_count, automatic_count : int
        Numbers of particles.
    images : int
        Images that were resampled for the intervals; below 2 the particles were.
    statistics : tuple of Contrast
        In the order of `STATISTICS`.
    ks_distance, ks_p_value : float
        Largest distance of the cumulative curves (Kolmogorov and Smirnov).
    greater_share, mann_whitney_p_value : float
        How often an automatic size is the greater one of a pair drawn at random,
        ties by half; 0.5 where neither is.
    """

    manual_count: int
    automatic_count: int
    images: int = 1
    statistics: tuple[Contrast, ...] = ()
    ks_distance: float = float("nan")
    ks_p_value: float = float("nan")
    greater_share: float = float("nan")
    mann_whitney_p_value: float = float("nan")

    def __getitem__(self, name: str) -> Contrast:
        """Give a statistic by name."""
        return self.statistics[STATISTICS.index(name)]


def contrast(
    manual: Floats,
    automatic: Floats,
    *,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
    images: tuple[Indices, Indices] | None = None,
) -> Contrasts:
    """Compare two distributions.

    Parameters
    ----------
    manual, automatic : ndarray of float64
        Shapes (N,) and (M,), finite sizes in the same unit.
    confidence : float
        Level of the intervals.
    resamples : int
        Bootstrap resamples.
    seed : int
        The same seed gives the same intervals.
    images : tuple of ndarray of int64 or None
        Shapes (N,) and (M,): number of the image of each particle, from 0. With
        two images or more these are resampled, the same for both sides; else the
        particles of either side are.

    Returns
    -------
    Contrasts
        Without statistics where a side has no particles.
    """
    count = 1 + max((int(code.max(initial=0)) for code in images or ()), default=0)
    empty = Contrasts(
        manual_count=len(manual), automatic_count=len(automatic), images=count
    )
    if not (len(manual) and len(automatic)):
        return empty
    values = _statistics(manual[None])[0], _statistics(automatic[None])[0]
    if images is not None and count > 1:
        sides = manual, automatic
        draws = _statistics_of(sides, drawn_by_image(images, count, resamples, seed))
        others = _statistics_of(sides, without_each_image(images, count))
        units = count
    else:
        rng = np.random.default_rng(seed)
        draws = np.array(
            [_resampled(side, resamples, rng) for side in (manual, automatic)]
        )
        others = draws[:, :0]
        units = min(len(manual), len(automatic))
    found = []
    for index, name in enumerate(STATISTICS):
        one, other = values[0][index], values[1][index]
        value = _differences(one, other)
        drawn = _differences(*draws[..., index])
        fewer = _differences(*others[..., index])
        difference, relative = (
            _estimate(value[at], drawn[at], fewer[at], confidence, units, least)
            for at, least in enumerate((-np.inf, -1.0))
        )
        found.append(
            Contrast(
                name=name,
                manual=float(one),
                automatic=float(other),
                difference=difference,
                relative=relative,
            )
        )
    return replace(empty, statistics=tuple(found), **_tests(manual, automatic))


def _statistics(values: Floats) -> Floats:
    """Give `STATISTICS` of each row, (B, N) to (B, statistics)."""
    count = values.shape[1]
    sd = values.std(axis=1, ddof=1) if count > 1 else np.full(len(values), np.nan)
    levels = np.quantile(values, _LEVELS, axis=1)
    return np.column_stack((values.mean(axis=1), sd, *levels))


def _resampled(values: Floats, resamples: int, rng: np.random.Generator) -> Floats:
    """Give the statistics of each resample, shape (resamples, statistics)."""
    rows = max(1, _CHUNK // len(values))
    drawn = []
    for start in range(0, resamples, rows):
        shape = (min(rows, resamples - start), len(values))
        drawn.append(_statistics(values[rng.integers(0, len(values), shape)]))
    return np.concatenate(drawn)


def _statistics_of(
    sides: tuple[Floats, Floats], chosen: Iterable[tuple[Indices, ...]]
) -> Floats:
    """Give the statistics of chosen particles, (2, choices, statistics)."""
    none = np.full(len(STATISTICS), np.nan)
    found = [
        [
            _statistics(values[which][None])[0] if len(which) else none
            for values, which in zip(sides, both, strict=True)
        ]
        for both in chosen
    ]
    return np.array(found).reshape(-1, 2, len(STATISTICS)).swapaxes(0, 1)


def _differences(manual: Any, automatic: Any) -> tuple[Any, Any]:
    """Give by how much the automatic side is larger, and as a share of the manual."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return automatic - manual, (automatic - manual) / manual


def _estimate(
    value: float,
    draws: Floats,
    others: Floats,
    confidence: float,
    units: int,
    least: float,
) -> Estimate:
    low, high = interval(draws, confidence, units)
    low, high = widened(low, high, value, others, confidence, least=least)
    return Estimate(value=float(value), low=low, high=high)


def _tests(manual: Floats, automatic: Floats) -> dict[str, Any]:
    from scipy import stats

    # Exact p-values of samples this small do not take long; beyond, SciPy may
    # warn that it falls back.
    how = "exact" if max(len(manual), len(automatic)) <= 500 else "asymp"
    distance = stats.ks_2samp(automatic, manual, method=how)
    ranks = stats.mannwhitneyu(automatic, manual)
    return {
        "ks_distance": float(distance.statistic),
        "ks_p_value": float(distance.pvalue),
        "greater_share": float(ranks.statistic) / (len(manual) * len(automatic)),
        "mann_whitney_p_value": float(ranks.pvalue),
    }
