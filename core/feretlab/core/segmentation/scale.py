"""The scale at which a network does best, found from the micrograph itself."""

from typing import Any

import numpy.typing as npt

from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.trial import Trial, try_view

_LADDER = (2.0, 1.0, 0.5, 0.25, 0.125)
_EDGE_PX = 256


def choose_scale(
    pixels: npt.NDArray[Any], network: Network, inverted: bool
) -> tuple[Trial, list[Trial]]:
    """Find the scale at which a network is surest.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    network : Network
        The model.
    inverted : bool
        Whether dark and bright are exchanged.

    Returns
    -------
    tuple of Trial and list of Trial
        The best, and all that were made.
    """
    trials = [try_view(pixels, network, s, inverted, _EDGE_PX) for s in _LADDER]
    best = max(trials, key=lambda trial: trial.confidence)
    for factor in (2**0.5, 0.5**0.5):
        scale = best.scale * factor
        trials.append(try_view(pixels, network, scale, inverted, _EDGE_PX))
    return max(trials, key=lambda trial: trial.confidence), trials
