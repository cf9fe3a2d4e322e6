"""FEI/Thermo Fisher TIA series: .ser and the .emi that belongs to it, by ncempy.

ncempy follows the description by P. Ercius and C. Boothroyd; pictures carry
their pixel size in m, diffraction patterns in 1/m, and only the .emi says which.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.formats.ncempy_part import ncempy_part
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.units import length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Recorded

_PICTURES = 0x4122
# No picture has pixels of 1 mm; 1/m of a diffraction pattern is far above.
_LARGEST_EDGE_M = 1e-3


_Base: Any = ncempy_part("ser").fileSER


class _Series(_Base):
    """A series whose pixels an incomplete .emi does not hide."""

    # Its " <u1" is no type.
    _dictDataType: ClassVar[dict[int, str]] = {**_Base._dictDataType, 1: "<u1"}

    def _read_emi(self) -> None:
        try:
            super()._read_emi()
        except (AttributeError, LookupError, SyntaxError, TypeError, ValueError):
            self._emi = None


@contextmanager
def open_ser(path: Path) -> Iterator[Sequence[Page]]:
    """Open a .ser file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page
        Every picture of the series.
    """
    with _Series(path) as file:
        if file.head["DataTypeID"] != _PICTURES:
            message = f"Reading {str(path)!r}: found spectra, expected pictures."
            raise InputError(message)
        yield _pages(path, file)


@contextmanager
def open_emi(path: Path) -> Iterator[Sequence[Page]]:
    """Open the series that belong to an .emi file.

    Parameters
    ----------
    path : Path
        The .emi file.

    Yields
    ------
    sequence of Page
        Every picture of every series beside it.
    """
    own = re.compile(re.escape(path.stem) + r"_\d+\.ser", re.IGNORECASE)
    series = sorted(file for file in path.parent.iterdir() if own.fullmatch(file.name))
    if not series:
        message = (
            f"Reading {str(path)!r}: the pixels are in {path.stem}_1.ser, which is not "
            "beside it; copy it there."
        )
        raise FileError(message)
    with ExitStack() as stack:
        yield [page for file in series for page in stack.enter_context(open_ser(file))]


def _pages(path: Path, file: Any) -> list[Page]:
    """Pictures of a series share the size and calibration of its first."""
    count = int(file.head["ValidNumberElements"])
    if not count:
        raise InputError(f"Reading {str(path)!r}: the series holds no pictures.")
    offsets = len(file.head["DataOffsetArray"])
    if offsets < count:
        message = (
            f"Reading {str(path)!r}: its header claims {count} pictures, but the file "
            f"has places for {offsets}; it is damaged."
        )
        raise FileError(message)
    pixels, meta = file.getDataset(0)
    check_shape(path, pixels.shape)
    recorded = _recorded(file, meta)
    return [
        Page(
            shape=pixels.shape,
            dtype=pixels.dtype,
            read=partial(_read, file, index),
            recorded=recorded,
        )
        for index in range(count)
    ]


def _read(file: Any, index: int) -> npt.NDArray[Any]:
    return np.asarray(file.getDataset(index)[0])


def _recorded(file: Any, meta: Any) -> Recorded:
    along, down = (float(axis["CalibrationDelta"]) for axis in meta["Calibration"])
    size = pixel_size(length_nm(down, "m"), length_nm(along, "m"))
    conditions = {str(key): str(value) for key, value in (file._emi or {}).items()}
    return Recorded(
        vendor="FEI TIA",
        pixel_size_nm=size,
        source="TIA calibration" if size else "",
        is_reciprocal=max(abs(along), abs(down)) > _LARGEST_EDGE_M,
        metadata=conditions,
    )
