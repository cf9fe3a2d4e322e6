"""How several looks of a network at one picture are averaged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.tiling import Predict

# Above so many pixels the maps are kept in fewer bytes: 16384 x 16384 pixels with
# three channels then take 1.3 GiB instead of 3.3.
COMPACT_PIXELS = 2**26
# The root of 2 times itself is more than 2 by so little.
_ROUNDING = 1e-9
# How much of its probability a pixel loses on a line between particles. 0.3 to 0.45
# outline both synthetic and real particles better than 0; above, overlaps break up.
_GAP = 0.4


def averaged_scales(
    best: float, parameters: SegmentParameters, pixel_count: int
) -> tuple[float, ...]:
    """Give the scales whose maps are averaged: the best and its neighbours.

    What one view takes for a particle and the next does not is doubted so. Views
    finer than the recording cost most and tell least; a given scale stands alone.

    Parameters
    ----------
    best : float
        The scale that was chosen.
    parameters : SegmentParameters
        What the user chose.
    pixel_count : int
        Of the micrograph; of a huge one the best view alone is taken.

    Returns
    -------
    tuple of float
        The best first.
    """
    if parameters.scale is not None or pixel_count > COMPACT_PIXELS:
        return (best,)
    finer = (best * 2**0.5, best * 2)
    return (best, best / 2**0.5, *(scale for scale in finer if scale < 1 + _ROUNDING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What one of several views adds.

    Parameters
    ----------
    mask, others : float
        Share of the view in the mask and in the other maps so far, 0 to 1.
    last : bool
        Whether no view comes after it.
    """

    mask: float
    others: float
    last: bool


def shares_of(best: float, scales: tuple[float, ...], index: int) -> Shares:
    """Give what a view adds to the mask and to the other maps.

    Lines between particles are thin, and blurred away in coarse views: where there
    are views finer than the best, they alone tell of lines and distances, and count
    twice for the mask.

    Parameters
    ----------
    best : float
        The scale that was chosen.
    scales : tuple of float
        Those of all views, in turn.
    index : int
        Which view.

    Returns
    -------
    Shares
    """
    so_far = scales[: index + 1]
    weights = [2 if scale > best else 1 for scale in so_far]
    finer = sum(scale > best for scale in so_far)
    others = 1.0 if index == 0 else 0.0
    if scales[index] > best:
        others = 1 / finer
    return Shares(
        mask=weights[-1] / sum(weights), others=others, last=index == len(scales) - 1
    )


def mixed(
    before: Mapping[str, npt.NDArray[Any]],
    seen: Mapping[str, npt.NDArray[np.float32]],
    shares: Shares,
) -> dict[str, npt.NDArray[np.float32]]:
    """Mix what a view shows into what the views before it showed.

    Parameters
    ----------
    before : mapping of str to ndarray
        Maps so far, shape (Y, X), 0 to 1; a channel that is missing is not mixed.
    seen : mapping of str to ndarray of float32
        Every channel of the view, same shape.
    shares : Shares
        What the view adds.

    Returns
    -------
    dict of str to ndarray of float32
        The channels of `seen`; after the last view the mask is less by its gaps.
    """
    maps = dict(seen)
    for name in maps:
        share = shares.mask if name == "mask" else shares.others
        if share < 1 and name in before:
            maps[name] = before[name] + np.float32(share) * (seen[name] - before[name])
    if shares.last and "contact" in maps:
        maps["mask"] = without_gaps(maps["mask"], maps["contact"])
    return maps


def without_gaps(
    mask: npt.NDArray[Any], contact: npt.NDArray[Any]
) -> npt.NDArray[np.float32]:
    """Take from the mask where a line between particles is seen.

    A pixel of which the network is not sure, and which lies on such a line, is a gap
    that the views have blurred; inside particles that overlap it stays above 0.5.

    Parameters
    ----------
    mask, contact : ndarray
        Probability of particles and of lines between them, same shape, 0 to 1.

    Returns
    -------
    ndarray of float32
        Same shape: probability of a particle and no gap.
    """
    less: npt.NDArray[np.float32] = contact * np.float32(-_GAP)
    less += 1  # in place: strips of huge micrographs are large themselves
    less *= mask
    return less


def mirrored(predict: Predict) -> Predict:
    """Average a network's answers to a picture and its three mirror images.

    Parameters
    ----------
    predict : callable
        The network.

    Returns
    -------
    callable
    """

    def averaged(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        total = predict(grey)
        for flip in ((slice(None, None, -1),), (slice(None), slice(None, None, -1))):
            total = total + predict(np.ascontiguousarray(grey[flip]))[flip]
        both = (slice(None, None, -1), slice(None, None, -1))
        total = total + predict(np.ascontiguousarray(grey[both]))[both]
        return total / np.float32(4)

    return averaged
