"""Berkeley EMD files.

Specification: emdatasets.com/format. Groups with emd_group_type = 1 hold "data" and
one "dimN" per axis, whose first two values give the step and whose "units" look
like "[n_m]".
"""

from functools import partial
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.units import is_reciprocal, length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Recorded


def berkeley_pages(path: Path, file: h5py.File) -> list[Page]:
    """Give the pages of a Berkeley EMD file.

    Parameters
    ----------
    path : Path
        The file, for messages.
    file : h5py.File
        The same, open.

    Returns
    -------
    list of Page
        Every frame of every picture; they can be read while the file is open.
    """
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
