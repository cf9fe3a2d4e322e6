"""What the network should answer: maps drawn from labelled particles."""

import numpy as np
import numpy.typing as npt

CHANNELS = ("mask", "contact", "distance")
"""The output maps, in order. Targets carry one map more: the pixels' weights."""

# A particle of so many pixels weighs twice a large one, smaller ones up to thrice.
_SMALL_AREA_PX = 400.0


def distance_to_edge(labels: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """Give each pixel's distance to its own particle's edge, as share of the largest.

    Parameters
    ----------
    labels : ndarray of int32
        Ids of the visible particles, shape (Y, X), 0 for background.

    Returns
    -------
    ndarray of float32
        Same shape; 1 at each particle's innermost pixel, 0 in the background.
    """
    from scipy import ndimage

    inner = labels > 0
    for axis in (0, 1):
        differs = np.diff(labels, axis=axis) != 0
        near = [slice(None), slice(None)]
        far = [slice(None), slice(None)]
        near[axis], far[axis] = slice(None, -1), slice(1, None)
        inner[tuple(near)] &= ~differs
        inner[tuple(far)] &= ~differs
    # Edge pixels count half a pixel, the centre's distance to the edge itself.
    distance = ndimage.distance_transform_edt(inner).astype(np.float32) + 0.5
    distance[labels == 0] = 0
    highest = np.zeros(int(labels.max()) + 1, np.float32)
    np.maximum.at(highest, labels.ravel(), distance.ravel())
    highest[0] = 1
    return distance / np.maximum(highest, 0.5)[labels]


def contact_lines(labels: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Tell the pixels that have two particles among themselves and their neighbours.

    Parameters
    ----------
    labels : ndarray of int32
        Ids of the visible particles, shape (Y, X), 0 for background.

    Returns
    -------
    ndarray of bool
        Same shape; true on both sides of a common edge, and on a gap of one
        pixel between two particles.
    """
    from scipy import ndimage

    highest = ndimage.maximum_filter(labels, 3)
    never = np.iinfo(labels.dtype).max
    lowest = ndimage.minimum_filter(np.where(labels > 0, labels, never), 3)
    return (highest > 0) & (highest != lowest)


def targets(
    labels: npt.NDArray[np.int32],
    distance: npt.NDArray[np.float32],
    contact_weight: float,
) -> npt.NDArray[np.float32]:
    """Stack what the network should answer, and how much each pixel counts.

    Parameters
    ----------
    labels : ndarray of int32
        Ids of the visible particles, shape (Y, X), 0 for background.
    distance : ndarray of float32
        What `distance_to_edge` gave, shape (Y, X); perhaps before a part was cut
        out, so that a particle at the cut keeps its distances.
    contact_weight : float
        Weight of pixels on contact lines; others begin at 1.

    Returns
    -------
    ndarray of float32
        Shape (Y, X, 4): mask, contact, distance, weight.
    """
    from scipy import ndimage

    contact = contact_lines(labels)
    area = np.bincount(labels.ravel()).astype(np.float32)
    small = np.minimum(_SMALL_AREA_PX / np.maximum(area, 1), 4.0) ** 0.5
    small[0] = 0
    # The particles widened by a pixel, so that their outlines count as well.
    weight = 1 + small[ndimage.maximum_filter(labels, 3)]
    weight += (contact_weight - 1) * contact
    return np.stack([labels > 0, contact, distance, weight], axis=-1, dtype=np.float32)
