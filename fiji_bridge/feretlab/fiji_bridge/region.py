"""The part of a picture that a selection leaves."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """The part of a picture that a selection leaves, or all of it.

    Parameters
    ----------
    rows, columns : slice
        The selection's bounding box.
    inside : ndarray of bool or None
        Shape of the box; None where the selection is a rectangle.
    """

    rows: slice
    columns: slice
    inside: npt.NDArray[np.bool_] | None

    @property
    def corner(self) -> tuple[int, int]:
        """First row and column."""
        return self.rows.start, self.columns.start

    def is_whole(self, shape: tuple[int, int]) -> bool:
        """Tell whether it is all of a picture.

        Parameters
        ----------
        shape : tuple of int
            Height and width of the picture.

        Returns
        -------
        bool
        """
        box = slice(0, shape[0]), slice(0, shape[1])
        return self.inside is None and (self.rows, self.columns) == box

    def of(self, pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Cut the box out of a picture.

        Parameters
        ----------
        pixels : ndarray
            Shape (Y, X).

        Returns
        -------
        ndarray
            A view.
        """
        return pixels[self.rows, self.columns]

    def clip(self, mask: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Clear what lies outside the selection.

        Parameters
        ----------
        mask : ndarray
            Shape of the box.

        Returns
        -------
        ndarray
            0 outside.
        """
        if self.inside is None:
            return mask
        return np.where(self.inside, mask, np.zeros((), mask.dtype))


def whole_picture(shape: tuple[int, int]) -> Region:
    """Give the region of an image without a selection.

    Parameters
    ----------
    shape : tuple of int
        Height and width.

    Returns
    -------
    Region
    """
    return Region(rows=slice(0, shape[0]), columns=slice(0, shape[1]), inside=None)


def nothing_selected(title: str, shape: tuple[int, int]) -> InputError:
    """Give the error of a selection beside the picture.

    Parameters
    ----------
    title : str
        Of the image.
    shape : tuple of int
        Height and width.

    Returns
    -------
    InputError
    """
    message = (
        f"Reading the selection of {title!r}: found none of its "
        f"{shape[1]} x {shape[0]} pixels inside, expected some."
    )
    return InputError(message)
