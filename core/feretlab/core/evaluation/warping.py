"""Warping error: what stays wrong after moving boundaries without tearing."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.particles import Connectivity

_ROUND = ((0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0), (1, 1))
"""Neighbours in turn, even ones sharing an edge, (row, column) steps."""


def warping_error(
    prediction: npt.NDArray[np.bool_],
    truth: npt.NDArray[np.bool_],
    connectivity: Connectivity = 4,
) -> float:
    """Give the share of pixels where prediction and warped truth disagree.

    The true mask is warped towards the prediction by flipping simple points,
    pixels that can change sides without joining, parting, opening or filling
    anything. What differs at the end are topological mistakes.

    Parameters
    ----------
    prediction, truth : ndarray of bool
        Shape (Y, X), true in the foreground.
    connectivity : {4, 8}
        Of the foreground; the background has the other one.

    Returns
    -------
    float
        0 to 1.

    References
    ----------
    V. Jain et al., Boundary learning by optimization with topological
    constraints, CVPR 2010.
    """
    if truth.size == 0:
        return 0.0
    source = np.pad(truth, 1).astype(np.uint8)
    target = np.pad(prediction, 1).astype(np.uint8)
    return float(_warp(source, target, simple_points(connectivity)) / truth.size)


def simple_points(connectivity: Connectivity) -> npt.NDArray[np.bool_]:
    """Tell for each neighbourhood whether its middle pixel is simple.

    Parameters
    ----------
    connectivity : {4, 8}
        Of the foreground.

    Returns
    -------
    ndarray of bool
        Shape (256,); bit k of the index is neighbour k, counterclockwise from the
        right. Simple means that Yokoi's connectivity number is 1.
    """
    bits = (np.arange(256)[:, None] >> np.arange(8)) & 1
    if connectivity == 8:
        bits = 1 - bits
    edge, corner, following = bits[:, 0::2], bits[:, 1::2], np.roll(bits, -2, 1)[:, ::2]
    return np.asarray((edge - edge * corner * following).sum(axis=1) == 1)


@compiled
def _warp(
    source: npt.NDArray[np.uint8],
    target: npt.NDArray[np.uint8],
    simple: npt.NDArray[np.bool_],
) -> int:
    """Warp `source` in place and count what stays different.

    A queue lets boundaries advance evenly; a pixel comes up again when a
    neighbour has flipped. Every flip mends a pixel for good, so this ends.
    """
    width = source.shape[1]
    steps = np.array([row * width + column for row, column in _ROUND])
    here, there = source.ravel(), target.ravel()
    wrong = here != there
    waiting = wrong.copy()
    queue = np.flatnonzero(wrong)
    while queue.size:
        following = np.empty(8 * queue.size, np.int64)
        count = 0
        for index in queue:
            waiting[index] = False
            if here[index] == there[index]:
                continue
            code = 0
            for bit in range(8):
                code |= int(here[index + steps[bit]]) << bit
            if not simple[code]:
                continue
            here[index] = there[index]
            for bit in range(8):
                beside = index + steps[bit]
                if here[beside] != there[beside] and not waiting[beside]:
                    waiting[beside] = True
                    following[count] = beside
                    count += 1
        queue = following[:count]
    return int((here != there).sum())
