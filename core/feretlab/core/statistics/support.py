"""How many particles decide the statistics by volume.

Resamples hold no particle that was not seen. Where few particles hold most of the
volume, or where nothing says how the largest go on, the true D90 by volume often
lies above every resample.
"""

from dataclasses import dataclass
from math import isnan

import numpy as np

from feretlab.core.statistics.sample import Floats, Sample, effective_count
from feretlab.core.statistics.tails import tail_of

ENOUGH_EFFECTIVE = 100
"""Particles of equal volume that would tell as much, from which there are enough."""

ENOUGH_OF_KNOWN_FORM = 300
"""Particles from which a distribution that they do not contradict is believed."""

# Third powers have no finite variance up to 6; estimated by a few tens of particles,
# 4.5 is seldom above this.
_LEAST_TAIL_INDEX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeSupport:
    """What the statistics by volume rest on.

    Parameters
    ----------
    effective : float
        Kish's effective number of particles by volume, (sum v)² / sum v²: so many
        of equal volume would tell as much.
    largest_share : float
        Share of the volume in the largest particle, 0 to 1.
    is_enough : bool
        Whether intervals by volume can be trusted.
    """

    effective: float = float("nan")
    largest_share: float = float("nan")
    is_enough: bool = False

    @property
    def verdict(self) -> str:
        """The same for a table; empty without particles."""
        if isnan(self.effective):
            return ""
        return "can be trusted" if self.is_enough else "may be too narrow"


def volume_support(sample: Sample) -> VolumeSupport:
    """Tell what the statistics by volume of a sample rest on.

    Parameters
    ----------
    sample : Sample
        Any number of particles; of none the numbers are NaN.

    Returns
    -------
    VolumeSupport

    References
    ----------
    L. Kish, Survey Sampling, Wiley, 1965, section 11.7. Of 2730 drawn samples of 20
    to 1000 particles of 13 distributions (lognormal, Weibull, gamma, normal, Pareto,
    mixtures of two) 1134 had enough: the D90 by volume lay in its interval of 95 %
    in 0.955 of them, and in 0.81 of the others.
    """
    effective = effective_count(sample.volume)
    if not effective > 0:
        return VolumeSupport()
    is_known = (
        len(sample.values) >= ENOUGH_OF_KNOWN_FORM and tail_of(sample) is not None
    )
    has_end = _tail_index(sample.values) > _LEAST_TAIL_INDEX
    return VolumeSupport(
        effective=effective,
        largest_share=float(sample.volume.max() / sample.volume.sum()),
        is_enough=is_known or (effective >= ENOUGH_EFFECTIVE and has_end),
    )


def _tail_index(values: Floats) -> float:
    """Hill's index of the largest sizes; the smaller, the heavier is the tail.

    References
    ----------
    B. M. Hill, A simple general approach to inference about the tail of a
    distribution, Annals of Statistics 3 (1975) 1163-1174.
    """
    largest = values[-max(int(np.sqrt(len(values))), 2) :]
    if len(largest) < 2 or largest[0] <= 0:
        return float("nan")
    excess = float(np.log(largest[1:] / largest[0]).mean())
    return 1 / excess if excess > 0 else float("inf")
