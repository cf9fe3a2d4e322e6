"""Mean grey value of regions."""

from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.measurement.packed import Bits, Boxes, Offsets


@compiled
def mean_greys(
    boxes: Boxes, offsets: Offsets, bits: Bits, intensity: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """Average the grey values under each region.

    Parameters
    ----------
    boxes, offsets, bits : ndarray
        The packed masks of `feretlab.core.particles.Particles`.
    intensity : ndarray
        Grey values, shape (Y, X), any real dtype.

    Returns
    -------
    ndarray of float64
        Shape (N,).
    """
    out = np.empty(len(boxes))
    for index in range(len(boxes)):
        top, left, bottom, right = boxes[index]
        at = offsets[index]
        total = 0.0
        count = 0
        for y in range(top, bottom):
            for x in range(left, right):
                if bits[at]:
                    total += intensity[y, x]
                    count += 1
                at += 1
        out[index] = total / count
    return out
