"""Intervals of the agreement of pairs that come from several images."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.agreement import Agreement
from feretlab.core.comparison.clusters import drawn_by_image, without_each_image
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.reliability import Reliability, correlations
from feretlab.core.statistics.bootstrap import interval, widened
from feretlab.core.statistics.summary import Estimate

Floats = npt.NDArray[np.float64]
_REACH = 1.959963984540054
"""Between minus and plus so many standard deviations lie 95 % of a normal one."""


def over_images(
    table: Floats,
    codes: npt.NDArray[np.int64],
    agreement: Agreement,
    reliability: Reliability,
    parameters: CompareParameters,
) -> tuple[Agreement, Reliability]:
    """Replace intervals over particles by those over images.

    Parameters
    ----------
    table : ndarray of float64
        Shape (N, 2): manual and automatic size of each pair.
    codes : ndarray of int64
        Shape (N,): number of the image of each pair.
    agreement : Agreement
        Of all pairs.
    reliability : Reliability
        Of all pairs.
    parameters : CompareParameters
        Confidence level, number of resamples and seed.

    Returns
    -------
    agreement : Agreement
        The same values; intervals by resampling the images.
    reliability : Reliability
        The same.
    """
    numbers = np.unique(codes, return_inverse=True)[1]
    images = int(numbers.max()) + 1
    draws = np.array(
        [
            _statistics(table[drawn])
            for (drawn,) in drawn_by_image(
                (numbers,), images, parameters.resamples, parameters.seed
            )
        ]
    )

    fewer = without_each_image((numbers,), images)
    others = np.array([_statistics(table[kept]) for (kept,) in fewer]).reshape(-1, 7)

    def renewed(old: Estimate, column: int, end: float = np.inf) -> Estimate:
        confidence = parameters.confidence
        low, high = interval(draws[:, column], confidence, images)
        low, high = widened(
            low,
            high,
            old.value,
            others[:, column],
            confidence,
            least=-end,
            most=end,
        )
        return replace(old, low=low, high=high)

    return replace(
        agreement,
        images=images,
        bias=renewed(agreement.bias, 0),
        lower=renewed(agreement.lower, 1),
        upper=renewed(agreement.upper, 2),
        trend=renewed(agreement.trend, 3),
        concordance=renewed(agreement.concordance, 4, 1.0),
    ), Reliability(
        agreement=renewed(reliability.agreement, 5, 1.0),
        consistency=renewed(reliability.consistency, 6, 1.0),
    )


def _statistics(table: Floats) -> Floats:
    """Give bias, both limits, trend, concordance and both correlations."""
    if len(table) < 3:
        return np.full(7, np.nan)
    first, second = table.T
    difference, middle = second - first, table.mean(axis=1)
    bias, sd = difference.mean(), difference.std(ddof=1)
    off = middle - middle.mean()
    covariance = np.cov(first, second, bias=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        trend = off @ difference / (off @ off)
        alike = 2 * covariance[0, 1] / (np.trace(covariance) + bias**2)
    ends = bias - _REACH * sd, bias + _REACH * sd
    return np.array([bias, *ends, trend, alike, *correlations(table)])
