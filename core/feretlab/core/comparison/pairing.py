"""Which manual measurement is of which automatic particle."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.calipers import crossings
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.points import containments
from feretlab.core.errors import InputError
from feretlab.core.evaluation.instances import Instances
from feretlab.core.evaluation.matching import matched_pairs
from feretlab.core.evaluation.overlap import overlap_of
from feretlab.core.particles import Particles

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Pairs on one image; no particle is in two of them.

    Parameters
    ----------
    manual, automatic : ndarray of int64
        Shape (K,): indices of each pair.
    overlap : ndarray of float64
        Shape (K,): IoU of outlines, share of a caliper line inside the particle, or
        nearness of a point to its middle, 0 to 1.
    """

    manual: Indices
    automatic: Indices
    overlap: npt.NDArray[np.float64]


def pair(
    manual: Measured, automatic: Particles, parameters: CompareParameters
) -> Pairs:
    """Pair what was measured on one image, each at most once.

    Parameters
    ----------
    manual : Measured
        With outlines, caliper lines or points.
    automatic : Particles
        Outlines on the same image.
    parameters : CompareParameters
        Least overlaps.

    Returns
    -------
    Pairs
        The most pairs, and among those the greatest sum of overlaps.
    """
    if manual.lines is not None:
        one, other, overlap = crossings(manual.lines, automatic)
        least = parameters.min_crossing
    elif manual.particles is not None:
        shapes = manual.particles.shape, automatic.shape
        shape = (max(s[0] for s in shapes), max(s[1] for s in shapes))
        found = overlap_of(
            _instances(manual.particles, shape), _instances(automatic, shape)
        )
        one, other, overlap = found.truth, found.prediction, found.iou
        least = parameters.min_iou
    elif manual.points is not None:
        one, other, overlap = containments(manual.points, automatic)
        least = 0.0
    else:
        message = f"Pairing {manual.image!r}: found sizes alone, expected places."
        raise InputError(message)
    chosen = matched_pairs(one, other, overlap, least)
    return Pairs(manual=one[chosen], automatic=other[chosen], overlap=overlap[chosen])


def common_images(
    manual: Measurements, automatic: Measurements
) -> Iterator[tuple[Measured, Measured]]:
    """Give both sides of every image that both have.

    Parameters
    ----------
    manual, automatic : Measurements
        Both sides. Where each has one image, that is the same, whatever its name.

    Yields
    ------
    manual, automatic : Measured
    """
    if len(manual.images) == len(automatic.images) == 1:
        yield manual.images[0], automatic.images[0]
        return
    for image in manual.images:
        other = automatic.image(image.image) if image.image else None
        if other is not None:
            yield image, other


def _instances(particles: Particles, shape: tuple[int, int]) -> Instances:
    pages = replace(particles, shape=shape).to_label_pages()
    return Instances(pages=pages, count=len(particles))
