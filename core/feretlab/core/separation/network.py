"""Separation by a network's maps: hills of the distance, joined by what parts them."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from feretlab.core.separation.flooding import flood
from feretlab.core.separation.joining import join_regions
from feretlab.core.separation.maps import unit
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.smoothing import smoothed_inside, smoothing_reach_px

Float = npt.NDArray[np.float32]

# Constant and weights of the logistic model that a border lies between two particles,
# for `feretlab.core.separation.borders.FEATURES`. Fitted by
# `feretlab.core.training.borders` on the default network's maps of synthetic scenes.
BORDER_WEIGHTS = (-1.09, 2.43, 7.59, -2.78, 1.81, 0.75)


def network_labels(
    mask: npt.NDArray[np.bool_],
    maps: Mapping[str, Float],
    parameters: SeparateParameters,
) -> npt.NDArray[np.int32]:
    """Part a mask where a network saw particles touch.

    The smoothed distance, less the contact, is flooded from its peaks, which parts
    too much; neighbours are joined again while a border is improbable by what the
    maps show along it and by how convex both sides are together and apart.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    maps : mapping of str to ndarray of float32
        ``contact`` and ``distance``, shape (Y, X) each, 0 to 1, and where known
        ``mask``, the probability of particles.
    parameters : SeparateParameters
        Its fields that begin with ``network_``, and ``connectivity``.

    Returns
    -------
    ndarray of int32
        Shape (Y, X), 0 background.
    """
    labels, contact, distance, sure = parted(mask, maps, parameters)
    weights = np.array(BORDER_WEIGHTS)
    return join_regions(
        labels, contact, distance, sure, weights, parameters.network_min_chance
    )


def margin_px(parameters: SeparateParameters) -> int:
    """Tell how far from a blob the maps matter.

    Parameters
    ----------
    parameters : SeparateParameters
        As for `network_labels`.

    Returns
    -------
    int
        In pixels.
    """
    return smoothing_reach_px(parameters.network_smoothing_px) + 1


def parted(
    mask: npt.NDArray[np.bool_],
    maps: Mapping[str, Float],
    parameters: SeparateParameters,
) -> tuple[npt.NDArray[np.int32], Float, Float, Float]:
    """Part a mask too much rather than too little.

    Parameters
    ----------
    mask, maps, parameters
        As for `network_labels`.

    Returns
    -------
    labels : ndarray of int32
        Shape (Y, X), 0 background.
    contact, distance, sure : ndarray of float32
        Contact, smoothed distance and probability of particles, shape (Y, X).
    """
    distance = smoothed_inside(
        unit(maps["distance"]), mask, parameters.network_smoothing_px
    )
    contact = unit(maps["contact"])
    labels = flood(
        distance - np.float32(parameters.network_contact_weight) * contact,
        mask,
        min_depth=parameters.network_min_depth,
        min_peak=parameters.network_min_peak,
        connectivity=parameters.connectivity,
    )
    sure = unit(maps["mask"]) if "mask" in maps else mask.astype(np.float32)
    return labels, contact, distance, sure
