"""What a lognormal sample says beyond its largest particle.

A third power rests on the few largest particles: resamples of twenty never show a
larger one, and their D90 by volume lies far below the true one. Where a sample may
well be lognormal, its tail follows from the mean and the scatter of the logarithms,
which all particles determine; on this rests ISO 13322-1, too.
"""

import numpy as np

from feretlab.core.statistics.fits import fit_family
from feretlab.core.statistics.sample import Floats, Sample

LEAST_P = 0.05
"""Below this Anderson-Darling p-value a sample is not taken as lognormal."""

_TENTHS = np.array([0.1, 0.5, 0.9])


def may_be_lognormal(sample: Sample) -> bool:
    """Tell whether sizes do not contradict a lognormal distribution.

    Parameters
    ----------
    sample : Sample
        Any number of particles.

    Returns
    -------
    bool
        Not for sizes or volumes that are not all positive, nor for fewer than
        three different ones.
    """
    if not sample.values.size or sample.volume.min() <= 0:
        return False
    # NaN, where nothing was fitted, compares false.
    return fit_family(sample, "lognormal").p_value >= LEAST_P


class LognormalTable:
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

        References
        ----------
        T. Hatch and S. P. Choate, Statistical description of the size properties of
        non-uniform particulate substances, J. Franklin Inst. 207 (1929) 369-387. By
        volume the logarithms have the same variance, and their mean lies higher by
        their covariance with ln(volume), which is 3 s² for spheres.
        """
        from scipy import special

        with np.errstate(invalid="ignore", divide="ignore"):
            total, first, second, volume, mixed, squares = (counts @ self.columns).T
            effective = total**2 / squares
            unbiased = effective / (effective - 1)
            centre = first / total
            variance = np.maximum(second / total - centre**2, 0) * unbiased
            shift = (mixed / total - centre * volume / total) * unbiased
            sd = np.sqrt(variance)
            log_median = self.centre + centre + shift
            tenths = log_median[:, None] + sd[:, None] * special.ndtri(_TENTHS)
            d10, d50, d90 = np.exp(tenths).T
            mean = np.exp(log_median + variance / 2)
            spread = mean * np.sqrt(np.expm1(variance))
            mode, span = np.exp(log_median - variance), (d90 - d10) / d50
        return np.stack((mean, spread, d10, d50, d90, mode, span), axis=1)
