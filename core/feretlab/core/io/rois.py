"""Particles as ImageJ's regions of interest (ROI), pixel for pixel.

Format: ``ij.io.RoiEncoder`` of ImageJ 1.54p. A particle of one part without holes
is a traced selection, as the wand and the particle analyzer make them; any other
is a composite selection.
"""

import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from roifile import ROI_TYPE, ImagejRoi

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.damage import READER_ERRORS, reason_of
from feretlab.core.io.roi_pixels import is_empty, roi_mask
from feretlab.core.measurement.outline import Outlines, trace_outlines
from feretlab.core.particles import Particles

# What ImageJ 1.54p writes.
_VERSION = 228
# Limits of ImageJ's 16-bit coordinates and counts; beyond, floats are written.
_LAST_COORDINATE = 60000
_MOST_VERTICES = 65535
_MOST_GROUPS = 255
_MOST_NAMED = 5
# What roifile raises on damaged bytes.
_DAMAGED = (ValueError, TypeError, EOFError, struct.error)
_LARGEST_BYTES = 1 << 26  # of a ROI
_MOVE, _LINE, _CLOSE = 0.0, 1.0, 4.0


Position = int | tuple[int, int, int]
"""Slice of a stack, from 1, and 0 for none; channel, slice, frame of a hyperstack."""


def write_rois(
    particles: Particles, path: str | os.PathLike[str], *, position: Position = 0
) -> None:
    """Write a ROI set that ImageJ's ROI Manager opens.

    ROI i + 1 is particle i. Its name is ``number-y-x`` of the middle of its box;
    class, confidence, weight and separation stand in its properties, and the
    number of the class is its group where there are several classes.

    Parameters
    ----------
    particles : Particles
        The regions, overlapping or not.
    path : path-like
        The ``.zip`` file to write.
    position : int or tuple of int
        Where in a stack they lie.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file cannot be written.
    """
    with (
        atomic_path(path) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for index in range(len(particles)):
            roi = _to_roi(particles, index)
            if isinstance(position, int):
                roi.position = position
            else:
                roi.c_position, roi.z_position, roi.t_position = position
            # Without a date, so that the same particles give the same file.
            entry = zipfile.ZipInfo(f"{roi.name}.roi")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, roi.tobytes())


def read_rois(
    path: str | os.PathLike[str],
    shape: tuple[int, int],
    *,
    position: int | None = None,
) -> Particles:
    """Read a ROI set, or a single ROI, of areas of any kind.

    Parameters
    ----------
    path : path-like
        A ``.zip`` or ``.roi`` file.
    shape : tuple of int
        Height and width of the micrograph; pixels beyond are cut off.
    position : int or None
        Take only ROIs of this slice of a stack, from 1, and those of none; None
        takes all.

    Returns
    -------
    Particles
        In the order of the file, without empty ROIs, which `filled_rois` tells of.
        Classes come from the property ``class``, else from the group.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file is missing, broken or no ROI.
    feretlab.core.errors.InputError
        Where a ROI is a line, a point, has curved edges or lies outside, or where
        all are empty.
    """
    masks, corners, rois = [], [], []
    for name, roi in filled_rois(path)[0]:
        if position and roi.position not in (0, position):
            continue
        try:
            mask, corner = _inside(*roi_mask(roi), shape)
        except InputError as error:
            message = f"Reading ROI {name!r} of {str(path)!r}: {error}"
            raise InputError(message) from error
        masks.append(mask)
        corners.append(corner)
        rois.append(roi)
    return Particles.from_masks(masks, corners, shape, **_columns(rois))


def _to_roi(particles: Particles, index: int) -> ImagejRoi:
    top, left, bottom, right = (int(edge) for edge in particles.boxes[index])
    roi = ImagejRoi()
    roi.version = _VERSION
    roi.top, roi.left, roi.bottom, roi.right = top, left, bottom, right
    roi.name = f"{index + 1:04}-{(top + bottom) // 2:04}-{(left + right) // 2:04}"
    outlines = trace_outlines(particles.mask(index))
    if (
        len(outlines.is_hole) == 1
        and max(bottom, right) <= _LAST_COORDINATE
        and len(outlines.vertices) <= _MOST_VERTICES
    ):
        roi.roitype = ROI_TYPE.TRACED
        roi.n_coordinates = len(outlines.vertices)
        roi.integer_coordinates = outlines.vertices
    else:
        roi.roitype = ROI_TYPE.RECT
        roi.multi_coordinates = _path(outlines, top, left)
        roi.shape_roi_size = len(roi.multi_coordinates)
    roi.properties = _properties(particles, index)
    if len(particles.class_names) > 1:
        roi.group = min(int(particles.class_index[index]) + 1, _MOST_GROUPS)
    return roi


def _path(outlines: Outlines, top: int, left: int) -> npt.NDArray[np.float32]:
    """Write outlines as the drawing commands of a composite selection."""
    pieces = []
    for begin, end in zip(outlines.offsets[:-1], outlines.offsets[1:], strict=True):
        commands = np.full((end - begin, 3), _LINE, np.float32)
        commands[0, 0] = _MOVE
        commands[:, 1:] = np.add(outlines.vertices[begin:end], (left, top))
        pieces += [commands.ravel(), np.array([_CLOSE], np.float32)]
    return np.concatenate(pieces)


def _properties(particles: Particles, index: int) -> dict[str, Any]:
    name = particles.class_names[particles.class_index[index]]
    values: dict[str, Any] = {"class": name}
    if not np.isnan(particles.confidence[index]):
        values["confidence"] = float(particles.confidence[index])
    if particles.separated[index]:
        values["separated"] = True
    if particles.weight[index] != 1:
        values["weight"] = float(particles.weight[index])
    return values


def decode_rois(path: str | os.PathLike[str]) -> Iterator[tuple[str, ImagejRoi]]:
    """Decode every ROI of a file, of whatever kind, with its name.

    Parameters
    ----------
    path : path-like
        A ``.zip`` or ``.roi`` file.

    Yields
    ------
    name : str
        Of the archive's entry, or the stem of the file.
    roi : roifile.ImagejRoi

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file is missing, broken or no ROI.
    """
    try:
        for name, content in roi_entries(path):
            yield name, ImagejRoi.frombytes(content)
    except _DAMAGED as error:
        message = f"Reading ROIs of {str(path)!r}: not an ImageJ ROI set ({error})."
        raise FileError(message) from error


def filled_rois(
    path: str | os.PathLike[str],
) -> tuple[list[tuple[str, ImagejRoi]], str]:
    """Decode the ROIs of a file without its empty ones.

    Parameters
    ----------
    path : path-like
        A ``.zip`` or ``.roi`` file.

    Returns
    -------
    rois : list of (str, roifile.ImagejRoi)
        Of whatever kind, with their names.
    warning : str
        Names the empty ROIs, which are left out; empty where there is none.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file is missing, broken or no ROI.
    feretlab.core.errors.InputError
        Where there is nothing but empty ROIs.
    """
    filled, empty = [], []
    for name, roi in decode_rois(path):
        if is_empty(roi):
            empty.append(repr(name))
        else:
            filled.append((name, roi))
    if not empty:
        return filled, ""
    if not filled:
        message = (
            f"Reading ROIs of {str(path)!r}: found only {_listed(empty)}, expected one "
            "that does; draw them anew."
        )
        raise InputError(message)
    others = f"the other {len(filled)} are read" if len(filled) > 1 else "one is read"
    warning = f"{Path(path).name}: {_listed(empty)} left out; {others}"
    return filled, warning


def is_empty_entry(content: bytes) -> bool:
    """Tell whether a ROI's bytes are an area of no pixel.

    Parameters
    ----------
    content : bytes
        As `roi_entries` gives them.

    Returns
    -------
    bool
        False for what is no area, or damaged.
    """
    try:
        return is_empty(ImagejRoi.frombytes(content))
    except _DAMAGED:
        return False


def roi_entries(path: str | os.PathLike[str]) -> Iterator[tuple[str, bytes]]:
    """Give every ROI of a file as its bytes, with its name.

    Parameters
    ----------
    path : path-like
        A ``.zip`` or ``.roi`` file.

    Yields
    ------
    name : str
        Of the archive's entry, or the stem of the file.
    content : bytes
        In the format of ``ij.io.RoiEncoder``.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file is missing, broken or holds no ROI.
    """
    path = Path(path)
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                entries = archive.namelist()
                names = [name for name in entries if name.lower().endswith(".roi")]
                if entries and not names:
                    message = f"Reading {str(path)!r}: the archive holds no .roi file."
                    raise FileError(message)
                for name in names:
                    _check_bytes(path, name, archive.getinfo(name).file_size)
                    yield name[:-4], archive.read(name)
        else:
            _check_bytes(path, path.name, path.stat().st_size)
            yield path.stem, path.read_bytes()
    except FileError:
        raise
    except READER_ERRORS as error:
        reason = getattr(error, "strerror", None) or reason_of(error)
        raise FileError(f"Reading ROIs of {str(path)!r}: {reason}.") from error


def _check_bytes(path: Path, name: str, count: int) -> None:
    if count > _LARGEST_BYTES:
        message = (
            f"Reading ROIs of {str(path)!r}: found {count} bytes in {name!r}, expected "
            f"at most {_LARGEST_BYTES}."
        )
        raise FileError(message)


def _inside(
    mask: npt.NDArray[np.bool_], corner: tuple[int, int], shape: tuple[int, int]
) -> tuple[npt.NDArray[np.bool_], tuple[int, int]]:
    """Cut a mask at the edges of the micrograph."""
    top, left = max(-corner[0], 0), max(-corner[1], 0)
    bottom, right = shape[0] - corner[0], shape[1] - corner[1]
    cut = mask[top : max(bottom, 0), left : max(right, 0)]
    if not cut.any():
        message = (
            f"it has no pixel in the micrograph of {shape[0]} x {shape[1]} pixels, "
            "expected at least one."
        )
        raise InputError(message)
    return cut, (corner[0] + top, corner[1] + left)


def _columns(rois: list[ImagejRoi]) -> dict[str, Any]:
    """Columns of `Particles` from the properties of ROIs."""
    properties = [roi.properties for roi in rois]
    groups = [f"group {roi.group}" if roi.group else "particle" for roi in rois]
    classes = [
        str(given.get("class", group))
        for given, group in zip(properties, groups, strict=True)
    ]
    ranked = sorted(zip((roi.group for roi in rois), classes, strict=True), key=_first)
    names = tuple(dict.fromkeys(name for _, name in ranked)) or ("particle",)
    return {
        "class_names": names,
        "class_index": np.array([names.index(name) for name in classes], np.int32),
        "confidence": np.array(
            [given.get("confidence", np.nan) for given in properties], np.float32
        ),
        "separated": np.array(
            [given.get("separated", False) for given in properties], np.bool_
        ),
        "weight": np.array([given.get("weight", 1.0) for given in properties], float),
    }


def _first(pair: tuple[int, str]) -> int:
    return pair[0]


def _listed(empty: list[str]) -> str:
    """Name empty ROIs in a line, not more than one reads."""
    rest = len(empty) - _MOST_NAMED
    names = ", ".join(empty[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    if len(empty) == 1:
        return f"1 ROI that selects no pixel ({names})"
    return f"{len(empty)} ROIs that select no pixel ({names})"
