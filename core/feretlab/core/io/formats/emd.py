"""EMD files (HDF5), by h5py: Thermo Fisher Velox and Berkeley EMD.

Velox: /Data/Image/<id>/Data of shape (Y, X, frames) and Metadata, one column of
JSON text per frame, whose BinaryResult tells PixelSize and PixelUnitX. Berkeley:
see emd_berkeley. Read with h5py itself, frame by frame; ncempy loads all of a file.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.formats.emd_berkeley import berkeley_pages
from feretlab.core.io.formats.hdf5_size import check_stored
from feretlab.core.io.formats.page import Page, check_shape
from feretlab.core.io.json_text import parse_json
from feretlab.core.io.units import is_reciprocal, length_nm, pixel_size
from feretlab.core.io.vendors.recorded import Recorded, flat

_LONGEST_TEXT = 1 << 24


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
            else berkeley_pages(path, file)
        )
        if not pages:
            message = (
                f"Reading {str(path)!r}: the HDF5 file holds no real-valued picture "
                "(spectrum images are none) where Velox or Berkeley EMD keep theirs."
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
        check_stored(path, data)
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
    if isinstance(metadata, h5py.Dataset) and metadata.ndim and metadata.size:
        is_table = metadata.ndim == 2
        column = metadata[:_LONGEST_TEXT, 0] if is_table else metadata[:_LONGEST_TEXT]
        text = np.asarray(column, np.uint8).tobytes().partition(b"\x00")[0]
        try:
            values = parse_json(text.decode("utf-8", "replace"))
        except ValueError:
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
