"""Resampling of particles, and of the images they come from.

Particles of one image are more alike than those of others. With several images
the images are drawn first (cluster bootstrap), which keeps the intervals honest.
With fewer than ten images the particles of a drawn image are drawn anew, too:
images alone would give too few different resamples. Even so, resamples of two or
three images reach no farther than the images themselves; there the interval is
widened to Student's, with the standard error of a jackknife over images.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from feretlab.core.statistics.sample import Floats, Sample

FEW_IMAGES = 10
"""Below this number of images the particles are drawn anew as well."""

FEWEST_IMAGES = 4
"""Up to this number of images resamples alone are too narrow."""

_CHUNK = 100_000
"""Draws made at once, few enough to stay in the processor's cache."""


def resampled_counts(sample: Sample, resamples: int, seed: int) -> Iterator[Floats]:
    """Draw how often each particle occurs in each resample.

    Parameters
    ----------
    sample : Sample
        The particles.
    resamples : int
        How many in all.
    seed : int
        The same seed gives the same draws.

    Yields
    ------
    ndarray of float64
        Shape (B, N) for the next B resamples, whole numbers.
    """
    rng = np.random.default_rng(seed)
    size = len(sample.values)
    rows = max(1, _CHUNK // max(size, 1))
    for start in range(0, resamples, rows):
        count = min(rows, resamples - start)
        if sample.images < 2:
            yield _tally(rng.integers(0, size, (count, size)), size)
        elif sample.images < FEW_IMAGES:
            yield _nested(sample, count, rng)
        else:
            images = _tally(_images(sample, count, rng), sample.images)
            yield images[:, sample.image]


def counts_without_each(sample: Sample) -> Floats:
    """Count particles with one image after the other left out.

    Parameters
    ----------
    sample : Sample
        The particles.

    Returns
    -------
    ndarray of float64
        Shape (images, N), 0 and 1; no rows for a single image, or for so many
        that resamples do without.
    """
    if not 2 <= sample.images <= FEWEST_IMAGES:
        return np.empty((0, len(sample.values)))
    numbers = np.arange(sample.images)[:, None]
    return (sample.image != numbers).astype(np.float64)


def _images(
    sample: Sample, count: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    return rng.integers(0, sample.images, (count, sample.images))


def _nested(sample: Sample, count: int, rng: np.random.Generator) -> Floats:
    """Draw images, then as many particles of each drawn image as it has."""
    sizes = np.bincount(sample.image, minlength=sample.images)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    by_image = np.argsort(sample.image, kind="stable")
    images = _images(sample, count, rng)
    drawn = sizes[images]
    each = drawn.ravel()
    inside = (rng.random(int(each.sum())) * np.repeat(each, each)).astype(np.int64)
    which = by_image[np.repeat(starts[images.ravel()], each) + inside]
    size = len(sample.values)
    which += np.repeat(np.arange(count) * size, drawn.sum(axis=1))
    table = np.bincount(which, minlength=count * size)
    return table.reshape(count, size).astype(np.float64)


def _tally(draws: npt.NDArray[np.int64], size: int) -> Floats:
    """Count how often each of `size` things is drawn in each row."""
    rows = np.arange(len(draws))[:, None] * size
    table = np.bincount((draws + rows).ravel(), minlength=len(draws) * size)
    return table.reshape(-1, size).astype(np.float64)


def interval(
    draws: npt.ArrayLike, confidence: float, independent: int
) -> tuple[float, float]:
    """Give the expanded percentile interval of bootstrap draws.

    Percentiles of resamples are too narrow for few units; Hesterberg's expansion
    moves them outwards as far as Student's t and the factor n / (n - 1) ask.

    Parameters
    ----------
    draws : array_like
        Shape (B,): a statistic of each resample; NaN is left out.
    confidence : float
        Such as 0.95.
    independent : int
        Number of units drawn: of images, or of particles of one image.

    Returns
    -------
    low, high : float
        NaN below two units.

    References
    ----------
    T. C. Hesterberg, What teachers should know about the bootstrap, The American
    Statistician 69 (2015) 371-386.
    """
    from scipy import special

    values = np.asarray(draws, np.float64)
    values = values[np.isfinite(values)]
    if independent < 2 or not values.size:
        return float("nan"), float("nan")
    student = special.stdtrit(independent - 1, (1 + confidence) / 2)
    tail = special.ndtr(-student * np.sqrt(independent / (independent - 1)))
    low, high = np.quantile(values, (tail, 1 - tail))
    return float(low), float(high)


def widened(
    low: float,
    high: float,
    value: float,
    without_each: npt.ArrayLike,
    confidence: float,
    *,
    least: float = -np.inf,
    most: float = np.inf,
) -> tuple[float, float]:
    """Widen an interval to Student's, by a jackknife over few images.

    Parameters
    ----------
    low, high : float
        From resamples.
    value : float
        The statistic of all images.
    without_each : array_like
        Shape (K,): the statistic without each image, as many as there are images;
        none leave the interval as it is.
    confidence : float
        Such as 0.95.
    least, most : float
        Where the statistic ends by its nature.

    Returns
    -------
    low, high : float

    References
    ----------
    J. G. MacKinnon, M. O. Nielsen, M. D. Webb, Fast and reliable jackknife and
    bootstrap methods for cluster-robust inference, J. Appl. Econometrics 38 (2023)
    671-694: the estimator CV3 with K - 1 degrees of freedom.

    Examples
    --------
    >>> low, high = widened(9.5, 10.5, 10.0, [9.0, 11.0], 0.95)
    >>> round(low, 1), round(high, 1)
    (-2.7, 22.7)
    """
    from scipy import special

    others = np.asarray(without_each, np.float64)
    count = len(others)
    if count < 2 or not np.isfinite([*others, value, low, high]).all():
        return low, high
    error = np.sqrt((count - 1) / count * ((others - others.mean()) ** 2).sum())
    reach = float(special.stdtrit(count - 1, (1 + confidence) / 2) * error)
    return max(min(low, value - reach), least), min(max(high, value + reach), most)
