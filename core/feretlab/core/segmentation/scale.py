"""The scale at which a network does best, found from the micrograph itself."""

from collections.abc import Callable

from feretlab.core.segmentation.trial import Trial

# Half octaves from small particles, enlarged, to particles that fill the image.
LADDER = tuple(2.0 ** (step / 2) for step in range(2, -8, -1))


def choose_scale(try_scale: Callable[[float], Trial]) -> Trial:
    """Find the scale at which a network's answer is worth most.

    Parameters
    ----------
    try_scale : callable
        Shows the micrograph to the network at a scale.

    Returns
    -------
    Trial
        The best; at scale 1 where the network finds nothing at any.
    """
    trials = {scale: try_scale(scale) for scale in LADDER}
    best = max(trials.values(), key=lambda trial: trial.worth)
    return best if best.worth > 0 else trials[1.0]
