"""Share of particles that are nano, and what the EU definition makes of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from feretlab.core.statistics.bootstrap import (
    counts_without_each,
    interval,
    resampled_counts,
    widened,
)
from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import Sample

Verdict = Literal["nanomaterial", "not a nanomaterial", "undecided"]
DEFAULTS = StatisticsParameters()
NANO_SHARE = 0.5
"""From this number share on a material is a nanomaterial."""

LEAST_DIMENSION = "min_feret"
"""Descriptor that the definition is judged by: any external dimension counts, and no
other one is the smallest. A circle inside is no external dimension, and the minor
axis of a rod's ellipse is wider than the rod."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NanoShare:
    """Number share of particles up to a limit.

    Parameters
    ----------
    share, low, high : float
        With its confidence interval, 0 to 1; NaN without particles.
    limit_nm : float
        Size up to which a particle counts.
    verdict : str
        By the interval, of the number-based criterion alone: undecided where it
        holds one half.

    References
    ----------
    European Commission, Recommendation 2022/C 229/01 on the definition of
    nanomaterial, 2022: 50 % or more of the particles by number with an external
    dimension of 1 nm to 100 nm.
    """

    share: float
    low: float
    high: float
    limit_nm: float
    verdict: Verdict


def nano_share(
    sample: Sample, parameters: StatisticsParameters = DEFAULTS
) -> NanoShare:
    """Give the number share of sizes up to the nano limit.

    Parameters
    ----------
    sample : Sample
        Least dimensions, that is min Feret, in nm.
    parameters : StatisticsParameters
        Limit, confidence level, resamples and seed.

    Returns
    -------
    NanoShare
        With Wilson's interval for one image; for several that of a cluster
        bootstrap, and never a narrower one than Wilson's.
    """
    limit = parameters.nano_limit_nm
    nan = float("nan")
    if not sample.values.size:
        return NanoShare(
            share=nan, low=nan, high=nan, limit_nm=limit, verdict="undecided"
        )
    inside = (sample.values <= limit).astype(np.float64)
    share = float(np.average(inside, weights=sample.weights))
    low, high = wilson_interval(share, sample.effective, parameters.confidence)
    if sample.images > 1 and 0 < share < 1:
        draws = []
        for counts in resampled_counts(sample, parameters.resamples, parameters.seed):
            drawn = counts * sample.weights
            draws.append(drawn @ inside / drawn.sum(axis=1))
        clustered = interval(
            np.concatenate(draws), parameters.confidence, sample.images
        )
        fewer = counts_without_each(sample) * sample.weights
        others = fewer @ inside / fewer.sum(axis=1)
        clustered = widened(
            *clustered, share, others, parameters.confidence, least=0.0, most=1.0
        )
        low, high = min(low, clustered[0]), max(high, clustered[1])
    return NanoShare(
        share=share, low=low, high=high, limit_nm=limit, verdict=_verdict(low, high)
    )


def wilson_interval(
    share: float, count: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Give Wilson's score interval of a share.

    Parameters
    ----------
    share : float
        0 to 1.
    count : float
        Number of particles, positive.
    confidence : float
        Such as 0.95.

    Returns
    -------
    low, high : float
        0 to 1.

    References
    ----------
    E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    from scipy import special

    normal = float(special.ndtri((1 + confidence) / 2))
    ratio = normal**2 / count
    centre = (share + ratio / 2) / (1 + ratio)
    root = np.sqrt(share * (1 - share) / count + ratio / (4 * count))
    half = float(normal * root / (1 + ratio))
    return max(0.0, centre - half), min(1.0, centre + half)


def _verdict(low: float, high: float) -> Verdict:
    if low >= NANO_SHARE:
        return "nanomaterial"
    return "not a nanomaterial" if high < NANO_SHARE else "undecided"
