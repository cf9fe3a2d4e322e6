"""A running mean of the weights, which is steadier than the weights."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Weights = list[npt.NDArray[np.float32]]

EVERY = 10
"""Steps between two looks at the weights."""

_MEMORY = 0.97  # of one look; the mean reaches back about 300 steps


def blend(
    mean: Weights | None, weights: Sequence[npt.NDArray[np.float32]], look: int
) -> Weights:
    """Take the newest weights into their running mean.

    Parameters
    ----------
    mean : list of ndarray of float32 or None
        The mean so far; None before the first look.
    weights : sequence of ndarray of float32
        The newest.
    look : int
        How many looks there were before; the mean of few remembers less.

    Returns
    -------
    list of ndarray of float32
        The new mean.
    """
    if mean is None:
        return [each.copy() for each in weights]
    memory = np.float32(min(_MEMORY, (1 + look) / (10 + look)))
    return [
        old * memory + new * (1 - memory)
        for old, new in zip(mean, weights, strict=True)
    ]
