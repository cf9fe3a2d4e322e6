"""How alike several measurements of the same particles are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.statistics.summary import Estimate

Floats = npt.NDArray[np.float64]
UNKNOWN = Estimate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Intraclass correlations of single measurements.

    Parameters
    ----------
    agreement : Estimate
        ICC(2,1): whether measurers give the same values; biases count.
    consistency : Estimate
        ICC(3,1): whether they give the same values up to a bias each.
    """

    agreement: Estimate = UNKNOWN
    consistency: Estimate = UNKNOWN


def reliability(table: Floats, confidence: float = 0.95) -> Reliability:
    """Give the intraclass correlations of a complete table.

    Parameters
    ----------
    table : ndarray of float64
        Shape (particles, measurers), finite.
    confidence : float
        Level of the intervals.

    Returns
    -------
    Reliability
        NaN below two particles or two measurers, or where nothing varies.

    References
    ----------
    P. E. Shrout, J. L. Fleiss, Intraclass correlations: uses in assessing rater
    reliability, Psychol. Bull. 86 (1979) 420-428. K. O. McGraw, S. P. Wong, Forming
    inferences about some intraclass correlation coefficients, Psychol. Methods 1
    (1996) 30-46.
    """
    if table.ndim != 2 or not np.isfinite(table).all():
        message = (
            f"Intraclass correlation: found shape {table.shape} or values that are not "
            "finite, expected one number for each particle and measurer."
        )
        raise InputError(message)
    rows, columns = table.shape
    if rows < 2 or columns < 2 or np.ptp(table) == 0:
        return Reliability()
    between, measurers, rest = _mean_squares(table)
    agreement, consistency = correlations(table)
    if rest <= 0:
        return Reliability(
            agreement=Estimate(value=agreement), consistency=Estimate(value=consistency)
        )
    low, high = _consistency_ends(between / rest, rows, columns, confidence)
    return Reliability(
        agreement=_agreement_interval(
            agreement, (between, measurers, rest), (rows, columns), confidence
        ),
        consistency=Estimate(value=consistency, low=low, high=high),
    )


def correlations(table: Floats) -> tuple[float, float]:
    """Give both intraclass correlations without their intervals.

    Parameters
    ----------
    table : ndarray of float64
        Shape (particles, measurers), at least 2 x 2.

    Returns
    -------
    agreement, consistency : float
        ICC(2,1) and ICC(3,1); NaN where nothing varies.
    """
    rows, columns = table.shape
    between, measurers, rest = _mean_squares(table)
    single = between + (columns - 1) * rest
    biased = single + columns * (measurers - rest) / rows
    return (
        (between - rest) / biased if biased > 0 else float("nan"),
        (between - rest) / single if single > 0 else float("nan"),
    )


def _mean_squares(table: Floats) -> tuple[float, float, float]:
    """Give the mean squares of particles, of measurers, and of what remains."""
    rows, columns = table.shape
    values = table - table.mean()
    by_row, by_column = values.mean(axis=1), values.mean(axis=0)
    rest = values - by_row[:, None] - by_column
    return (
        float(columns * (by_row @ by_row) / (rows - 1)),
        float(rows * (by_column @ by_column) / (columns - 1)),
        float((rest**2).sum() / ((rows - 1) * (columns - 1))),
    )


def _consistency_ends(
    ratio: float, rows: int, columns: int, confidence: float
) -> tuple[float, float]:
    from scipy import special

    tail = (1 + confidence) / 2
    one, other = rows - 1, (rows - 1) * (columns - 1)
    low = float(ratio / special.fdtri(one, other, tail))
    high = float(ratio * special.fdtri(other, one, tail))
    return (low - 1) / (low + columns - 1), (high - 1) / (high + columns - 1)


def _agreement_interval(
    value: float,
    squares: tuple[float, float, float],
    shape: tuple[int, int],
    confidence: float,
) -> Estimate:
    from scipy import special

    (between, measurers, rest), (rows, columns) = squares, shape
    if value >= 1:
        return Estimate(value=value)
    # Satterthwaite's degrees of freedom of the mixed mean square.
    weight = columns * value / (rows * (1 - value))
    offset = 1 + columns * value * (rows - 1) / (rows * (1 - value))
    mixed = weight * measurers + offset * rest
    freedom = mixed**2 / (
        (weight * measurers) ** 2 / (columns - 1)
        + (offset * rest) ** 2 / ((rows - 1) * (columns - 1))
    )
    tail = (1 + confidence) / 2
    upper = special.fdtri(rows - 1, freedom, tail)
    lower = special.fdtri(freedom, rows - 1, tail)
    noise = columns * measurers + (columns * rows - columns - rows) * rest
    low = rows * (between - upper * rest) / (upper * noise + rows * between)
    high = rows * (lower * between - rest) / (noise + rows * lower * between)
    return Estimate(value=value, low=float(low), high=float(high))
