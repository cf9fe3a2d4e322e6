"""Straight lines through pairs of measurements that both have errors."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.statistics.summary import Estimate

Floats = npt.NDArray[np.float64]
UNKNOWN = Estimate()

MAX_PAIRS = 4000
"""Passing and Bablok's slopes are n² / 2; beyond this, evenly spread pairs do."""
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """second = intercept + slope * first.

    Parameters
    ----------
    name : str
        Whose method.
    slope, intercept : Estimate
        NaN where the pairs tell no line.
    """

    name: str
    slope: Estimate = UNKNOWN
    intercept: Estimate = UNKNOWN


def passing_bablok(first: Floats, second: Floats, confidence: float = 0.95) -> Line:
    """Fit the line of Passing and Bablok, which outliers hardly move.

    Parameters
    ----------
    first, second : ndarray of float64
        Shape (N,), finite.
    confidence : float
        Level of the intervals.

    Returns
    -------
    Line

    References
    ----------
    H. Passing, W. Bablok, A new biometrical procedure for testing the equality of
    measurements from two different analytical methods, J. Clin. Chem. Clin.
    Biochem. 21 (1983) 709-720.
    """
    from scipy import special

    name = "Passing-Bablok"
    if len(first) > MAX_PAIRS:
        order = np.argsort(first, kind="stable")
        kept = order[np.linspace(0, len(order) - 1, MAX_PAIRS).round().astype(int)]
        first, second = first[kept], second[kept]
    count = len(first)
    slopes = _slopes(first, second)
    if count < 3 or not len(slopes):
        return Line(name=name)
    # Slopes below -1 belong to the other side: the shift makes both methods equal.
    shift = int((slopes < -1).sum())
    slope = _middle(slopes, shift)
    if not np.isfinite(slope):
        return Line(name=name)
    spread = np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    reach = special.ndtri((1 + confidence) / 2) * spread
    low = round((len(slopes) - reach) / 2)
    high = len(slopes) - low + 1
    ends = (low + shift - 1, high + shift - 1)
    if ends[0] < 0 or ends[1] >= len(slopes):
        steepest = (float("nan"), float("nan"))
    else:
        steepest = (float(slopes[ends[0]]), float(slopes[ends[1]]))
    with np.errstate(invalid="ignore"):
        heights = [float(np.median(second - b * first)) for b in (slope, *steepest)]
    return Line(
        name=name,
        slope=Estimate(value=slope, low=steepest[0], high=steepest[1]),
        intercept=Estimate(value=heights[0], low=heights[2], high=heights[1]),
    )


def deming(
    first: Floats, second: Floats, ratio: float = 1.0, confidence: float = 0.95
) -> Line:
    """Fit Deming's line, the least squares of errors in both measurements.

    Parameters
    ----------
    first, second : ndarray of float64
        Shape (N,), finite.
    ratio : float
        Variance of the errors of `second` over that of `first`; 1 is the
        orthogonal line.
    confidence : float
        Level of the intervals, by the jackknife.

    Returns
    -------
    Line

    References
    ----------
    K. Linnet, Evaluation of regression procedures for methods comparison studies,
    Clin. Chem. 39 (1993) 424-432.
    """
    name, count = "Deming", len(first)
    if count < 3 or np.ptp(first) == 0:
        return Line(name=name)
    center = first.mean(), second.mean()
    x, y = first - center[0], second - center[1]
    whole = _deming(count, x.sum(), y.sum(), x @ x, y @ y, x @ y, ratio)
    # Leaving one pair out of each sum at a time.
    parts = _deming(
        count - 1,
        x.sum() - x,
        y.sum() - y,
        x @ x - x**2,
        y @ y - y**2,
        x @ y - x * y,
        ratio,
    )
    heights = [
        center[1] + height - slope * center[0] for slope, height in (whole, parts)
    ]
    return Line(
        name=name,
        slope=_jackknifed(whole[0], parts[0], confidence),
        intercept=_jackknifed(heights[0], heights[1], confidence),
    )


def _jackknifed(whole: Floats, parts: Floats, confidence: float) -> Estimate:
    """Give a value with the interval that leaving out one pair at a time tells."""
    from scipy import special

    count, value = len(parts), float(whole)
    pseudo = count * value - (count - 1) * parts
    student = special.stdtrit(count - 2, (1 + confidence) / 2)
    reach = float(student * pseudo.std(ddof=1) / np.sqrt(count))
    return Estimate(value=value, low=value - reach, high=value + reach)


def _slopes(first: Floats, second: Floats) -> Floats:
    """Give the slopes of all pairs of points, ascending, without 0/0 and -1."""
    rows, columns = np.triu_indices(len(first), 1)
    across, up = first[columns] - first[rows], second[columns] - second[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = up / across
    # A vertical step is an infinite slope; its sign is that of the step.
    kept = ~((across == 0) & (up == 0)) & (slopes != -1)
    return np.sort(slopes[kept])


def _middle(slopes: Floats, shift: int) -> float:
    half = len(slopes) // 2
    if len(slopes) % 2:
        return float(slopes[min(half + shift, len(slopes) - 1)])
    pair = slopes[[half - 1 + shift, min(half + shift, len(slopes) - 1)]]
    return float(pair.mean())


def _deming(
    count: int, x: Floats, y: Floats, xx: Floats, yy: Floats, xy: Floats, ratio: float
) -> tuple[Floats, Floats]:
    """Give slope and intercept from sums, of one sample or of many."""
    xx, yy, xy = xx - x * x / count, yy - y * y / count, xy - x * y / count
    # What rounding leaves of points above each other is no covariance.
    xy = np.where(np.abs(xy) > _ROUNDING * (xx.max() * yy.max()) ** 0.5, xy, 0.0)
    tilt = yy - ratio * xx
    root = np.sqrt(tilt**2 + 4 * ratio * xy**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Both are the same; each cancels where the other does not.
        slope = np.where(
            tilt < 0, 2 * ratio * xy / (root - tilt), (tilt + root) / (2 * xy)
        )
    slope = np.where(np.isfinite(slope), slope, np.nan)
    return slope, (y - slope * x) / count
