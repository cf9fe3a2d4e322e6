"""The scale at which a network does best, found from the micrograph itself."""

from collections.abc import Callable
from math import exp, log

from feretlab.core.segmentation.trial import Trial

# Octaves from the recorded size to particles that fill the image; half an octave
# beside the best of them is tried as well.
_OCTAVES = (1.0, 0.5, 0.25, 0.125)
_HALF = 2**0.5
# Small particles, enlarged: these views cost most, and are tried only where no
# smaller one is better than the recorded size and particles are no larger there than
# the network likes, or none goes well.
_LARGER = (_HALF, 2.0)
_WELL = 0.3
# Enlarging shows texture as particles, crisply: it must be clearly better.
_ENLARGED = 0.8
# Spread of the natural logarithm of the diameters that a network copes with: at
# twice or half its typical one an answer is worth a fifth less.
_SPREAD = 1.0
# A picture may show particles and, seen from afar, heaps of them. Nobody measures the
# heaps: of two such levels, with a valley between, the finer need only be so good.
_NEARLY = 0.65
_VALLEY = 0.75


def choose_scale(
    try_scale: Callable[[float], Trial], typical_diameter_px: float
) -> Trial:
    """Find the scale at which a network's answer is worth most.

    Scales from 2 down to about a twelfth are searched, half an octave apart, under
    the assumption that the worth falls off on both sides of the best. Where it rises
    again far below, to show heaps of particles as one each, the particles win.

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

    def worth(trial: Trial) -> float:
        suitable = _suitability(trial.diameter_px, typical_diameter_px)
        return trial.worth * suitable * (_ENLARGED if trial.scale > 1 else 1)

    trials = [try_scale(scale) for scale in _OCTAVES]
    if trials[0].worth > _WELL and trials[0].diameter_px < typical_diameter_px / 2:
        trials.insert(0, try_scale(_LARGER[-1]))
    trials = _finer_level(trials, worth)
    middle = max(trials, key=worth).scale
    beside = (middle * _HALF, middle / _HALF)
    trials += [try_scale(scale) for scale in beside if scale < 1]
    best = max(trials, key=worth)
    is_small = best.scale >= 1 and best.diameter_px <= typical_diameter_px
    if is_small or worth(best) < _WELL:
        tried = [trial.scale for trial in trials]
        trials += [try_scale(scale) for scale in _LARGER if scale not in tried]
    return max(trials, key=worth)


def _finer_level(trials: list[Trial], worth: Callable[[Trial], float]) -> list[Trial]:
    """Leave out, from fine to coarse, the trials beyond a valley of worth."""
    worths = [worth(trial) for trial in trials]
    highest = max(range(len(trials)), key=worths.__getitem__)
    for valley in range(1, highest):
        finer = max(worths[:valley])
        if finer >= _NEARLY * worths[highest] and worths[valley] < _VALLEY * finer:
            return trials[:valley]
    return trials


def _suitability(diameter_px: float, typical_px: float) -> float:
    """Tell how well a network copes with particles of a size, 0..1."""
    if diameter_px <= 0:
        return 0.0
    return exp(-((log(diameter_px / typical_px) / _SPREAD) ** 2) / 2)
