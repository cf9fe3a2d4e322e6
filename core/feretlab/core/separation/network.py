"""Separation by a network's maps: hills of the distance, parted by contact lines."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from feretlab.core.separation.flooding import flood
from feretlab.core.separation.parameters import SeparateParameters

Float = npt.NDArray[np.float32]
Sums = npt.NDArray[Any]


def network_labels(
    mask: npt.NDArray[np.bool_],
    maps: Mapping[str, Float],
    parameters: SeparateParameters,
) -> npt.NDArray[np.int32]:
    """Part a mask where a network saw particles touch.

    The smoothed distance, less the contact, is flooded from its peaks; of what
    that parts too much, neighbours are joined whose common border shows little
    contact and little drop of the distance.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    maps : mapping of str to ndarray of float32
        ``contact`` and ``distance``, shape (Y, X) each, 0 to 1.
    parameters : SeparateParameters
        Its fields that begin with ``network_``, and ``connectivity``.

    Returns
    -------
    ndarray of int32
        Shape (Y, X), 0 background.
    """
    from scipy import ndimage

    sigma = parameters.network_smoothing_px
    distance = ndimage.gaussian_filter(_unit(maps["distance"]), sigma, truncate=3.0)
    contact = _unit(maps["contact"])
    height = distance - np.float32(parameters.network_contact_weight) * contact
    labels = flood(
        height,
        mask,
        min_depth=parameters.network_min_depth,
        min_peak=parameters.network_min_peak,
        connectivity=parameters.connectivity,
    )
    return _join(labels, height, contact, parameters)


def _unit(values: npt.NDArray[Any]) -> Float:
    """Give a map as 0..1; large ones come as bytes."""
    if values.dtype == np.uint8:
        return values.astype(np.float32) / np.float32(255)
    return np.asarray(values, np.float32)


def _join(
    labels: npt.NDArray[np.int32],
    height: Float,
    contact: Float,
    parameters: SeparateParameters,
) -> npt.NDArray[np.int32]:
    """Join neighbours across faint borders, the faintest first, until none is left."""
    count = int(labels.max(initial=0))
    if count < 2:
        return labels
    peak = np.zeros(count + 1, np.float32)
    inside = labels > 0
    np.maximum.at(peak, labels[inside], height[inside])
    keys, length, seen, level = _borders(labels, height, contact)
    target = np.arange(count + 1)
    while len(keys):
        one, other = keys // (count + 1), keys % (count + 1)
        drop = np.minimum(peak[one], peak[other]) - level / length
        strength = np.maximum(drop, 0) + seen / length
        best = int(np.argmin(strength))
        if strength[best] >= parameters.network_min_strength:
            break
        low, high = one[best], other[best]
        target[target == high] = low
        peak[low] = max(peak[low], peak[high])
        one, other = (
            np.where(one == high, low, one),
            np.where(other == high, low, other),
        )
        apart = one != other
        one, other = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        keys, back = np.unique(one * (count + 1) + other, return_inverse=True)
        length, seen, level = (
            np.bincount(back, weights=values[apart], minlength=len(keys))
            for values in (length, seen, level)
        )
    _, packed = np.unique(target, return_inverse=True)
    joined: npt.NDArray[np.int32] = packed.astype(np.int32)[labels]
    return joined


def _borders(
    labels: npt.NDArray[np.int32], height: Float, contact: Float
) -> tuple[npt.NDArray[np.int64], Sums, Sums, Sums]:
    """Per pair of neighbours: key, border length, sums of contact and of height."""
    width = int(labels.max()) + 1
    pairs, seen, level = _border_pixels(labels, height, contact)
    keys, back = np.unique(pairs[:, 0] * width + pairs[:, 1], return_inverse=True)
    length = np.bincount(back, minlength=len(keys)).astype(np.float64)
    return (
        keys,
        length,
        np.bincount(back, weights=seen, minlength=len(keys)),
        np.bincount(back, weights=level, minlength=len(keys)),
    )


@njit(cache=True)
def _border_pixels(
    labels: npt.NDArray[np.int32], height: Float, contact: Float
) -> tuple[npt.NDArray[np.int64], Float, Float]:
    """Pixel pairs that share an edge and differ: labels, contact, height."""
    rows, columns = labels.shape
    count = 0
    for fill in range(2):
        if fill:
            pairs = np.empty((count, 2), np.int64)
            seen = np.empty(count, np.float32)
            level = np.empty(count, np.float32)
            count = 0
        for y in range(rows):
            for x in range(columns):
                here = labels[y, x]
                if here == 0:
                    continue
                for k in range(2):
                    v, u = y + k, x + 1 - k
                    if v >= rows or u >= columns:
                        continue
                    other = labels[v, u]
                    if other == 0 or other == here:
                        continue
                    if fill:
                        pairs[count, 0] = min(here, other)
                        pairs[count, 1] = max(here, other)
                        seen[count] = max(contact[y, x], contact[v, u])
                        level[count] = min(height[y, x], height[v, u])
                    count += 1
    return pairs, seen, level
