"""How much images differ, beyond what their particles' scatter explains."""

from dataclasses import dataclass

import numpy as np

from feretlab.core.statistics.sample import Floats, Sample

_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenImages:
    """One-way random-effects analysis of variance, images being the groups.

    Parameters
    ----------
    image_count : int
        Number of images with particles.
    variance_between, variance_within : float
        Components, in the squared unit of the sizes; never negative.
    intraclass_correlation : float
        Share of the variance that lies between images, 0 to 1.
    design_effect : float
        How many times the variance of the mean is that of independent particles.
    f_value, p_value : float
        Of the hypothesis that the images do not differ.

    Notes
    -----
    NaN where there are fewer than two images, or none with two particles.
    """

    image_count: int
    variance_between: float = _NAN
    variance_within: float = _NAN
    intraclass_correlation: float = _NAN
    design_effect: float = _NAN
    f_value: float = _NAN
    p_value: float = _NAN


def between_images(sample: Sample) -> BetweenImages:
    """Split the variance of sizes into that between and that within images.

    Parameters
    ----------
    sample : Sample
        Sizes; each particle counts once, whatever its weight.

    Returns
    -------
    BetweenImages

    References
    ----------
    S. R. Searle, G. Casella, C. E. McCulloch, Variance components, 1992, section
    3.6 (unbalanced data); L. Kish, Survey sampling, 1965 (design effect).
    """
    count, images = len(sample.values), sample.images
    if images < 2 or count <= images:
        return BetweenImages(image_count=images)
    sizes = np.bincount(sample.image, minlength=images).astype(np.float64)
    mean_square_between, mean_square_within = _mean_squares(sample, sizes)
    squares = float((sizes**2).sum())
    typical = (count - squares / count) / (images - 1)
    between = max(0.0, (mean_square_between - mean_square_within) / typical)
    total = between + mean_square_within
    correlation = between / total if total > 0 else 0.0
    f_value, p_value = _f_test(
        mean_square_between, mean_square_within, images - 1, count - images
    )
    return BetweenImages(
        image_count=images,
        variance_between=between,
        variance_within=mean_square_within,
        intraclass_correlation=correlation,
        design_effect=1 + (squares / count - 1) * correlation,
        f_value=f_value,
        p_value=p_value,
    )


def _mean_squares(sample: Sample, sizes: Floats) -> tuple[float, float]:
    values = sample.values - sample.values.mean()
    means = np.bincount(sample.image, values) / sizes
    within = float(((values - means[sample.image]) ** 2).sum())
    between = float(sizes @ means**2)
    return between / (len(sizes) - 1), within / (len(values) - len(sizes))


def _f_test(
    between: float, within: float, numerator: int, denominator: int
) -> tuple[float, float]:
    from scipy import special

    if within == 0:
        return (float("inf"), 0.0) if between > 0 else (_NAN, _NAN)
    value = between / within
    return value, float(special.fdtrc(numerator, denominator, value))
