"""Density, cumulative share and quantiles of the families that are fitted.

SciPy's own cost a second of imports.
"""

from typing import Literal

import numpy as np

from feretlab.core.statistics.sample import Floats

Family = Literal["normal", "lognormal", "weibull"]


def family_title(family: Family) -> str:
    """Give a family's name as people write it: Weibull was a person.

    Parameters
    ----------
    family : str
        Which distribution.

    Returns
    -------
    str
    """
    return "Weibull" if family == "weibull" else family


def density(family: Family, sizes: Floats, location: float, shape: float) -> Floats:
    """Give the probability per unit of size.

    Parameters
    ----------
    family : str
        Which distribution.
    sizes : ndarray of float64
        Any shape.
    location, shape : float
        As in `feretlab.core.statistics.fits.Fit`.

    Returns
    -------
    ndarray of float64
        Shape of `sizes`; 0 where the family has no such sizes.
    """
    if family == "normal":
        score = (sizes - location) / shape
        return np.exp(-0.5 * score**2) / (shape * np.sqrt(2 * np.pi))
    positive = np.where(sizes > 0, sizes, np.nan)
    if family == "lognormal":
        logs = density("normal", np.log(positive), np.log(location), shape)
        return np.nan_to_num(logs / positive)
    power = (positive / location) ** shape
    return np.nan_to_num(shape / positive * power * np.exp(-power))


def cumulative(family: Family, sizes: Floats, location: float, shape: float) -> Floats:
    """Give the share of particles up to some sizes.

    Parameters
    ----------
    family : str
        Which distribution.
    sizes : ndarray of float64
        Any shape.
    location, shape : float
        As in `feretlab.core.statistics.fits.Fit`.

    Returns
    -------
    ndarray of float64
        Shape of `sizes`, 0 to 1.
    """
    from scipy import special

    if family == "normal":
        return np.asarray(special.ndtr((sizes - location) / shape), np.float64)
    positive = np.where(sizes > 0, sizes, np.nan)
    if family == "lognormal":
        score = np.log(positive / location) / shape
        return np.nan_to_num(np.asarray(special.ndtr(score), np.float64))
    return np.nan_to_num(-np.expm1(-((positive / location) ** shape)))


def quantiles(family: Family, shares: Floats, location: float, shape: float) -> Floats:
    """Give the sizes below which some shares of the particles lie.

    Parameters
    ----------
    family : str
        Which distribution.
    shares : ndarray of float64
        Any shape, 0 to 1.
    location, shape : float
        As in `feretlab.core.statistics.fits.Fit`.

    Returns
    -------
    ndarray of float64
        Shape of `shares`.
    """
    from scipy import special

    if family == "weibull":
        with np.errstate(divide="ignore"):
            return np.asarray(location * (-np.log1p(-shares)) ** (1 / shape))
    score = np.asarray(special.ndtri(shares), np.float64)
    if family == "normal":
        return location + shape * score
    return location * np.exp(shape * score)
