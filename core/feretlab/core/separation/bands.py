"""A large picture separated a band of rows at a time, so that it needs less memory."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from feretlab.core.separation.blobs import Blobs

WHOLE_PX = 2**24
"""Pictures of no more pixels are one band."""
_BAND_PX = 2**22


def bands(
    blobs: Blobs, margin_px: int, whole_px: int = WHOLE_PX, band_px: int = _BAND_PX
) -> Iterator[tuple[slice, npt.NDArray[np.int32]]]:
    """Share the blobs of a picture among bands of rows, each blob whole.

    Parameters
    ----------
    blobs : Blobs
        Connected parts of a mask.
    margin_px : int
        Rows that a band has above and below its blobs, as far as there are.
    whole_px : int
        A picture of no more pixels is one band.
    band_px : int
        About how many pixels a band has; one that holds a taller blob has more.

    Yields
    ------
    rows : slice
        The band. Bands overlap where their blobs stand beside each other.
    labels : ndarray of int32
        Its blobs, shape (rows, X), numbered from 1, 0 background.
    """
    height, width = blobs.shape
    count = len(blobs.tops)
    if height * width <= whole_px:
        if count:
            rows = slice(0, height)
            yield rows, blobs.drawn(1, count + 1, rows)
        return
    step = max(band_px // width, 1)
    ends = np.searchsorted(blobs.tops, range(0, height + step, step)).tolist()
    for first, last in pairwise(ends):
        if first == last:
            continue
        top = max(int(blobs.tops[first]) - margin_px, 0)
        bottom = int(blobs.bottoms[first:last].max()) + margin_px
        rows = slice(top, min(bottom, height))
        yield rows, blobs.drawn(first + 1, last + 1, rows)
