"""How far two measurements of the same particles agree."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.statistics.summary import Estimate

Floats = npt.NDArray[np.float64]
UNKNOWN = Estimate()
_NAN = float("nan")
_MOST_EXACT = 50
"""Pairs up to which the signed ranks get their exact p-value."""
_EQUAL = 1e-12
"""Share of the sizes up to which differences of differences are rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Differences second minus first, as Bland and Altman describe them.

    Parameters
    ----------
    count : int
        Number of pairs.
    images : int
        Images that were resampled for the intervals; 1 where these are Student's.
    bias : Estimate
        Mean difference.
    sd : float
        Standard deviation of the differences.
    lower, upper : Estimate
        Limits between which 95 % of the differences lie, if they are normal.
    trend : Estimate
        Slope of the differences over the means; 0 where the bias does not
        depend on the size.
    t_p_value, wilcoxon_p_value : float
        Of the hypothesis that there is no difference: paired t-test (NaN where
        all pairs differ by the same, which tells no spread to test by) and
        Wilcoxon's signed ranks.
    concordance : Estimate
        Lin's concordance correlation coefficient.
    """

    count: int
    images: int = 1
    bias: Estimate = UNKNOWN
    sd: float = _NAN
    lower: Estimate = UNKNOWN
    upper: Estimate = UNKNOWN
    trend: Estimate = UNKNOWN
    t_p_value: float = _NAN
    wilcoxon_p_value: float = _NAN
    concordance: Estimate = UNKNOWN


def agreement(first: Floats, second: Floats, confidence: float = 0.95) -> Agreement:
    """Describe the differences of paired measurements.

    Parameters
    ----------
    first, second : ndarray of float64
        Shape (N,), finite, of the same particles.
    confidence : float
        Level of the intervals; the limits of agreement are always those of 95 %.

    Returns
    -------
    Agreement
        NaN for what so few pairs do not tell.

    References
    ----------
    J. M. Bland, D. G. Altman, Statistical methods for assessing agreement between
    two methods of clinical measurement, Lancet 327 (1986) 307-310; Measuring
    agreement in method comparison studies, Stat. Methods Med. Res. 8 (1999)
    135-160 (section 2.4, intervals of the limits).
    """
    count, difference = len(first), second - first
    if count < 2:
        only = float(difference[0]) if count else _NAN
        return Agreement(count=count, bias=Estimate(value=only))
    bias, sd = float(difference.mean()), float(difference.std(ddof=1))
    student = _student(count - 1, confidence)
    reach = _student(np.inf, 0.95)
    error = sd * np.sqrt(1 / count + reach**2 / (2 * (count - 1)))
    is_constant = np.ptp(difference) <= _EQUAL * np.abs(second).max()
    return Agreement(
        count=count,
        bias=_around(bias, student * sd / np.sqrt(count)),
        sd=sd,
        lower=_around(bias - reach * sd, student * error),
        upper=_around(bias + reach * sd, student * error),
        trend=_trend((first + second) / 2, difference, confidence),
        t_p_value=_NAN if is_constant and bias else _t_p_value(bias, sd, count),
        wilcoxon_p_value=_wilcoxon_p_value(difference),
        concordance=concordance(first, second, confidence),
    )


def concordance(first: Floats, second: Floats, confidence: float = 0.95) -> Estimate:
    """Give Lin's concordance correlation coefficient.

    Parameters
    ----------
    first, second : ndarray of float64
        Shape (N,), finite.
    confidence : float
        Level of the interval, by Fisher's z.

    Returns
    -------
    Estimate
        1 where all pairs are equal; NaN where nothing varies.

    References
    ----------
    L. I.-K. Lin, A concordance correlation coefficient to evaluate
    reproducibility, Biometrics 45 (1989) 255-268, with the correction of 2000.
    """
    count = len(first)
    if count < 2:
        return Estimate()
    one, other = first - first.mean(), second - second.mean()
    spreads, shared = (one @ one / count, other @ other / count), one @ other / count
    shift = float(first.mean() - second.mean())
    total = spreads[0] + spreads[1] + shift**2
    if total == 0:
        return Estimate()
    value = float(2 * shared / total)
    scale = float(np.sqrt(spreads[0] * spreads[1]))
    if count < 4 or scale == 0 or abs(value) >= 1 or shared == 0:
        return Estimate(value=value)
    pearson, offset = float(shared / scale), shift**2 / scale
    variance = (1 - pearson**2) * value**2 / ((1 - value**2) * pearson**2)
    variance += 2 * value**3 * (1 - value) * offset / (pearson * (1 - value**2) ** 2)
    variance -= value**4 * offset**2 / (2 * pearson**2 * (1 - value**2) ** 2)
    reach = _student(np.inf, confidence) * np.sqrt(max(variance, 0) / (count - 2))
    low, high = np.tanh(np.arctanh(value) + np.array([-reach, reach]))
    return Estimate(value=value, low=float(low), high=float(high))


def _trend(middle: Floats, difference: Floats, confidence: float) -> Estimate:
    count, off = len(middle), middle - middle.mean()
    squares = float(off @ off)
    if count < 3 or squares == 0:
        return Estimate()
    slope = float(off @ difference / squares)
    rest = difference - difference.mean() - slope * off
    error = np.sqrt(float(rest @ rest) / (count - 2) / squares)
    return _around(slope, _student(count - 2, confidence) * error)


def _t_p_value(bias: float, sd: float, count: int) -> float:
    from scipy import special

    if bias == 0:
        return 1.0
    return float(2 * special.stdtr(count - 1, -abs(bias) * np.sqrt(count) / sd))


def _wilcoxon_p_value(difference: Floats) -> float:
    """Give the p-value of signed ranks, exact for few pairs, ties included.

    Zeros are ranked (Pratt), because measurements in pixels often tie.
    """
    from scipy import stats

    if not difference.any():
        return 1.0
    if len(difference) > _MOST_EXACT:
        found = stats.wilcoxon(difference, zero_method="pratt", method="approx")
        return float(found.pvalue)
    # Twice, since ties have half ranks.
    ranks = np.rint(2 * stats.rankdata(np.abs(difference))).astype(np.int64)
    chances = np.ones(1)  # of each sum of the positive ranks
    for rank in ranks[difference != 0]:
        fewer = np.pad(chances, (0, rank))
        chances = (fewer + np.roll(fewer, rank)) / 2
    found_sum = ranks[difference > 0].sum()
    tails = chances[: found_sum + 1].sum(), chances[found_sum:].sum()
    return float(min(1.0, 2 * min(tails)))


def _around(value: float, reach: float) -> Estimate:
    return Estimate(
        value=float(value), low=float(value - reach), high=float(value + reach)
    )


def _student(freedom: float, confidence: float) -> float:
    from scipy import special

    share = (1 + confidence) / 2
    if np.isinf(freedom):
        return float(special.ndtri(share))
    return float(special.stdtrit(freedom, share))
