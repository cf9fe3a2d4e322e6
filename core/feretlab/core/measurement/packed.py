"""Particles as the flat arrays that compiled loops take."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles

#: First row, first column, row past the last, column past the last: (N, 4).
Boxes: TypeAlias = npt.NDArray[np.int64]
#: Where each mask begins in the bits: (N + 1,).
Offsets: TypeAlias = npt.NDArray[np.int64]
#: All masks one after another.
Bits: TypeAlias = npt.NDArray[np.bool_]
#: One region in its box: (h, w).
Mask: TypeAlias = npt.NDArray[np.bool_]
#: Corners (x, y): (M, 2).
Points: TypeAlias = npt.NDArray[Any]


def packed(particles: Particles) -> tuple[Boxes, Offsets, Bits]:
    """Give boxes, offsets and bits in the one layout that loops are compiled for.

    Parameters
    ----------
    particles : Particles
        The regions.

    Returns
    -------
    tuple of ndarray
        Contiguous and writable; copied only where they were not so already.
    """
    # Read-only arrays, as other processes send them, would be compiled for anew.
    return (
        np.require(particles.boxes, np.int64, ("C", "W")),
        np.require(particles.offsets, np.int64, ("C", "W")),
        np.require(particles.bits, np.bool_, ("C", "W")),
    )
