"""Anderson-Darling statistic and its p-values with estimated parameters."""

import numpy as np

from feretlab.core.statistics.sample import Floats


def anderson_darling(
    log_cdf: Floats, log_sf: Floats, weights: Floats, effective: float
) -> float:
    """Give A², the weighted squared distance of two cumulative curves.

    Parameters
    ----------
    log_cdf, log_sf : ndarray of float64
        Shape (N,): logarithm of the fitted share below, and above, each value, in
        ascending order of values.
    weights : ndarray of float64
        Shape (N,), positive.
    effective : float
        Effective number of particles, which scales the statistic.

    Returns
    -------
    float
        For equal weights the textbook's -n - sum (2i - 1)(...) / n.

    References
    ----------
    R. B. D'Agostino and M. A. Stephens, Goodness-of-fit techniques, 1986, ch. 4.
    """
    after = np.cumsum(weights) / weights.sum()
    after[-1] = 1.0
    before = np.concatenate(([0.0], after[:-1]))
    # The integral of (S - z)² / (z (1 - z)) between two values, S constant there.
    below = (before**2 - after**2) @ np.maximum(log_cdf, -1e6)
    above = ((1 - before) ** 2 - (1 - after) ** 2) @ np.maximum(log_sf, -1e6)
    return float(effective * (below - above - 1))


def normal_p_value(statistic: float, count: float) -> float:
    """Give the p-value of A² of a normal distribution with fitted parameters.

    Parameters
    ----------
    statistic : float
        A², taken with the standard deviation of n - 1.
    count : float
        Number of particles.

    Returns
    -------
    float
        0 to 1.

    References
    ----------
    R. B. D'Agostino and M. A. Stephens, Goodness-of-fit techniques, 1986, tables
    4.7 and 4.9.
    """
    size = statistic * (1 + 0.75 / count + 2.25 / count**2)
    if size >= 10:  # the quadratic would rise again
        return 0.0
    if size >= 0.6:
        return float(np.exp(1.2937 - 5.709 * size + 0.0186 * size**2))
    if size >= 0.34:
        return float(np.exp(0.9177 - 4.279 * size - 1.38 * size**2))
    if size >= 0.2:
        return float(1 - np.exp(-8.318 + 42.796 * size - 59.938 * size**2))
    return float(1 - np.exp(-13.436 + 101.14 * size - 223.73 * size**2))


# Lower sizes of the modified A² with their p-values, from 60 000 simulated samples
# of 100 particles; tables give the upper tail alone.
_WEIBULL_SIZES = (
    0.05, 0.102, 0.134, 0.1525, 0.171, 0.198, 0.238, 0.273, 0.308, 0.3465, 0.391,
    0.445, 0.474,
)  # fmt: skip
_WEIBULL_P = (
    1.0, 0.999, 0.99, 0.975, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25,
)  # fmt: skip


def weibull_p_value(statistic: float, count: float) -> float:
    """Give the p-value of A² of a Weibull distribution with fitted parameters.

    Parameters
    ----------
    statistic : float
        A².
    count : float
        Number of particles.

    Returns
    -------
    float
        0 to 1.

    References
    ----------
    CMH-17-1G, Composite materials handbook, vol. 1, 2012, section 8.3.4, for 0.25
    and below.
    """
    size = statistic * (1 + 0.2 / np.sqrt(count))
    if size < _WEIBULL_SIZES[-1]:
        return float(np.interp(size, _WEIBULL_SIZES, _WEIBULL_P))
    from scipy import special

    return float(special.expit(0.10 - 1.24 * np.log(size) - 4.48 * size))
