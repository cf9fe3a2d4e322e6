"""How several looks of a network at one picture are averaged."""

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.tiling import Predict

# Above so many pixels the maps are kept in fewer bytes: 16384 x 16384 pixels with
# three channels then take 1.3 GiB instead of 3.3.
COMPACT_PIXELS = 2**26
# The root of 2 times itself is more than 2 by so little.
_ROUNDING = 1e-9


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


def shares_of(best: float, scales: tuple[float, ...]) -> tuple[float, float]:
    """Give what the newest view adds to the mask and to the other maps.

    Lines between particles are thin, and blurred away in coarse views: where there
    are views finer than the best, they alone tell of lines and distances, and count
    twice for the mask.

    Parameters
    ----------
    best : float
        The scale that was chosen.
    scales : tuple of float
        Those of the views so far, the newest last.

    Returns
    -------
    tuple of float
        Share of the newest view in the mask and in the other maps, 0 to 1.
    """
    weights = [2 if scale > best else 1 for scale in scales]
    finer = sum(scale > best for scale in scales)
    mask = weights[-1] / sum(weights)
    if scales[-1] > best:
        return mask, 1 / finer
    return mask, 1.0 if len(scales) == 1 else 0.0


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
