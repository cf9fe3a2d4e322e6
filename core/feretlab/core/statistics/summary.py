"""Mean, spread, quantiles and mode of a sample, with bootstrap intervals."""

from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from feretlab.core.statistics.bootstrap import (
    counts_without_each,
    interval,
    resampled_counts,
    widened,
)
from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import Floats, Sample, effective_count
from feretlab.core.statistics.tails import LogTable, tail_of

Indices = npt.NDArray[np.intp]
Weighting = Literal["number", "volume"]
DEFAULTS = StatisticsParameters()
FEW_PARTICLES = 200
"""Below this number resamples alone hold D10 and D90 by number too seldom."""
_BINS = 4096
_NAN = float("nan")
_TENTHS = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its confidence interval, NaN where there is none.

    Parameters
    ----------
    value, low, high : float
        In the unit of the sample.
    """

    value: float = _NAN
    low: float = _NAN
    high: float = _NAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Statistics of one weighting of a sample.

    Parameters
    ----------
    mean : Estimate
        Weighted mean; of volumes, with equivalent diameters, D[4,3].
    sd : Estimate
        Standard deviation, with n - 1 for numbers, without for volumes.
    d10, d50, d90 : Estimate
        Sizes below which 10, 50 and 90 % of the number or volume lie, linear
        between particles, as `weighted_quantiles` gives them.
    mode : Estimate
        Peak of a Gaussian kernel density with Silverman's bandwidth.
    span : Estimate
        (D90 - D10) / D50, without unit.
    """

    mean: Estimate = Estimate()
    sd: Estimate = Estimate()
    d10: Estimate = Estimate()
    d50: Estimate = Estimate()
    d90: Estimate = Estimate()
    mode: Estimate = Estimate()
    span: Estimate = Estimate()

    @property
    def median(self) -> Estimate:
        """The same as `d50`."""
        return self.d50


STATISTICS = tuple(field.name for field in fields(Summary))


def summarize(
    sample: Sample, parameters: StatisticsParameters = DEFAULTS
) -> dict[Weighting, Summary]:
    """Describe a sample, weighted by number and by volume (ISO 9276-2).

    Intervals are those of resamples. What the few largest particles decide, which
    is all by volume and the sd by number, and of fewer than `FEW_PARTICLES` D10 and
    D90 by number, has an interval no narrower than that of a lognormal distribution,
    where the sizes do not contradict one, or else of a Weibull distribution.

    Parameters
    ----------
    sample : Sample
        Any number of particles; of none every value is NaN, of one or of equal
        ones the spread is NaN or 0.
    parameters : StatisticsParameters
        Resamples, confidence level and seed.

    Returns
    -------
    dict of str to Summary
        By ``"number"`` and ``"volume"``.
    """
    if not sample.values.size:
        return {"number": Summary(), "volume": Summary()}
    tables: list[_Table | LogTable] = [
        _Table(sample, sample.weights, "number"),
        _Table(sample, sample.volume, "volume"),
    ]
    tail = tail_of(sample)
    if tail is not None:
        tables += [tail(sample, by_volume=which) for which in (False, True)]
    number, volume, *tails = _estimates(sample, tables, parameters)
    if tails:
        rests = ("sd", "d10", "d90") if len(sample.values) < FEW_PARTICLES else ("sd",)
        number |= {name: _joined(number[name], tails[0][name]) for name in rests}
        volume = {name: _joined(volume[name], tails[1][name]) for name in STATISTICS}
    return {"number": Summary(**number), "volume": Summary(**volume)}


def _estimates(
    sample: Sample,
    tables: list["_Table | LogTable"],
    parameters: StatisticsParameters,
) -> list[dict[str, Estimate]]:
    """Give the statistics of each table with intervals from the same resamples."""
    draws: list[list[Floats]] = [[] for _ in tables]
    if len(sample.values) > 1:
        for counts in resampled_counts(sample, parameters.resamples, parameters.seed):
            for drawn, table in zip(draws, tables, strict=True):
                drawn.append(table.statistics(counts))
    units = sample.images if sample.images > 1 else len(sample.values)
    once = np.ones((1, len(sample.values)))
    fewer = counts_without_each(sample)
    signed = bool(sample.values.min() < 0)
    found = []
    for drawn, table in zip(draws, tables, strict=True):
        none = np.empty((0, len(STATISTICS)))
        resampled = np.concatenate([none, *drawn]).T
        others = table.statistics(fewer).T if len(fewer) else none.T
        estimates = {}
        for index, value in enumerate(table.statistics(once)[0].tolist()):
            name = STATISTICS[index]
            low, high = interval(resampled[index], parameters.confidence, units)
            least = -np.inf if signed and name != "sd" else 0.0
            low, high = widened(
                low, high, value, others[index], parameters.confidence, least=least
            )
            estimates[name] = Estimate(value=value, low=low, high=high)
        found.append(estimates)
    return found


def _joined(own: Estimate, tail: Estimate) -> Estimate:
    """Widen the interval of an estimate to hold another one's."""
    low, high = np.fmin(own.low, tail.low), np.fmax(own.high, tail.high)
    return replace(own, low=float(low), high=float(high))


class _Grid:
    """Bins in which the kernel density is counted, narrow against the kernel."""

    def __init__(self, values: Floats, weights: Floats, key: Weighting) -> None:
        self.width = _silverman(values, weights, key)
        low, high = values[0], values[-1]
        # The peak of a flat tail is not worth bins that blur the peak.
        if self.width > 0:
            centre = weighted_quantiles(values, weights[None], (0.5,), key)[0, 0]
            reach = self.width * _BINS / 16
            low, high = max(low, centre - reach), min(high, centre + reach)
        wanted = (high - low) / self.width * 8 if self.width > 0 else 1
        bins = int(np.clip(np.ceil(wanted), 1, _BINS))
        self.step = (high - low) / bins
        self.low = low
        self.edges = np.searchsorted(values, low + self.step * np.arange(bins + 1))
        self.edges[-1] = np.searchsorted(values, high, side="right")

    def mode(self, running: Floats) -> Floats:
        """Give the peak by the running sums of weights, (B, N + 1) to (B,)."""
        from scipy import ndimage

        if not self.step > 0:
            return np.full(len(running), self.low)
        heights = np.diff(running[:, self.edges], axis=1)
        pad = int(np.ceil(self.width / self.step)) + 1
        heights = np.pad(heights, ((0, 0), (pad, pad)))
        smooth = ndimage.gaussian_filter1d(
            heights, self.width / self.step, axis=1, mode="constant"
        )
        rows = np.arange(len(smooth))
        peak = np.clip(smooth.argmax(axis=1), 1, smooth.shape[1] - 2)
        left, top, right = (smooth[rows, peak + shift] for shift in (-1, 0, 1))
        bend = left - 2 * top + right
        shift = np.divide(left - right, 2 * bend, np.zeros_like(bend), where=bend < 0)
        return np.asarray(self.low + (peak - pad + 0.5 + shift) * self.step)


class _Table:
    """What is summed over particles, prepared for many resamples."""

    def __init__(self, sample: Sample, weights: Floats, key: Weighting) -> None:
        self.values, self.weights, self.key = sample.values, weights, key
        self.grid = _Grid(sample.values, weights, key)
        self.centre = float(self.values.mean())
        off = self.values - self.centre
        self.columns = np.stack(
            (weights, weights * off, weights * off**2, weights**2), axis=1
        )

    def statistics(self, counts: Floats) -> Floats:
        """Give `STATISTICS` of each row of counts, (B, N) to (B, 7)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            total, first, second, squares = (counts @ self.columns).T
            spread = second / total - (first / total) ** 2
            if self.key == "number":
                effective = total**2 / squares
                spread = spread * effective / (effective - 1)
            sd = np.sqrt(np.maximum(spread, 0))
            running = _running(counts * self.weights)
            d10, d50, d90 = _quantiles(
                self.values, self.weights, running, _TENTHS, self.key
            ).T
            mode, span = self.grid.mode(running), (d90 - d10) / d50
            mean = first / total + self.centre
        return np.stack((mean, sd, d10, d50, d90, mode, span), axis=1)


def weighted_quantiles(
    values: Floats,
    weights: Floats,
    levels: tuple[float, ...],
    weighting: Weighting = "number",
) -> Floats:
    """Give quantiles of sorted values, one row per row of weights.

    Parameters
    ----------
    values : ndarray of float64
        Shape (N,), ascending.
    weights : ndarray of float64
        Shape (B, N), at least 0.
    levels : tuple of float
        Shares, 0 to 1.
    weighting : {"number", "volume"}
        What the weights are.

    Returns
    -------
    ndarray of float64
        Shape (B, levels). Each value stands at the middle of its weight and the
        quantile lies linearly between. By number shares are those of the way from
        the first middle to the last, which for equal weights is the default of
        `numpy.quantile`; by volume they are those of the whole, and beyond the
        last middle the largest value stands.
    """
    return _quantiles(values, weights, _running(weights), levels, weighting)


def _running(weights: Floats) -> Floats:
    """Give the running sums of each row, from 0 on, (B, N) to (B, N + 1)."""
    running = np.zeros((len(weights), weights.shape[1] + 1))
    np.cumsum(weights, axis=1, out=running[:, 1:])
    return running


def _quantiles(
    values: Floats,
    weights: Floats,
    running: Floats,
    levels: tuple[float, ...],
    key: Weighting,
) -> Floats:
    """Give quantiles where each particle occurs any number of times.

    `weights` are those of one occurrence, shape (N,) or (B, N); `running` are sums
    over all occurrences. Particles that do not occur must not be interpolated to:
    that would make the resamples too much alike.
    """
    rows, total = np.arange(len(running))[:, None], running[:, -1:]
    units = np.broadcast_to(weights, (len(running), len(values)))
    # Rows set apart on one line are searched all at once.
    apart = 2.0 * rows * max(float(total.max()), 1e-300)
    line = (running[:, 1:] + apart).ravel()

    def find(sums: Floats, side: Literal["left", "right"] = "left") -> Indices:
        found = line.searchsorted(sums + apart, side) - rows * len(values)
        return np.clip(found, 0, len(values) - 1)

    first, last = find(np.zeros_like(total), "right"), find(total)
    start, stop = units[rows, first] / 2, total - units[rows, last] / 2
    if key == "number":
        wanted = start + np.asarray(levels) * (stop - start)
    else:
        # Half of the largest particle may be most of the volume.
        wanted = np.clip(np.asarray(levels) * total, start, stop)
    at = find(wanted)
    begin, end, half = running[rows, at], running[rows, at + 1], units[rows, at] / 2
    before, after = find(begin), find(end, "right")
    # Between the last occurrence of the one before and the first one here, or
    # between the last one here and the first of the one after.
    late = wanted > end - half
    low = np.where(late, end - half, begin - units[rows, before] / 2)
    high = np.where(late, end + units[rows, after] / 2, begin + half)
    share = np.clip((wanted - low) / (high - low), 0, 1)
    one = values[np.where(late, at, np.maximum(before, first))]
    other = values[np.where(late, np.minimum(after, last), at)]
    return np.where(total > 0, one + share * (other - one), _NAN)


def _silverman(values: Floats, weights: Floats, key: Weighting) -> float:
    """Give Silverman's bandwidth, 0.9 min(sd, IQR / 1.34) n^(-1/5)."""
    total = weights.sum()
    if not total > 0 or values[0] == values[-1]:
        return 0.0
    mean = (weights @ values) / total
    sd = float(np.sqrt(weights @ (values - mean) ** 2 / total))
    low, high = weighted_quantiles(values, weights[None], (0.25, 0.75), key)[0]
    spread = min(sd, (high - low) / 1.34) if high > low else sd
    return float(0.9 * spread * max(effective_count(weights), 1.0) ** -0.2)
