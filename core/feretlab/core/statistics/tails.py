"""What a sample of a known distribution says beyond its largest particle.

A third power rests on the few largest particles: resamples of twenty never show a
larger one, and their D90 by volume lies far below the true one. Where a sample may
well be lognormal, its tail follows from the mean and the scatter of the logarithms,
which all particles determine; on this rests ISO 13322-1, too. The same holds for a
Weibull distribution.
"""

import numpy as np

from feretlab.core.statistics.fits import fit_family
from feretlab.core.statistics.sample import Floats, Sample

LEAST_P = 0.05
"""Below this Anderson-Darling p-value a sample is not taken as of a distribution."""

_EULER = 0.5772156649015329
_TENTHS = np.array([0.1, 0.5, 0.9])


def tail_of(sample: Sample) -> "type[LogTable] | None":
    """Give the first distribution that sizes do not contradict.

    Parameters
    ----------
    sample : Sample
        Any number of particles.

    Returns
    -------
    type of LogTable, or None
        None for sizes or volumes that are not all positive, and for fewer than
        three different ones.
    """
    if not sample.values.size or sample.volume.min() <= 0:
        return None
    # NaN, where nothing was fitted, compares false.
    if fit_family(sample, "lognormal").p_value >= LEAST_P:
        return LognormalTable
    if fit_family(sample, "weibull").p_value >= LEAST_P:
        return WeibullTable
    return None


class LogTable:
    """Sums of logarithms, prepared for many resamples.

    Parameters
    ----------
    sample : Sample
        Positive sizes and volumes.
    by_volume : bool
        Whether the statistics are those by volume.
    """

    def __init__(self, sample: Sample, *, by_volume: bool) -> None:
        weights, logs = sample.weights, np.log(sample.values)
        volume = np.log(sample.volume / weights) if by_volume else np.zeros_like(logs)
        self.centre = float(logs.mean())
        off, volume = logs - self.centre, volume - volume.mean()
        products = (np.ones_like(off), off, off**2, volume, off * volume, weights)
        self.columns = weights[:, None] * np.stack(products, axis=1)

    def statistics(self, counts: Floats) -> Floats:
        """Give the statistics of each row of counts, by the fitted distribution.

        Parameters
        ----------
        counts : ndarray of float64
            Shape (B, N): how often each particle occurs.

        Returns
        -------
        ndarray of float64
            Shape (B, 7), in the order of `feretlab.core.statistics.summary.Summary`;
            NaN for a single particle.
        """
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            total, first, second, volume, mixed, squares = (counts @ self.columns).T
            effective = total**2 / squares
            unbiased = effective / (effective - 1)
            centre = first / total
            variance = np.maximum(second / total - centre**2, 0) * unbiased
            shift = (mixed / total - centre * volume / total) * unbiased
            found = self._of_logs(self.centre + centre, variance, shift)
        return np.stack(found, axis=1)

    def _of_logs(self, mean: Floats, variance: Floats, shift: Floats) -> list[Floats]:
        """Statistics by moments of ln(size), and its covariance with ln(volume)."""
        raise NotImplementedError


class LognormalTable(LogTable):
    """Statistics of the lognormal distribution through a sample.

    References
    ----------
    T. Hatch and S. P. Choate, Statistical description of the size properties of
    non-uniform particulate substances, J. Franklin Inst. 207 (1929) 369-387. By
    volume the logarithms have the same variance, and their mean lies higher by
    their covariance with ln(volume), which is 3 s² for spheres.
    """

    def _of_logs(self, mean: Floats, variance: Floats, shift: Floats) -> list[Floats]:
        from scipy import special

        sd, log_median = np.sqrt(variance), mean + shift
        tenths = log_median[:, None] + sd[:, None] * special.ndtri(_TENTHS)
        d10, d50, d90 = np.exp(tenths).T
        size = np.exp(log_median + variance / 2)
        spread = size * np.sqrt(np.expm1(variance))
        return [
            size, spread, d10, d50, d90, np.exp(log_median - variance),
            (d90 - d10) / d50,
        ]  # fmt: skip


class WeibullTable(LogTable):
    """Statistics of the Weibull distribution through a sample.

    With a volume that goes by the power p of the size, (size / scale)^modulus is
    gamma distributed by volume, with the shape 1 + p / modulus.

    References
    ----------
    M. V. Menon, Estimation of the shape and scale parameters of the Weibull
    distribution, Technometrics 5 (1963) 175-182: modulus and scale by the moments
    of the logarithms.
    """

    def _of_logs(self, mean: Floats, variance: Floats, shift: Floats) -> list[Floats]:
        from scipy import special

        modulus = np.pi / np.sqrt(6 * variance)
        scale = np.exp(mean + _EULER / modulus)
        power = shift / variance
        shape = 1 + power / modulus

        def moment(order: int) -> Floats:
            gammas = special.gammaln(shape + order / modulus) - special.gammaln(shape)
            return np.asarray(scale**order * np.exp(gammas))

        size = moment(1)
        spread = np.sqrt(np.maximum(moment(2) - size**2, 0))
        d10, d50, d90 = (
            scale * special.gammaincinv(shape, tenth) ** (1 / modulus)
            for tenth in _TENTHS
        )
        peak = np.maximum(1 + (power - 1) / modulus, 0) ** (1 / modulus)
        return [size, spread, d10, d50, d90, scale * peak, (d90 - d10) / d50]
