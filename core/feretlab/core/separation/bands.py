"""A large picture separated a band of rows at a time, so that it needs less memory."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

AT_ONCE_PX = 2**24
"""Pictures of no more pixels are one band; bands of larger ones have about as many."""


def bands(
    blobs: npt.NDArray[np.int32], margin_px: int, at_once_px: int = AT_ONCE_PX
) -> Iterator[tuple[slice, npt.NDArray[np.bool_]]]:
    """Share the blobs of a picture among bands of rows, each blob whole.

    Parameters
    ----------
    blobs : ndarray of int32
        Shape (Y, X), connected parts of a mask numbered from 1, 0 background.
    margin_px : int
        Rows that a band has above and below its blobs, as far as there are.
    at_once_px : int
        About how many pixels a band has; one that holds a taller blob has more.

    Yields
    ------
    rows : slice
        The band. Bands overlap where their blobs stand beside each other.
    mask : ndarray of bool
        Its blobs, shape (rows, X).
    """
    from scipy import ndimage

    height, width = blobs.shape
    if blobs.size <= at_once_px:
        yield slice(0, height), blobs > 0
        return
    boxes = ndimage.find_objects(blobs)
    tops = np.array([box[0].start for box in boxes], np.intp)
    bottoms = np.array([box[0].stop for box in boxes], np.intp)
    step = max(at_once_px // width, 1)
    for first in range(0, height, step):
        mine = (tops >= first) & (tops < first + step)
        if not mine.any():
            continue
        top = max(int(tops[mine].min()) - margin_px, 0)
        rows = slice(top, min(int(bottoms[mine].max()) + margin_px, height))
        yield rows, np.concatenate(([False], mine))[blobs[rows]]
