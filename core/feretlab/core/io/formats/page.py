"""One picture of a file, not yet read."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.vendors.recorded import Recorded

# 65536 x 65536: more than any detector or stitched map that fits a memory.
LARGEST_PIXELS = 1 << 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A picture's size and metadata, and how to read its pixels.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    dtype : numpy.dtype
        As stored.
    read : callable
        Gives the grey values, shape (Y, X), any real dtype.
    recorded : Recorded
        What the metadata say.
    """

    shape: tuple[int, int]
    dtype: np.dtype[Any]
    read: Callable[[], npt.NDArray[Any]]
    recorded: Recorded = field(default_factory=Recorded)


class Format(Protocol):
    """Opens a file as its pages; they can be read while it is open."""

    def __call__(self, path: Path) -> AbstractContextManager[Sequence[Page]]:
        """Open the file at `path`."""


def check_shape(path: Path, shape: tuple[int, int]) -> None:
    """Refuse a picture that is empty or larger than any real one.

    Parameters
    ----------
    path : Path
        The file, for the message.
    shape : tuple of int
        Rows and columns that its header claims.

    Raises
    ------
    feretlab.core.errors.InputError
        Before anything is allocated.
    """
    rows, columns = shape
    if rows < 1 or columns < 1:
        message = f"Reading {str(path)!r}: its picture has {rows} x {columns} pixels."
        raise InputError(message)
    if rows * columns > LARGEST_PIXELS:
        message = (
            f"Reading {str(path)!r}: its header claims {rows} x {columns} pixels, more "
            f"than the {LARGEST_PIXELS} that can be read; the file is damaged, or must "
            "be cut into parts."
        )
        raise InputError(message)
