"""Density, cumulative share and quantile of the fitted families.

SciPy's own cost a second of imports. Every function takes sizes (or shares, 0 to
1) of any shape, the location and the shape of `feretlab.core.statistics.fits.Fit`.
"""

import numpy as np

from feretlab.core.statistics.sample import Floats


def normal_density(sizes: Floats, mean: float, sd: float) -> Floats:
    """Give the probability per unit of size."""
    return np.exp(-0.5 * ((sizes - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))


def normal_share(sizes: Floats, mean: float, sd: float) -> Floats:
    """Give the share up to each size."""
    from scipy import special

    return np.asarray(special.ndtr((sizes - mean) / sd), np.float64)


def normal_size(shares: Floats, mean: float, sd: float) -> Floats:
    """Give the size below which each share lies."""
    from scipy import special

    return np.asarray(mean + sd * special.ndtri(shares), np.float64)


def lognormal_density(sizes: Floats, median: float, log_sd: float) -> Floats:
    """Give the probability per unit of size, 0 for sizes that are not positive."""
    positive = np.where(sizes > 0, sizes, np.nan)
    density = normal_density(np.log(positive), np.log(median), log_sd) / positive
    return np.nan_to_num(density)


def lognormal_share(sizes: Floats, median: float, log_sd: float) -> Floats:
    """Give the share up to each size."""
    positive = np.where(sizes > 0, sizes, np.nan)
    share = normal_share(np.log(positive), np.log(median), log_sd)
    return np.nan_to_num(share)


def lognormal_size(shares: Floats, median: float, log_sd: float) -> Floats:
    """Give the size below which each share lies."""
    return np.exp(normal_size(shares, np.log(median), log_sd))


def weibull_density(sizes: Floats, scale: float, modulus: float) -> Floats:
    """Give the probability per unit of size, 0 for sizes that are not positive."""
    ratio = np.where(sizes > 0, sizes, np.nan) / scale
    power = ratio**modulus
    return np.nan_to_num(modulus / scale * power / ratio * np.exp(-power))


def weibull_share(sizes: Floats, scale: float, modulus: float) -> Floats:
    """Give the share up to each size."""
    return -np.expm1(-((np.maximum(sizes, 0) / scale) ** modulus))


def weibull_size(shares: Floats, scale: float, modulus: float) -> Floats:
    """Give the size below which each share lies."""
    with np.errstate(divide="ignore"):
        return scale * (-np.log1p(-shares)) ** (1 / modulus)
