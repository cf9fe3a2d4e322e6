"""Gatan DigitalMicrograph dm3 and dm4, by ncempy.

ncempy follows the description by C. Boothroyd (microscopy.cen.dtu.dk/~cbb/info/
dmformat); calibrations stand in ImageList.N.ImageData.Calibrations.Dimension.K.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.formats.grey import grey_from_samples
from feretlab.core.io.formats.ncempy_part import ncempy_part
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.units import is_energy, is_reciprocal, length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Recorded

# DigitalMicrograph's numbers of data types: complex, packed complex, RGB.
_COMPLEX, _RGB, _TRUTH = {3, 5, 13, 27, 28}, {8, 23}, 14
_SMALL_BYTES = 1 << 28
_USEFUL = ("Microscope Info.", "DataBar.", "Meta Data.")


@contextmanager
def open_dm(path: Path) -> Iterator[Sequence[Page]]:
    """Open a dm3 or dm4 file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page
        Every frame of every picture but the thumbnail.
    """
    # Parsing in memory is ten times faster; a large stack must not fill it.
    in_memory = path.stat().st_size < _SMALL_BYTES
    with np.errstate(over="ignore"):  # sizes of a damaged file
        reader = _quiet_reader()(str(path), on_memory=in_memory)
    with reader as file:
        first = 0 if file.numObjects <= 1 else 1
        pages: list[Page] = []
        reasons: list[str] = []
        for index in range(first, len(file.xSize)):
            reason = _not_a_picture(file, index)
            if reason:
                reasons.append(reason)
            else:
                pages += _frames(path, file, index)
        if not pages:
            found = reasons[0] if reasons else "nothing"
            message = f"Reading {str(path)!r}: found {found}, expected a picture."
            raise InputError(message)
        yield pages


@cache
def _quiet_reader() -> Any:
    """Give ncempy's reader, silent where a damaged file is still mapped at its end.

    Arrays of a parse that failed may be collected after the reader (seen in 3.13).
    """

    class Reader(ncempy_part("dm").fileDM):  # type: ignore[misc]  # untyped
        def __del__(self) -> None:
            with suppress(BufferError):
                super().__del__()

    return Reader


def _not_a_picture(file: Any, index: int) -> str:
    if file.dataType[index] in _COMPLEX:
        return "a Fourier transform or wave of complex values"
    if file.dataShape[index] < 2 or file.ySize[index] < 2 <= file.dataShape[index] - 1:
        return "a spectrum or line"
    kept_as = file.allTags.get(f".ImageList.{index + 1}.ImageTags.Meta Data.Format", "")
    is_stack = file.zSize[index] > 1
    if "pectrum" in str(kept_as) or (is_stack and is_energy(_unit(file, index, 3))):
        return "a spectrum image"
    return ""


def _frames(path: Path, file: Any, index: int) -> list[Page]:
    shape = (int(file.ySize[index]), int(file.xSize[index]))
    check_shape(path, shape)
    recorded = _recorded(file, index)
    frames = int(file.zSize[index]) * int(file.zSize2[index])
    is_rgb = file.dataType[index] in _RGB
    dtype = _dtype(file, index)
    pixels = np.memmap(path, dtype, "r", int(file.dataOffset[index]), (frames, *shape))
    return [
        Page(
            shape=shape,
            dtype=np.dtype(np.uint8) if is_rgb else pixels.dtype,
            read=partial(_read, pixels, frame, is_rgb),
            recorded=recorded,
        )
        for frame in range(frames)
    ]


def _dtype(file: Any, index: int) -> np.dtype[Any]:
    """Type of one value, with the two that ncempy does not read."""
    number = int(file.dataType[index])
    if number in _RGB:
        return np.dtype("<u4")
    if number == _TRUTH:
        return np.dtype(np.bool_)
    return np.dtype(file._DM2NPDataType(number))


def _read(pixels: npt.NDArray[Any], frame: int, is_rgb: bool) -> npt.NDArray[Any]:
    plane = np.array(pixels[frame])
    if not is_rgb:
        return plane
    # Each value is blue, green, red, alpha in that order in memory.
    samples = plane.view(np.uint8).reshape(*plane.shape, 4)[..., 2::-1]
    return grey_from_samples(samples)


def _recorded(file: Any, index: int) -> Recorded:
    units = [_unit(file, index, axis) for axis in (2, 1)]
    scales = [_calibration(file, index, axis, "Scale") for axis in (2, 1)]
    size = pixel_size(*(length_nm(*pair) for pair in zip(scales, units, strict=True)))
    prefix = f".ImageList.{index + 1}.ImageTags."
    metadata = {
        key.removeprefix(prefix): str(value)
        for key, value in file.allTags.items()
        if key.startswith(tuple(prefix + part for part in _USEFUL))
    }
    return Recorded(
        vendor="Gatan",
        pixel_size_nm=size,
        source="DigitalMicrograph calibration" if size else "",
        is_reciprocal=any(is_reciprocal(unit) for unit in units),
        metadata=metadata,
    )


def _unit(file: Any, index: int, axis: int) -> str:
    return str(_calibration(file, index, axis, "Units") or "").strip("\x00 ")


def _calibration(file: Any, index: int, axis: int, name: str) -> Any:
    place = f".ImageList.{index + 1}.ImageData.Calibrations.Dimension.{axis}.{name}"
    return file.allTags.get(place)
