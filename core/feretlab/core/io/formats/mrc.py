"""MRC2014 and its elders, by mrcfile.

Specification: ccpem.ac.uk/mrc_format/mrc2014.php. The cell in Å divided by the
sampling gives the pixel size; FEI's extended header gives it in m, with a cell that
is in Å, in µm (github.com/ome/bioformats/pull/3192) or not set.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import isclose
from pathlib import Path
from typing import Any

import mrcfile
import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError
from feretlab.core.io.formats.grey import grey_from_samples
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.quiet import without_warnings
from feretlab.core.io.units import length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Recorded
from feretlab.core.micrograph import PixelSize

# What programs write that do not know better: 1 Å.
_UNSET = PixelSize(0.1, 0.1)
_HEADER_BYTES, _EXTENDED_AT = 1024, 92
_MODE_AT, _HIGHEST_MODE = 12, 101
_UM_IN_ANGSTROM = 1e4
# Microscopes' extended header before FEI1: 128 bytes a picture, pixel size in m.
_OLD_FEI_RECORD, _OLD_FEI_PIXEL_SIZE = 128, 44
# bio3d.colorado.edu/imod/doc/mrc_format.txt: byte 152 of the header, then flags.
_IMOD_STAMP, _IMOD_SIGNED = 1146047817, 1
_IMOD_STAMP_AT = (152 - 112) // 4


@contextmanager
def open_mrc(path: Path) -> Iterator[Sequence[Page]]:
    """Open an MRC file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page
        Its sections, read from the disk one by one.
    """
    _check_length(path)
    # Of every departure from the standard; microscopes do so.
    with without_warnings(RuntimeWarning):
        file = mrcfile.mmap(path, mode="r", permissive=True)
    with file:
        data = file.data
        if data is None:
            message = f"Reading {str(path)!r}: the MRC header and the pixels disagree."
            raise FileError(message)
        if _is_unsigned(file.header, data[0] if data.ndim > 2 else data):
            data = data.view(np.uint8)
        is_rgb = data.dtype.kind == "V" or file.header.mode == 16
        sections = data if data.ndim > 2 else data[None]
        shape = sections.shape[-2:]
        check_shape(path, shape)
        recorded = _recorded(file)
        yield [
            Page(
                shape=shape,
                dtype=sections.dtype,
                read=partial(_read, sections, index, is_rgb),
                recorded=recorded,
            )
            for index in np.ndindex(*sections.shape[:-2])
        ]


def _check_length(path: Path) -> None:
    """Refuse a longer extended header than the file, for which mrcfile takes memory."""
    with open(path, "rb") as file:
        head = file.read(_HEADER_BYTES)
    size = path.stat().st_size
    # As mrcfile finds the order of bytes where the stamp of it is missing or wrong.
    (mode,) = struct.unpack_from("<i", head, _MODE_AT)
    order = "<" if 0 <= mode <= _HIGHEST_MODE else ">"
    (extended,) = struct.unpack_from(f"{order}i", head, _EXTENDED_AT)
    if _HEADER_BYTES + extended > size:
        message = (
            f"Reading {str(path)!r}: its header claims {extended} bytes before its "
            f"pixels, but the file has {size}; it is damaged."
        )
        raise FileError(message)


def _read(
    sections: npt.NDArray[Any], index: tuple[int, ...], is_rgb: bool
) -> npt.NDArray[Any]:
    plane = np.array(sections[index])
    if is_rgb and plane.dtype.names:
        return grey_from_samples(
            np.stack([plane[name] for name in plane.dtype.names], -1)
        )
    return plane


def _is_unsigned(header: Any, section: npt.NDArray[Any]) -> bool:
    """Whether bytes count from 0, as elders of MRC2014 and IMOD's flags have them."""
    if header.mode != 0:
        return False
    extra = np.frombuffer(header.extra2.tobytes(), header.mode.dtype)
    stamp, flags = extra[_IMOD_STAMP_AT : _IMOD_STAMP_AT + 2]
    if stamp == _IMOD_STAMP:
        return not flags & _IMOD_SIGNED
    if not (header.dmin >= 0 and np.iinfo(np.int8).max < header.dmax <= 255):
        return False
    unsigned = section.view(np.uint8)
    lowest, highest = int(unsigned.min()), int(unsigned.max())
    if lowest < header.dmin or highest > header.dmax:
        return False
    if (header.dmin, header.dmax) == (lowest, highest) != (0, 255):
        return True
    # 0 and 255 may be what a program writes always; the pixels tell where bytes wrap.
    return section.max() <= 0 or _steps(unsigned) <= _steps(section)


def _steps(section: npt.NDArray[Any]) -> int:
    """Sum the steps of grey between neighbours, which are large where bytes wrap."""
    return int(np.abs(np.diff(section.astype(np.int16))).sum(dtype=np.int64))


def _recorded(file: Any) -> Recorded:
    size, source = _cell_size(file), "MRC header, cell / sampling"
    notes: tuple[str, ...] = ()
    extended = _extended_size(file)
    if extended is not None and _is_no_measure(size, extended):
        size, source = extended, "MRC extended header (FEI)"
    elif size == _UNSET:
        notes = (
            "The MRC header says exactly 1 Å per pixel, which programs also write "
            "where they do not know.",
        )
    return Recorded(
        vendor="MRC",
        pixel_size_nm=size,
        source=source if size else "",
        metadata={"labels": " | ".join(file.get_labels())},
        warnings=notes,
    )


def _cell_size(file: Any) -> PixelSize | None:
    with np.errstate(divide="ignore", invalid="ignore"):  # a sampling of 0
        voxel = file.voxel_size
    return pixel_size(*(length_nm(float(edge), "Å") for edge in (voxel.y, voxel.x)))


def _is_no_measure(cell: PixelSize | None, extended: PixelSize) -> bool:
    """Whether the cell is unset, or is the other size with µm for Å."""
    return cell in (None, _UNSET) or all(
        isclose(edge * _UM_IN_ANGSTROM, other, rel_tol=0.01)
        for edge, other in zip(cell, extended, strict=True)
    )


def _extended_size(file: Any) -> PixelSize | None:
    kind = bytes(file.header.exttyp).strip(b"\x00 ")
    if kind in (b"FEI1", b"FEI2"):
        with without_warnings(RuntimeWarning):
            records = file.indexed_extended_header
        if records is None or not len(records):
            return None
        record = records[0]
        return pixel_size(
            length_nm(float(record["Pixel size Y"]), "m"),
            length_nm(float(record["Pixel size X"]), "m"),
        )
    data = np.asarray(file.extended_header).tobytes()
    if kind in (b"", b"AGAR") and len(data) >= 1024 * _OLD_FEI_RECORD:
        edge = float(np.frombuffer(data, "<f4", 1, _OLD_FEI_PIXEL_SIZE)[0])
        # Other programs keep other things there; real sizes only are taken.
        if 1e-12 < edge < 1e-5:
            return pixel_size(length_nm(edge, "m"), length_nm(edge, "m"))
    return None
