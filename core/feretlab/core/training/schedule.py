"""The learning rate over a training."""

import math

from feretlab.core.training.parameters import TrainParameters

# The last steps go on with this share of the highest rate.
_LEAST_SHARE = 0.01


def learning_rate(step: int, parameters: TrainParameters) -> float:
    """Give the rate of a step: a linear rise, then half a cosine down.

    Parameters
    ----------
    step : int
        Number of the step, from 0.
    parameters : TrainParameters
        Highest rate, length of the rise, number of steps.

    Returns
    -------
    float
    """
    rise = min(parameters.warmup_steps, parameters.steps // 10)
    if step < rise:
        return parameters.learning_rate * (step + 1) / rise
    share = (step - rise) / max(parameters.steps - rise, 1)
    fall = 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))
    return parameters.learning_rate * (_LEAST_SHARE + (1 - _LEAST_SHARE) * fall)
