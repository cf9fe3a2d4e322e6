"""Particles in their places, and on what they lie."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng
from feretlab.core.synthesis.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A particle in its place.

    Parameters
    ----------
    shape : Shape
        The body.
    top, left : int
        Row and column of its patch's first pixel; may lie outside the picture.
    layer : int
        How many particles lie under it, 0 on the substrate.
    """

    shape: Shape
    top: int
    left: int
    layer: int

    def windows(self, size: tuple[int, int]) -> tuple[tuple[slice, slice], ...]:
        """Give the part of the picture it covers, and of its own patch.

        Parameters
        ----------
        size : tuple of int
            Height and width of the picture.

        Returns
        -------
        tuple of (slice, slice)
            First in the picture, then in the patch; may be empty.
        """
        return windows(self.top, self.left, self.shape.mask.shape, size)


def windows(
    top: int, left: int, patch: tuple[int, ...], size: tuple[int, int]
) -> tuple[tuple[slice, slice], ...]:
    """Give the part of a picture that a patch covers, and that part of the patch.

    Parameters
    ----------
    top, left : int
        Where the patch's first pixel lies; may be outside the picture.
    patch, size : tuple of int
        Height and width of the patch and of the picture.

    Returns
    -------
    tuple of (slice, slice)
        First in the picture, then in the patch; may be empty.
    """
    rows = _overlap(top, patch[0], size[0])
    cols = _overlap(left, patch[1], size[1])
    return (rows[0], cols[0]), (rows[1], cols[1])


def _overlap(start: int, length: int, limit: int) -> tuple[slice, slice]:
    low, high = max(start, 0), min(start + length, limit)
    high = max(high, low)
    return slice(low, high), slice(low - start, high - start)


def one_of(rng: Rng, bank: list[Shape], ways: tuple[int, ...]) -> Shape:
    """Take a body from the stock, in one of the given turns."""
    shape = bank[int(rng.integers(len(bank)))]
    return shape.turned(ways[int(rng.integers(len(ways)))])


def corner(
    centre: npt.NDArray[np.float64], mask: npt.NDArray[np.bool_]
) -> tuple[int, int]:
    """Give the first pixel of a patch whose middle lies at a point."""
    return (
        int(centre[0] - mask.shape[0] / 2),
        int(centre[1] - mask.shape[1] / 2),
    )


def settle(
    ground: npt.NDArray[np.int32], shape: Shape, spot: tuple[int, int], margin: int
) -> Placed:
    """Lay a body down and count it into the layers below the next ones.

    Parameters
    ----------
    ground : ndarray of int32
        Number of particles lying at each pixel, (Y, X) with the margin; this
        one is added in place.
    shape : Shape
        The body.
    spot : tuple of int
        Row and column of its first pixel on the ground.
    margin : int
        Width of the ground's rim outside the picture.

    Returns
    -------
    Placed
        In coordinates of the picture.
    """
    at = Placed(shape=shape, top=spot[0], left=spot[1], layer=0)
    there, here = at.windows((ground.shape[0], ground.shape[1]))
    mask = shape.mask[here]
    below = ground[there][mask]
    # A layer counts where enough of the particle rests on it, not at a mere touch.
    rank = below.size * 3 // 4
    layer = int(np.partition(below, rank)[rank]) if below.size else 0
    ground[there][mask] = layer + 1
    return Placed(shape=shape, top=spot[0] - margin, left=spot[1] - margin, layer=layer)
