"""The scale at which a network does best, found from the micrograph itself."""

from collections.abc import Callable

from feretlab.core.segmentation.trial import Trial

# Half octaves from small particles, enlarged, to particles that fill the image.
LADDER = tuple(2.0 ** (step / 2) for step in range(2, -8, -1))
# Enlarging shows texture as particles, crisply: it must be clearly better.
_ENLARGED = 0.8
# Among scales that are nearly the best, the middle one errs least.
_NEARLY = 0.95


def choose_scale(try_scale: Callable[[float], Trial]) -> Trial:
    """Find the scale at which a network's answer is worth most.

    Parameters
    ----------
    try_scale : callable
        Shows the micrograph to the network at a scale.

    Returns
    -------
    Trial
        The middle one of the best; at scale 1 where the network finds nothing at any.
    """
    trials = {scale: try_scale(scale) for scale in LADDER}
    worth = {
        scale: trial.worth * (_ENLARGED if scale > 1 else 1)
        for scale, trial in trials.items()
    }
    best = max(worth.values())
    if best == 0:
        return trials[1.0]
    good = sorted(scale for scale in LADDER if worth[scale] >= _NEARLY * best)
    return trials[good[(len(good) - 1) // 2]]
