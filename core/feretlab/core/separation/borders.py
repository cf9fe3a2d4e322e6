"""Borders between neighbouring regions, and what they look like."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled

Float = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]

FEATURES = ("contact", "depth", "mask", "notch", "solidity")
"""What is known of a border, in the order of its features.

contact
    Mean contact along it.
depth
    How far the distance falls from the lower of the two regions' peaks to its
    highest point.
mask
    Mean probability along it that there is a particle at all.
notch
    Solidity of the two regions, on the mean by area, less that of their union.
solidity
    Area of the union over that of its convex hull.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Borders:
    """All borders of a label image, as sums that add when regions are joined.

    Parameters
    ----------
    pairs : ndarray of int64
        Shape (E, 2): the labels on both sides, the smaller first.
    length, contact, mask : ndarray of float64
        Shape (E,): pairs of pixels, and sums over them.
    saddle : ndarray of float64
        Shape (E,): greatest distance on both sides of one pair of pixels.
    """

    pairs: npt.NDArray[np.int64]
    length: Values
    contact: Values
    mask: Values
    saddle: Values


def find_borders(
    labels: npt.NDArray[np.int32], contact: Float, distance: Float, mask: Float
) -> Borders:
    """Find the borders between regions that share edges of pixels.

    Parameters
    ----------
    labels : ndarray of int32
        Shape (Y, X), 0 background.
    contact, distance, mask : ndarray of float32
        Shape (Y, X), 0 to 1.

    Returns
    -------
    Borders
    """
    width = int(labels.max(initial=0)) + 1
    found = _border_pixels(labels, contact, distance, mask)
    keys, back = np.unique(found[0] * width + found[1], return_inverse=True)
    count = len(keys)
    saddle = np.zeros(count)
    np.maximum.at(saddle, back, found[3])
    return Borders(
        pairs=np.stack([keys // width, keys % width], axis=1).astype(np.int64),
        length=_summed(back, np.ones(len(back)), count),
        contact=_summed(back, found[2], count),
        mask=_summed(back, found[4], count),
        saddle=saddle,
    )


def region_peaks(labels: npt.NDArray[np.int32], distance: Float) -> Values:
    """Give the greatest distance of each region.

    Parameters
    ----------
    labels : ndarray of int32
        Shape (Y, X), 0 background.
    distance : ndarray of float32
        Shape (Y, X).

    Returns
    -------
    ndarray of float64
        For each label from 0 on; 0 for the background.
    """
    return _peaks(labels, distance, int(labels.max(initial=0)))


def _summed(back: npt.NDArray[np.int64], values: Values, count: int) -> Values:
    return np.bincount(back, weights=values, minlength=count).astype(np.float64)


@compiled
def _peaks(labels: npt.NDArray[np.int32], distance: Float, count: int) -> Values:
    peaks = np.zeros(count + 1)
    for y in range(labels.shape[0]):
        for x in range(labels.shape[1]):
            if labels[y, x]:
                peaks[labels[y, x]] = max(peaks[labels[y, x]], distance[y, x])
    return peaks


@compiled
def _border_pixels(
    labels: npt.NDArray[np.int32], contact: Float, distance: Float, mask: Float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Values, Values, Values]:
    """Pixel pairs that share an edge and differ: labels, contact, distance, mask."""
    rows, columns = labels.shape
    count = 0
    for fill in range(2):
        if fill:
            low = np.empty(count, np.int64)
            high = np.empty(count, np.int64)
            seen = np.empty(count, np.float64)
            level = np.empty(count, np.float64)
            sure = np.empty(count, np.float64)
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
                        low[count] = min(here, other)
                        high[count] = max(here, other)
                        seen[count] = max(contact[y, x], contact[v, u])
                        level[count] = min(distance[y, x], distance[v, u])
                        sure[count] = min(mask[y, x], mask[v, u])
                    count += 1
    return low, high, seen, level, sure
