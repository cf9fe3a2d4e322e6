"""How many particles a chosen precision needs."""

from dataclasses import dataclass, field

import numpy as np

from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import Floats, Sample
from feretlab.core.statistics.summary import weighted_quantiles

DEFAULTS = StatisticsParameters()
_NAN = float("nan")
_REPEATS = 200
_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Precision:
    """Numbers of particles for a relative error, and the error by number.

    Parameters
    ----------
    precision, confidence : float
        The mean is to lie within this relative error at this confidence.
    design_effect : float
        How many times more particles it takes because those of one image are
        alike; 1 for one image. The three numbers below hold it.
    needed_mean : float
        Particles for the mean, by the normal approximation.
    needed_iso_13322 : float
        Particles for the mean of a lognormal distribution, by ISO 13322-1.
    needed_iso_13322_volume : float
        Particles for the mean volume (alpha 3, beta 0), by ISO 13322-1.
    sizes : ndarray of float64
        Shape (S,): numbers of particles of the subsampling curve.
    mean_error, median_error : ndarray of float64
        Shape (S,): relative error of the mean, and of the median, of so many
        particles at the chosen confidence, by subsampling.
    """

    precision: float
    confidence: float
    design_effect: float = 1.0
    needed_mean: float = _NAN
    needed_iso_13322: float = _NAN
    needed_iso_13322_volume: float = _NAN
    sizes: Floats = field(default_factory=lambda: np.zeros(0))
    mean_error: Floats = field(default_factory=lambda: np.zeros(0))
    median_error: Floats = field(default_factory=lambda: np.zeros(0))


def precision_of(
    sample: Sample,
    parameters: StatisticsParameters = DEFAULTS,
    design_effect: float = 1.0,
) -> Precision:
    """Give how many particles like those of a sample are needed.

    Parameters
    ----------
    sample : Sample
        Sizes; numbers are NaN for fewer than two or a mean that is not positive.
    parameters : StatisticsParameters
        Precision, confidence level and seed.
    design_effect : float
        From the variance between images, at least 1.

    Returns
    -------
    Precision
    """
    effect = design_effect if np.isfinite(design_effect) else 1.0
    precision, confidence = parameters.precision, parameters.confidence
    values, weights = sample.values, sample.weights
    if len(values) < 2 or not np.average(values, weights=weights) > 0:
        return Precision(
            precision=precision, confidence=confidence, design_effect=effect
        )
    mean = np.average(values, weights=weights)
    sd = np.sqrt(_variance(values, sample))
    lognormal = volume = _NAN
    if values[0] > 0:
        log_sd = float(np.sqrt(_variance(np.log(values), sample)))
        lognormal = iso_13322_count(log_sd, precision, confidence)
        volume = iso_13322_count(log_sd, precision, confidence, alpha=3, beta=0)
    sizes, mean_error, median_error = subsampling_curve(
        sample, confidence, parameters.seed
    )
    return Precision(
        precision=precision,
        confidence=confidence,
        design_effect=effect,
        needed_mean=_whole(effect * normal_count(sd / mean, precision, confidence)),
        needed_iso_13322=_whole(effect * lognormal),
        needed_iso_13322_volume=_whole(effect * volume),
        sizes=sizes,
        mean_error=mean_error,
        median_error=median_error,
    )


def normal_count(variation: float, precision: float, confidence: float = 0.95) -> float:
    """Give the particles for a mean, (u c / delta)² by the normal approximation.

    Parameters
    ----------
    variation : float
        Coefficient of variation c, sd over mean.
    precision : float
        Relative error delta.
    confidence : float
        Such as 0.95, for u of 1.96.

    Returns
    -------
    float
        Not rounded.
    """
    return (_normal(confidence) * variation / precision) ** 2


def iso_13322_count(
    log_sd: float,
    precision: float,
    confidence: float = 0.95,
    *,
    alpha: float = 1.0,
    beta: float = 0.0,
) -> float:
    """Give the particles for a mean of a lognormal distribution.

    The number is (u / delta)² alpha² s² (2 c² s² + 1) with c = beta + alpha / 2.

    Parameters
    ----------
    log_sd : float
        Standard deviation s of ln(size), the logarithm of the geometric one.
    precision : float
        Relative error delta.
    confidence : float
        Such as 0.95, for u of 1.96.
    alpha : float
        Power of the size that is averaged: 1 for lengths, 3 for volumes.
    beta : float
        Power of the size that it is weighted by: 0 for numbers, 3 for volumes.

    Returns
    -------
    float
        Not rounded.

    References
    ----------
    ISO 13322-1, Particle size analysis - image analysis methods, annex A; H. Masuda
    and K. Iinoya, Theoretical study of the scatter of experimental data due to
    particle-size-distribution, J. Chem. Eng. Japan 4 (1971) 60-66.
    """
    variance = log_sd**2
    centre = beta + alpha / 2
    factor = alpha**2 * variance * (2 * centre**2 * variance + 1)
    return (_normal(confidence) / precision) ** 2 * factor


def subsampling_curve(
    sample: Sample, confidence: float = 0.95, seed: int = 0
) -> tuple[Floats, Floats, Floats]:
    """Give the relative error of means and medians of ever more particles.

    Parameters
    ----------
    sample : Sample
        Sizes, at least one; they are drawn with replacement, by weight.
    confidence : float
        Share of subsamples that lie within the error.
    seed : int
        The same seed gives the same curve.

    Returns
    -------
    sizes, mean_error, median_error : ndarray of float64
        Shape (S,): from 5 particles to all; errors as shares of the value of the
        whole sample.
    """
    rng = np.random.default_rng(seed)
    values, weights = sample.values, sample.weights
    count = len(values)
    sizes = np.unique(np.geomspace(min(5, count), count, _POINTS).round())
    mean = np.average(values, weights=weights)
    median = weighted_quantiles(values, weights[None], (0.5,))[0, 0]
    pool = _pool(values, weights)
    errors = np.empty((2, len(sizes)))
    with np.errstate(invalid="ignore", divide="ignore"):
        for column, size in enumerate(sizes.astype(int)):
            drawn = pool[rng.integers(0, len(pool), (_REPEATS, size))]
            off = np.abs(drawn.mean(axis=1) / mean - 1)
            errors[0, column] = np.quantile(off, confidence)
            off = np.abs(np.median(drawn, axis=1) / median - 1)
            errors[1, column] = np.quantile(off, confidence)
    return sizes, errors[0], errors[1]


def _pool(values: Floats, weights: Floats) -> Floats:
    """Repeat each value by its weight, some twenty times, to draw from evenly."""
    if (weights == weights[0]).all():
        return values
    share = np.cumsum(weights / weights.sum())
    places = (np.arange(20 * len(values)) + 0.5) / (20 * len(values))
    return values[np.minimum(np.searchsorted(share, places), len(values) - 1)]


def _variance(values: Floats, sample: Sample) -> float:
    mean = np.average(values, weights=sample.weights)
    spread = np.average((values - mean) ** 2, weights=sample.weights)
    effective = sample.effective
    return float(spread * effective / (effective - 1)) if effective > 1 else _NAN


def _normal(confidence: float) -> float:
    from scipy import special

    return float(special.ndtri((1 + confidence) / 2))


def _whole(count: float) -> float:
    return float(np.ceil(count)) if np.isfinite(count) else _NAN
