"""EMD files (HDF5), by h5py: Thermo Fisher Velox and Berkeley EMD.

Velox: /Data/Image/<id>/Data of shape (Y, X, frames) and Metadata, one column of
JSON text per frame, whose BinaryResult tells PixelSize and PixelUnitX. Berkeley
(emdatasets.com/format): groups with emd_group_type = 1 hold "data" and one
"dimN" per axis, whose first two values give the step and whose "units" look
like "[n_m]". Read with h5py itself, frame by frame; ncempy loads all of a file.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.units import is_reciprocal, length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Recorded, flat


@contextmanager
def open_emd(path: Path) -> Iterator[Sequence[Page]]:
    """Open a Velox or Berkeley EMD file.

    Parameters
    ----------
    path : Path
        The file.

    Yields
    ------
    sequence of Page
        Every frame of every picture.
    """
    with h5py.File(path, "r") as file:
        images = file.get("Data/Image")
        pages = (
            _velox_pages(path, images)
            if isinstance(images, h5py.Group)
            else _berkeley_pages(path, file)
        )
        if not pages:
            message = (
                f"Reading {str(path)!r}: the HDF5 file holds no real-valued picture "
                "where Velox or Berkeley EMD keep theirs."
            )
            raise InputError(message)
        # Fourier transforms are kept beside the pictures they were made from, and
        # cameras of spectrometers beside those of the specimen.
        direct = [page for page in pages if not page.recorded.is_reciprocal]
        yield sorted(direct or pages, key=lambda page: not page.recorded.source)


def _velox_pages(path: Path, images: h5py.Group) -> list[Page]:
    pages: list[Page] = []
    for image in images.values():
        data = image.get("Data") if isinstance(image, h5py.Group) else None
        if not isinstance(data, h5py.Dataset) or data.dtype.kind not in "uif":
            continue
        if data.ndim != 3:
            continue
        check_shape(path, data.shape[:2])
        recorded = _velox_recorded(image)
        pages += [
            Page(
                shape=data.shape[:2],
                dtype=data.dtype,
                read=partial(_last_axis_frame, data, frame),
                recorded=recorded,
            )
            for frame in range(data.shape[2])
        ]
    return pages


def _last_axis_frame(data: h5py.Dataset, frame: int) -> npt.NDArray[Any]:
    return np.asarray(data[:, :, frame])


def _velox_recorded(image: h5py.Group) -> Recorded:
    values: Any = {}
    metadata = image.get("Metadata")
    if isinstance(metadata, h5py.Dataset) and metadata.size:
        column = metadata[:, 0] if metadata.ndim == 2 else metadata[()]
        text = np.asarray(column, np.uint8).tobytes().partition(b"\x00")[0]
        try:
            values = json.loads(text.decode("utf-8", "replace"))
        except json.JSONDecodeError:
            values = {}
    result = values.get("BinaryResult", {}) if isinstance(values, dict) else {}
    edges = result.get("PixelSize") or {}
    units = [result.get(f"PixelUnit{axis}") or "m" for axis in "YX"]
    size = pixel_size(
        length_nm(edges.get("height"), units[0]),
        length_nm(edges.get("width"), units[1]),
    )
    return Recorded(
        vendor="Velox",
        pixel_size_nm=size,
        source="Velox metadata, BinaryResult/PixelSize" if size else "",
        is_reciprocal=any(is_reciprocal(unit) for unit in units),
        metadata=flat(values) if isinstance(values, dict) else {},
    )


def _berkeley_pages(path: Path, file: h5py.File) -> list[Page]:
    groups: list[h5py.Group] = []

    def collect(_name: str, item: Any) -> None:
        if (
            isinstance(item, h5py.Group)
            and str(item.attrs.get("emd_group_type", 0)) == "1"
        ):
            groups.append(item)

    file.visititems(collect)
    return [page for group in groups for page in _berkeley_frames(path, group)]


def _berkeley_frames(path: Path, group: h5py.Group) -> list[Page]:
    """Y and X are the last two axes; the earlier ones count frames."""
    data = group.get("data")
    if not isinstance(data, h5py.Dataset) or data.dtype.kind not in "uif":
        return []
    is_line = 1 in data.shape[-2:] and max(data.shape) > 1
    if data.ndim < 2 or (data.ndim == 2 and is_line):
        return []
    shape = data.shape[-2:]
    check_shape(path, shape)
    steps = [_step(group.get(f"dim{data.ndim - 1 + axis}")) for axis in (0, 1)]
    size = pixel_size(*(length_nm(*step) for step in steps))
    recorded = Recorded(
        vendor="Berkeley EMD",
        pixel_size_nm=size,
        source="EMD dimension vectors" if size else "",
        is_reciprocal=any(is_reciprocal(unit) for _, unit in steps),
    )
    frames = np.ndindex(*data.shape[:-2])
    return [
        Page(
            shape=shape,
            dtype=data.dtype,
            read=partial(_leading_axes_frame, data, frame),
            recorded=recorded,
        )
        for frame in frames
    ]


def _leading_axes_frame(data: h5py.Dataset, frame: tuple[int, ...]) -> npt.NDArray[Any]:
    return np.asarray(data[frame])


def _step(dimension: Any) -> tuple[float | None, str]:
    """Spacing of an axis and its unit."""
    if not isinstance(dimension, h5py.Dataset) or dimension.size < 2:
        return None, ""
    values = np.asarray(dimension[:2], float).ravel()
    unit = dimension.attrs.get("units", "")
    if isinstance(unit, np.ndarray):
        unit = unit.ravel()[0] if unit.size else ""
    if isinstance(unit, bytes):
        unit = unit.decode("utf-8", "replace")
    return abs(float(values[1] - values[0])), str(unit)
