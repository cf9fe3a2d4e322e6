"""The scale at which a network does best, found from the micrograph itself."""

from collections.abc import Callable
from math import exp, log

from feretlab.core.segmentation.trial import Trial

# Half octaves from small particles, enlarged, to particles that fill the image.
LADDER = tuple(2.0 ** (step / 2) for step in range(2, -8, -1))
# Enlarging shows texture as particles, crisply: it must be clearly better.
_ENLARGED = 0.8
# Spread of the natural logarithm of the diameters that a network copes with: at
# twice or half its typical one an answer is worth a fifth less.
_SPREAD = 1.0


def choose_scale(
    try_scale: Callable[[float], Trial], typical_diameter_px: float
) -> Trial:
    """Find the scale at which a network's answer is worth most.

    Parameters
    ----------
    try_scale : callable
        Shows the micrograph to the network at a scale.
    typical_diameter_px : float
        Diameter at which the network does best, in pixels of the view. A network
        is as sure of tiny particles, of which it parts fewer from each other.

    Returns
    -------
    Trial
        At scale 1 where the network finds nothing at any.
    """
    trials = {scale: try_scale(scale) for scale in LADDER}
    worth = {
        scale: trial.worth
        * _suitability(trial.diameter_px, typical_diameter_px)
        * (_ENLARGED if scale > 1 else 1)
        for scale, trial in trials.items()
    }
    best = max(LADDER, key=worth.__getitem__)
    return trials[best] if worth[best] > 0 else trials[1.0]


def _suitability(diameter_px: float, typical_px: float) -> float:
    """Tell how well a network copes with particles of a size, 0..1."""
    if diameter_px <= 0:
        return 0.0
    return exp(-((log(diameter_px / typical_px) / _SPREAD) ** 2) / 2)
