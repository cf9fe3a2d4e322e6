"""The scale at which a network does best, found from the micrograph itself."""

from collections.abc import Callable

from feretlab.core.segmentation.trial import Trial
from feretlab.models.contract import ModelContract

# Octaves first, then half an octave to either side of the best.
_LADDER = (2.0, 1.0, 0.5, 0.25, 0.125)
_BETWEEN = (2**0.5, 0.5**0.5)


def choose_scale(try_scale: Callable[[float], Trial], contract: ModelContract) -> Trial:
    """Find the scale at which a network is surest of particles it was trained for.

    Parameters
    ----------
    try_scale : callable
        Shows the micrograph to the network at a scale.
    contract : ModelContract
        What the network was trained for.

    Returns
    -------
    Trial
        The best; at scale 1 where the network finds nothing at any.
    """
    trials = [try_scale(scale) for scale in _LADDER]
    best = max(trials, key=lambda trial: worth(trial, contract))
    if worth(best, contract) == 0:
        return next(trial for trial in trials if trial.scale == 1)
    trials = [best, *(try_scale(best.scale * factor) for factor in _BETWEEN)]
    return max(trials, key=lambda trial: worth(trial, contract))


def worth(trial: Trial, contract: ModelContract) -> float:
    """Give a network's confidence, less where particles have a size new to it.

    Parameters
    ----------
    trial : Trial
        What the network found.
    contract : ModelContract
        What it was trained for.

    Returns
    -------
    float
        0..1; 0 where it found nothing.
    """
    low, high = contract.particle_diameter_px
    if not trial.diameter_px:
        return 0.0
    beyond = max(low / trial.diameter_px, trial.diameter_px / high, 1.0)
    return trial.confidence / beyond
