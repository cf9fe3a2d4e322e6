"""Berkeley EMD files.

Specification: emdatasets.com/format. Groups with emd_group_type = 1 hold "data" and
one "dimN" per axis from dim1, whose first two values give the step and whose "units"
look like "[n_m]". Version 1 (github.com/py4dstem/emdfile) says "array" for 1 and
counts from dim0; names of slices may stand for the values of its last axis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from feretlab.core.io.formats.hdf5_size import check_stored
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.units import (
    is_energy,
    is_of_series,
    is_reciprocal,
    length_nm,
    nm_per_unit,
    pixel_size,
)
from feretlab.core.io.vendors.recorded import Recorded

# HyperSpy (rosettasciio/emd/_emd_ncem.py) and Prismatic write X before Y before Z.
_FASTEST_FIRST = ("/signals/", "/4DSTEM_simulation/")
# As Prismatic calls them.
_DATA = ("data", "realslice")
_DIFFRACTION = ("Qx", "Qy", "Q_x", "Q_y")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    number: int
    name: str = ""
    unit: str = ""
    step: float | None = None
    has_text: bool = False

    @property
    def is_reciprocal(self) -> bool:
        """Whether it is one of a diffraction pattern, as py4DSTEM names them."""
        return is_reciprocal(self.unit) or self.name in _DIFFRACTION

    @property
    def counts_frames(self) -> bool:
        """Whether it can be none of a picture, to go by its unit or its names."""
        is_of_picture = self.name in _DIFFRACTION or self.name.lower() in ("x", "y")
        return self.has_text or (is_of_series(self.unit) and not is_of_picture)


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
        if isinstance(item, h5py.Group) and _is_array(item):
            groups.append(item)

    file.visititems(collect)
    return [page for group in groups for page in _frames(path, group)]


def _is_array(group: h5py.Group) -> bool:
    return _attribute(group, "emd_group_type") in ("1", "array")


def _frames(path: Path, group: h5py.Group) -> list[Page]:
    data = next((group[name] for name in _DATA if name in group), None)
    if not isinstance(data, h5py.Dataset) or data.dtype.kind not in "uif":
        return []
    axes = _axes(group, data.ndim)
    if data.ndim < 2:
        return []
    down, along = _picture_axes(axes)
    # Spectrum images keep their spectra together; a filtered series its pictures.
    if any(is_energy(axis.unit) for axis in (down, along, axes[-1])):
        return []
    shape = (data.shape[down.number], data.shape[along.number])
    if data.ndim == 2 and 1 in shape and max(shape) > 1:
        return []
    check_shape(path, shape)
    check_stored(path, data)
    recorded = _recorded(down, along)
    others = [axis.number for axis in axes if axis not in (down, along)]
    return [
        Page(
            shape=shape,
            dtype=data.dtype,
            read=partial(
                _frame,
                data,
                dict(zip(others, frame, strict=True)),
                down.number > along.number,
            ),
            recorded=recorded,
        )
        for frame in np.ndindex(*(data.shape[number] for number in others))
    ]


def _frame(
    data: h5py.Dataset, fixed: Mapping[int, int], is_turned: bool
) -> npt.NDArray[Any]:
    plane = np.asarray(
        data[tuple(fixed.get(axis, slice(None)) for axis in range(data.ndim))]
    )
    return np.ascontiguousarray(plane.T) if is_turned else plane


def _recorded(down: _Axis, along: _Axis) -> Recorded:
    size = pixel_size(*(length_nm(axis.step, axis.unit) for axis in (down, along)))
    return Recorded(
        vendor="Berkeley EMD",
        pixel_size_nm=size,
        source="EMD dimension vectors" if size else "",
        is_reciprocal=down.is_reciprocal or along.is_reciprocal,
    )


def _axes(group: h5py.Group, count: int) -> list[_Axis]:
    """Every axis, the slowest first."""
    first = 0 if "dim0" in group else 1
    axes = [_axis(number, group.get(f"dim{number + first}")) for number in range(count)]
    return axes[::-1] if str(group.name).startswith(_FASTEST_FIRST) else axes


def _axis(number: int, dimension: Any) -> _Axis:
    if not isinstance(dimension, h5py.Dataset):
        return _Axis(number=number)
    has_text = dimension.dtype.kind not in "uif"
    has_step = dimension.size > 1 and not has_text
    values = np.asarray(dimension[:2], float).ravel() if has_step else None
    return _Axis(
        number=number,
        name=_attribute(dimension, "name"),
        unit=_attribute(dimension, "units"),
        step=None if values is None else abs(float(values[1] - values[0])),
        has_text=has_text,
    )


def _picture_axes(axes: Sequence[_Axis]) -> Sequence[_Axis]:
    """Y and X: the two lengths where the units leave no doubt, else the last two."""
    lengths = [axis for axis in axes if nm_per_unit(axis.unit) is not None]
    others = [axis for axis in axes if axis not in lengths]
    if len(lengths) == 2 and all(axis.counts_frames for axis in others):
        return lengths
    return sorted(axes, key=lambda axis: not axis.has_text)[-2:]


def _attribute(item: Any, name: str) -> str:
    value = item.attrs.get(name, "")
    if isinstance(value, np.ndarray):
        value = value.ravel()[0] if value.size else ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
