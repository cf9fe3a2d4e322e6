"""How far persons, and repeats of one person, differ beside the automatic result."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.reliability import Reliability, reliability

Floats = npt.NDArray[np.float64]
_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """How one measurer differs from the mean of the others.

    Parameters
    ----------
    name : str
        Whose measurements.
    bias, sd : float
        Mean and standard deviation of the differences over particles.
    """

    name: str
    bias: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Spread of the persons who measured the same particles or the same sample.

    Parameters
    ----------
    targets : int
        Particles that all of them measured; 0 where only means are compared.
    operators : tuple of str
        The persons.
    within_sd : float
        Of repeats by one person (repeatability); NaN without repeats.
    between_sd : float
        Of persons beyond that; NaN for one person.
    total_sd : float
        Of single measurements by any person (reproducibility).
    automatic : Deviation
        The automatic result against the mean of all persons.
    each : tuple of Deviation
        Every person against the mean of the others; none for one person.
    agreement : Reliability
        Of the persons with each other.
    """

    targets: int
    operators: tuple[str, ...]
    within_sd: float
    between_sd: float
    total_sd: float
    automatic: Deviation
    each: tuple[Deviation, ...]
    agreement: Reliability


def spread_of(
    table: Floats, names: Sequence[str], automatic: Floats, *, single: bool = True
) -> Spread:
    """Compare several manual measurements of the same things.

    Parameters
    ----------
    table : ndarray of float64
        Shape (things, measurements), finite.
    names : sequence of str
        Who made each measurement; a name that comes again marks a repeat.
    automatic : ndarray of float64
        Shape (things,).
    single : bool
        Whether things are particles; false where they are means of samples.

    Returns
    -------
    Spread

    References
    ----------
    ISO 5725-2, Accuracy of measurement methods and results: repeatability and
    reproducibility.
    """
    operators = tuple(dict.fromkeys(names))
    columns = [np.flatnonzero([who == name for who in names]) for name in operators]
    means = np.stack([table[:, which].mean(axis=1) for which in columns], axis=1)
    within = _within(table, columns)
    between = _between(means, [len(which) for which in columns], within)
    known = [part for part in (within, between) if np.isfinite(part)]
    others = [np.delete(means, index, axis=1) for index in range(len(operators))]
    several = len(operators) > 1
    return Spread(
        targets=len(table) if single else 0,
        operators=operators,
        within_sd=float(np.sqrt(within)),
        between_sd=float(np.sqrt(between)),
        total_sd=float(np.sqrt(sum(known))) if known else _NAN,
        automatic=_deviation("automatic", automatic - means.mean(axis=1)),
        each=tuple(
            _deviation(name, means[:, index] - others[index].mean(axis=1))
            for index, name in enumerate(operators)
            if several
        ),
        agreement=reliability(means) if several else Reliability(),
    )


def _within(table: Floats, columns: Sequence[npt.NDArray[np.intp]]) -> float:
    """Give the variance of repeats, pooled over persons and things."""
    repeated = [table[:, which] for which in columns if len(which) > 1]
    freedom = sum(part.size - len(part) for part in repeated)
    if not freedom:
        return _NAN
    squares = sum(
        float(((part - part.mean(axis=1, keepdims=True)) ** 2).sum())
        for part in repeated
    )
    return squares / freedom


def _between(means: Floats, repeats: Sequence[int], within: float) -> float:
    """Give the variance of persons that their repeats do not explain."""
    if len(repeats) < 2:
        return _NAN
    found = float(means.var(axis=1, ddof=1).mean())
    noise = within * float(np.mean([1 / count for count in repeats]))
    return max(0.0, found - noise) if np.isfinite(noise) else found


def _deviation(name: str, difference: Floats) -> Deviation:
    sd = float(difference.std(ddof=1)) if len(difference) > 1 else _NAN
    return Deviation(name=name, bias=float(difference.mean()), sd=sd)
