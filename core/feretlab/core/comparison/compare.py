"""Automatic measurements beside manual ones, particle by particle or as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.agreement import Agreement, agreement
from feretlab.core.comparison.distributions import Contrasts, contrast
from feretlab.core.comparison.image_intervals import over_images
from feretlab.core.comparison.lines import Line, deming, passing_bablok
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.operators import Spread, spread_of
from feretlab.core.comparison.pairing import Pairs, common_images, pair
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.reliability import Reliability, reliability
from feretlab.core.errors import InputError

Floats = npt.NDArray[np.float64]

_LEAST_IN_PARTICLES = 0.2
"""Of points in a particle, below which their unit is doubted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImagePair:
    """Both sides of one image.

    Parameters
    ----------
    manual, automatic : Measured
        What either side measured.
    pairs : Pairs or None
        Which belong together; None where places are not known.
    """

    manual: Measured
    automatic: Measured
    pairs: Pairs | None

    @property
    def automatic_alone(self) -> Literal["false find", "not measured by hand"]:
        """What an automatic particle without a manual one is.

        People outline all particles, but draw or list the lengths of some.
        """
        return "not measured by hand" if self.is_by_lengths else "false find"

    @property
    def is_by_lengths(self) -> bool:
        """Whether the manual side has caliper lines or points, and no outlines."""
        return self.manual.particles is None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paired:
    """Statistics of pairs.

    Parameters
    ----------
    manual, automatic : ndarray of float64
        Shape (N,): sizes of the pairs, in the order of images and particles.
    agreement : Agreement
        Of automatic minus manual.
    lines : tuple of Line
        Automatic over manual, by Passing and Bablok and by Deming.
    reliability : Reliability
        Intraclass correlations of both.
    misses, false_finds : int
        Manual particles without an automatic one, and the other way round.
    measured, unmeasured : int
        Automatic particles with and without a manual one on images where the manual
        side has caliper lines or points, which people seldom have of every particle.
    by_lines : bool
        True where there are such images.
    """

    manual: Floats
    automatic: Floats
    agreement: Agreement
    lines: tuple[Line, ...]
    reliability: Reliability
    misses: int
    false_finds: int
    measured: int
    unmeasured: int
    by_lines: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """One manual measurement beside the automatic one.

    Parameters
    ----------
    name : str
        Whose manual measurement.
    unit : str
        Of all sizes.
    images : tuple of ImagePair
        Images that both sides have; one of all where images are not told.
    manual, automatic : ndarray of float64
        All finite sizes of those images; where pairs are by lengths, without the
        automatic particles that were not measured by hand.
    contrasts : Contrasts
        Of the two distributions.
    paired : Paired or None
        None where places are not known.
    warnings : tuple of str
        What was left out or looked odd.
    """

    name: str
    unit: str
    images: tuple[ImagePair, ...]
    manual: Floats
    automatic: Floats
    contrasts: Contrasts
    paired: Paired | None
    warnings: tuple[str, ...] = ()


def compare_measurements(
    manual: Measurements, automatic: Measurements, parameters: CompareParameters
) -> Comparison:
    """Compare one manual measurement with the automatic one.

    Parameters
    ----------
    manual, automatic : Measurements
        In the same unit. Images that only one side has are left out, unless the
        manual side tells no images.
    parameters : CompareParameters
        Least overlaps, intervals, seed.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        Where the sides have no image in common, or one has no particles.
    """
    manual, automatic = (
        side.at_least(parameters.min_size) for side in (manual, automatic)
    )
    images, warnings = _images(manual, automatic, parameters)
    sides = [image.manual.values for image in images], _measured_by_hand(images)
    sizes, codes = zip(*map(_pooled, sides), strict=True)
    for values, side in zip(sizes, (manual.name, automatic.name), strict=True):
        if not len(values):
            raise InputError(f"Comparing {side!r}: found no sizes, expected some.")
    contrasts = contrast(
        *sizes,
        confidence=parameters.confidence,
        resamples=parameters.resamples,
        seed=parameters.seed,
        images=codes if len(images) > 1 else None,
    )
    ratio = contrasts["median"].automatic / (contrasts["median"].manual or np.nan)
    if not 0.4 < ratio < 2.5:
        warnings.append(
            f"the automatic median is {ratio:.3g} times the manual one; check "
            "the units (--manual-unit, --pixel-size-nm)"
        )
    return Comparison(
        name=manual.name,
        unit=automatic.unit,
        images=images,
        manual=sizes[0],
        automatic=sizes[1],
        contrasts=contrasts,
        paired=_paired(images, parameters),
        warnings=(*manual.warnings, *warnings),
    )


def compare_operators(
    comparisons: Sequence[Comparison], names: Sequence[str]
) -> Spread | None:
    """Compare several manual measurements with each other.

    Parameters
    ----------
    comparisons : sequence of Comparison
        Each with the same automatic measurement.
    names : sequence of str
        Who made each; a name that comes again marks a repeat.

    Returns
    -------
    Spread or None
        None for a single one. Over the particles that all of them found where
        places are known, else over the means.
    """
    if len(comparisons) < 2:
        return None
    if all(one.paired is not None for one in comparisons):
        found = [_by_particle(one) for one in comparisons]
        common = [key for key in found[0] if all(key in other for other in found)]
        if common:
            table = np.array([[one[key][0] for one in found] for key in common])
            automatic = np.array([found[0][key][1] for key in common])
            return spread_of(table, names, automatic)
    means = np.array([[one.manual.mean() for one in comparisons]])
    automatic = np.array([np.mean([one.automatic.mean() for one in comparisons])])
    return spread_of(means, names, automatic, single=False)


def _images(
    manual: Measurements, automatic: Measurements, parameters: CompareParameters
) -> tuple[tuple[ImagePair, ...], list[str]]:
    both = list(common_images(manual, automatic))
    if both:
        left = {
            manual.name: _others(manual, [one.image for one, _ in both]),
            automatic.name: _others(automatic, [other.image for _, other in both]),
        }
        warnings = [
            f"{side}: left out {', '.join(names[:3])}{' ...' if names[3:] else ''}, "
            "images of one side alone"
            for side, names in left.items()
            if names
        ]
        images = tuple(_image_pair(*sides, parameters) for sides in both)
        warnings += _without_outlines(automatic.name, images)
        return images, [*warnings, *_doubts(manual.name, images)]
    return _all_as_one(manual, automatic)


def _all_as_one(
    manual: Measurements, automatic: Measurements
) -> tuple[tuple[ImagePair, ...], list[str]]:
    """Pool all images, as far as these sizes may be of the same ones."""
    sides = (manual, automatic)
    names = [[repr(image.image) for image in side.images] for side in sides]
    found, expected = (", ".join(some[:3]) for some in names)
    if any(image.image and image.has_places for image in manual.images):
        message = (
            f"Comparing {manual.name!r}: found images {found}, expected names as on "
            f"the automatic side, such as {expected}."
        )
        raise InputError(message)
    whole = ImagePair(manual=_whole(manual), automatic=_whole(automatic), pairs=None)
    if not all(image.image for side in sides for image in side.images):
        return (whole,), []
    warning = (
        f"{manual.name}: found images {found}, expected names as on the automatic "
        f"side, such as {expected}; all sizes are compared as a whole"
    )
    return (whole,), [warning]


def _image_pair(
    manual: Measured, automatic: Measured, parameters: CompareParameters
) -> ImagePair:
    pairs = None
    if manual.has_places and automatic.particles is not None:
        pairs = pair(manual, automatic.particles, parameters)
    return ImagePair(manual=manual, automatic=automatic, pairs=pairs)


def _without_outlines(name: str, images: Sequence[ImagePair]) -> list[str]:
    """Say where places by hand have nothing to be paired with."""
    names = [
        image.automatic.image or image.manual.image
        for image in images
        if image.manual.has_places and image.automatic.particles is None
    ]
    if not names:
        return []
    return [
        f"{name}: found no outlines of {', '.join(names[:3])}"
        f"{' ...' if names[3:] else ''}, so that nothing is paired by place; they are "
        "the _labels.tif or _rois.zip beside the table"
    ]


def _doubts(name: str, images: Sequence[ImagePair]) -> list[str]:
    """Say where so few points lie in a particle that they are hardly meant so."""
    pairs = [
        (len(image.pairs.manual), len(image.manual.values))
        for image in images
        if image.pairs is not None and image.manual.points is not None
    ]
    found, total = (sum(column) for column in zip((0, 0), *pairs, strict=True))
    if found >= _LEAST_IN_PARTICLES * total:
        return []
    return [
        f"{name}: only {found} of {total} places X, Y lie in a particle; check their "
        "unit (--manual-unit), and that ImageJ's 'Invert Y coordinates' was off"
    ]


def _others(side: Measurements, names: Sequence[str]) -> list[str]:
    return [
        image.image or "rows without an image"
        for image in side.images
        if image.image not in names
    ]


def _measured_by_hand(images: Sequence[ImagePair]) -> list[Floats]:
    """Give the automatic sizes that the manual ones may be compared with.

    Of those who drew some lengths the other particles are not known. Where no length
    meets a particle, nothing but the whole is there to compare.
    """
    whole = [image.automatic.values for image in images]
    found = [
        values[image.pairs.automatic] if image.pairs and image.is_by_lengths else values
        for image, values in zip(images, whole, strict=True)
    ]
    return found if sum(map(len, found)) else whole


def _pooled(sizes: Sequence[Floats]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Give the finite sizes of all images, and the number of the image of each."""
    codes = np.repeat(np.arange(len(sizes)), [len(values) for values in sizes])
    pooled = np.concatenate(sizes)
    finite = np.isfinite(pooled)
    return pooled[finite], codes[finite]


def _whole(side: Measurements) -> Measured:
    """Pool all images where the other side does not tell them apart."""
    ids = [f"{image.image} {i}".strip() for image in side.images for i in image.ids]
    values = np.concatenate([image.values for image in side.images])
    return Measured(image="", ids=np.array(ids, np.str_), values=values)


def _paired(
    images: Sequence[ImagePair], parameters: CompareParameters
) -> Paired | None:
    known = [image for image in images if image.pairs is not None]
    if not known or len(known) < len(images):
        return None
    each = [_pair_sizes(image) for image in known]
    sizes = np.concatenate(each, axis=1)
    codes = np.repeat(np.arange(len(each)), [one.shape[1] for one in each])
    finite = np.isfinite(sizes).all(axis=0)
    (manual, automatic), codes = sizes[:, finite], codes[finite]
    count, level = len(manual), parameters.confidence
    pairs = sum(len(image.pairs.manual) for image in known if image.pairs)
    table = np.stack((manual, automatic), axis=1)
    found = agreement(manual, automatic, level)
    correlations = reliability(table, level) if count > 1 else Reliability()
    if len(np.unique(codes)) > 1:
        found, correlations = over_images(table, codes, found, correlations, parameters)
    return Paired(
        manual=manual,
        automatic=automatic,
        agreement=found,
        lines=(
            passing_bablok(manual, automatic, level),
            deming(manual, automatic, confidence=level),
        ),
        reliability=correlations,
        misses=sum(len(image.manual.values) for image in known) - pairs,
        false_finds=sum(_alone(one) for one in known if not one.is_by_lengths),
        measured=sum(
            len(one.pairs.automatic) for one in known if one.pairs and one.is_by_lengths
        ),
        unmeasured=sum(_alone(one) for one in known if one.is_by_lengths),
        by_lines=any(one.is_by_lengths for one in known),
    )


def _alone(image: ImagePair) -> int:
    """Count the automatic particles without a manual one."""
    paired = 0 if image.pairs is None else len(image.pairs.automatic)
    return len(image.automatic.values) - paired


def _pair_sizes(image: ImagePair) -> Floats:
    if image.pairs is None:
        return np.zeros((2, 0))
    manual = image.manual.values[image.pairs.manual]
    return np.stack((manual, image.automatic.values[image.pairs.automatic]))


def _by_particle(one: Comparison) -> dict[tuple[str, int], tuple[float, float]]:
    """Give both sizes of each paired particle by image and automatic index."""
    found = {}
    for image in one.images:
        if image.pairs is None:
            continue
        for index, sizes in zip(
            image.pairs.automatic, _pair_sizes(image).T, strict=True
        ):
            if np.isfinite(sizes).all():
                key = (image.automatic.image, int(index))
                found[key] = (float(sizes[0]), float(sizes[1]))
    return found
