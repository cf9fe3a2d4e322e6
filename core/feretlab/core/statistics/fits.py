"""Normal, lognormal and Weibull distributions fitted to sizes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from feretlab.core.statistics import curves
from feretlab.core.statistics.curves import Family
from feretlab.core.statistics.goodness import (
    anderson_darling,
    normal_p_value,
    weibull_p_value,
)
from feretlab.core.statistics.sample import Floats, Sample

_NAN = float("nan")
QUANTILE_POINTS = 500
"""At most so many points of a Q-Q plot are kept."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A distribution fitted by maximum likelihood, and how well it fits.

    Parameters
    ----------
    family : str
        ``"normal"``, ``"lognormal"`` or ``"weibull"``.
    location : float
        Mean of the normal, median of the lognormal, scale of the Weibull
        distribution, in the unit of the sizes; NaN where it cannot be fitted.
    shape : float
        Standard deviation of the normal distribution in the unit of the sizes, of
        ln(size) of the lognormal one, or Weibull modulus.
    log_likelihood, aic : float
        Of the sizes; Akaike's criterion counts two parameters.
    anderson_darling : float
        Statistic A², of the fitted distribution.
    p_value : float
        Probability of an A² as large if the family is right and the particles are
        independent.
    sample_quantiles, fitted_quantiles : ndarray of float64
        Shape (Q,), Q <= 500: points of the Q-Q plot, in the unit of the sizes.
    """

    family: Family
    location: float = _NAN
    shape: float = _NAN
    log_likelihood: float = _NAN
    aic: float = _NAN
    anderson_darling: float = _NAN
    p_value: float = _NAN
    sample_quantiles: Floats = field(default_factory=lambda: np.zeros(0))
    fitted_quantiles: Floats = field(default_factory=lambda: np.zeros(0))

    def density(self, sizes: Floats) -> Floats:
        """Give the probability density at some sizes, per unit of size.

        Parameters
        ----------
        sizes : ndarray of float64
            Any shape.

        Returns
        -------
        ndarray of float64
            Same shape; 0 where the family has no such sizes.
        """
        return curves.density(self.family, sizes, self.location, self.shape)

    def cumulative(self, sizes: Floats) -> Floats:
        """Give the share of particles up to some sizes.

        Parameters
        ----------
        sizes : ndarray of float64
            Any shape.

        Returns
        -------
        ndarray of float64
            Same shape, 0 to 1.
        """
        return curves.cumulative(self.family, sizes, self.location, self.shape)

    def quantiles(self, shares: Floats) -> Floats:
        """Give the sizes below which some shares of the particles lie.

        Parameters
        ----------
        shares : ndarray of float64
            Any shape, 0 to 1.

        Returns
        -------
        ndarray of float64
            Same shape.
        """
        return curves.quantiles(self.family, shares, self.location, self.shape)


def fit_distributions(sample: Sample) -> tuple[Fit, ...]:
    """Fit all families, the best one (least AIC) first.

    Parameters
    ----------
    sample : Sample
        Sizes. A family gives NaN for fewer than three different ones; lognormal
        and Weibull also where a size is not positive.

    Returns
    -------
    tuple of Fit
        Three.
    """
    fits = [fit_family(sample, family) for family in _FITTERS]
    return tuple(sorted(fits, key=lambda fit: (np.isnan(fit.aic), fit.aic)))


def fit_family(sample: Sample, family: Family) -> Fit:
    """Fit one family.

    Parameters
    ----------
    sample : Sample
        Sizes.
    family : {"normal", "lognormal", "weibull"}
        Which.

    Returns
    -------
    Fit
        With NaN where `fit_distributions` gives it.
    """
    values = sample.values
    too_few = len(np.unique(values)) < 3 or sample.effective < 2
    if too_few or (family != "normal" and values[0] <= 0):
        return Fit(family=family)
    # A fit counts as many particles as were seen, whatever the weights sum to.
    weights = sample.weights * len(values) / sample.weights.sum()
    return _FITTERS[family](values, weights, sample.effective)


def _fit_normal(values: Floats, weights: Floats, effective: float) -> Fit:
    mean, sd, statistic = _gauss(values, weights, effective)
    likelihood = -len(values) * (np.log(sd) + 0.5 * np.log(2 * np.pi) + 0.5)
    fit = Fit(family="normal", location=mean, shape=sd)
    p_value = normal_p_value(statistic, effective)
    return _completed(fit, values, weights, likelihood, statistic, p_value)


def _fit_lognormal(values: Floats, weights: Floats, effective: float) -> Fit:
    logs = np.log(values)
    mean, sd, statistic = _gauss(logs, weights, effective)
    likelihood = -len(values) * (np.log(sd) + 0.5 * np.log(2 * np.pi) + 0.5)
    likelihood -= weights @ logs
    fit = Fit(family="lognormal", location=float(np.exp(mean)), shape=sd)
    p_value = normal_p_value(statistic, effective)
    return _completed(fit, values, weights, likelihood, statistic, p_value)


def _gauss(
    values: Floats, weights: Floats, effective: float
) -> tuple[float, float, float]:
    """Give mean, maximum-likelihood sd and A²; A² takes the sd with n - 1."""
    from scipy import special

    mean = np.average(values, weights=weights)
    sd = np.sqrt(np.average((values - mean) ** 2, weights=weights))
    unbiased = sd * np.sqrt(effective / (effective - 1))
    score = (values - mean) / unbiased
    statistic = anderson_darling(
        special.log_ndtr(score), special.log_ndtr(-score), weights, effective
    )
    return float(mean), float(sd), statistic


def _fit_weibull(values: Floats, weights: Floats, effective: float) -> Fit:
    shape, scale = _weibull_parameters(values, weights)
    logs = np.log(values / scale)
    power = np.exp(shape * logs)
    likelihood = weights @ (np.log(shape / scale) + (shape - 1) * logs - power)
    with np.errstate(divide="ignore"):
        log_cdf = np.log(-np.expm1(-power))
    statistic = anderson_darling(log_cdf, -power, weights, effective)
    fit = Fit(family="weibull", location=scale, shape=shape)
    p_value = weibull_p_value(statistic, effective)
    return _completed(fit, values, weights, likelihood, statistic, p_value)


def _weibull_parameters(values: Floats, weights: Floats) -> tuple[float, float]:
    """Solve the likelihood equation of the modulus, which has one root."""
    logs = np.log(values)
    logs -= logs[-1]  # powers of sizes relative to the largest cannot overflow
    mean_log = np.average(logs, weights=weights)

    def slope(log_shape: float) -> float:
        shape = np.exp(log_shape)
        powers = weights * np.exp(shape * logs)
        return float(powers @ logs / powers.sum() - 1 / shape - mean_log)

    low, high = -7.0, 14.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if slope(middle) > 0 else (middle, high)
    shape = float(np.exp((low + high) / 2))
    mean_power = np.average(np.exp(shape * logs), weights=weights)
    return shape, float(values[-1] * mean_power ** (1 / shape))


def _completed(
    fit: Fit,
    values: Floats,
    weights: Floats,
    log_likelihood: float,
    statistic: float,
    p_value: float,
) -> Fit:
    """Add the criteria and the Q-Q points, at the middle of each weight."""
    shares = (np.cumsum(weights) - weights / 2) / weights.sum()
    chosen = np.arange(len(values))
    if len(values) > QUANTILE_POINTS:
        chosen = np.linspace(0, len(values) - 1, QUANTILE_POINTS).round().astype(int)
    return Fit(
        family=fit.family,
        location=fit.location,
        shape=fit.shape,
        log_likelihood=float(log_likelihood),
        aic=float(4 - 2 * log_likelihood),
        anderson_darling=statistic,
        p_value=p_value,
        sample_quantiles=values[chosen],
        fitted_quantiles=fit.quantiles(shares[chosen]),
    )


_FITTERS: dict[Family, Callable[[Floats, Floats, float], Fit]] = {
    "normal": _fit_normal,
    "lognormal": _fit_lognormal,
    "weibull": _fit_weibull,
}
