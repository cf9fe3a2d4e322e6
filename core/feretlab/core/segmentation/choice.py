"""Scale and polarity for a micrograph, as the user said or as the picture asks."""

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.normalisation import grey_limits
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.scale import choose_scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How to show a micrograph to a network.

    Parameters
    ----------
    scale : float
        Edge length of the view over that of the micrograph.
    inverted : bool
        Whether dark and bright are exchanged.
    reason : str
        Why that scale, for people.
    blank : bool
        Whether all pixels are equal, so that there is nothing to find.
    """

    scale: float
    inverted: bool
    reason: str
    blank: bool = False


def choose(
    pixels: npt.NDArray[Any], network: Network, parameters: SegmentParameters
) -> Choice:
    """Choose scale and polarity.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    network : Network
        The model.
    parameters : SegmentParameters
        What the user chose.

    Returns
    -------
    Choice
    """
    inverted = parameters.invert == "yes"
    low, high = grey_limits(pixels)
    if low == high:
        scale = parameters.scale or 1.0
        return Choice(scale=scale, inverted=inverted, reason="blank", blank=True)
    if parameters.scale is not None:
        return Choice(scale=parameters.scale, inverted=inverted, reason="given")
    best, _ = choose_scale(pixels, network, inverted)
    reason = f"the network is surest there ({best.confidence:.2f})"
    return Choice(scale=best.scale, inverted=inverted, reason=reason)
