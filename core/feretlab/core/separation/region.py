"""One particle on its way from a method to the packed particles."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One particle: its mask and where that stands.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (h, w).
    corner : tuple of int
        Row and column of the mask's first pixel.
    separated : bool
        Whether it was parted from a neighbour.
    """

    mask: Bool
    corner: tuple[int, int] = (0, 0)
    separated: bool = False
