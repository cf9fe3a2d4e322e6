"""Corrections as text, and back."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError
from feretlab.core.io.formats.page import LARGEST_PIXELS
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.project import CorrectionRecord, RegionRecord
from feretlab.gui.texts import tr

_FARTHEST_PX = 1 << 30  # boxes of particles are 32-bit


def to_records(corrections: Corrections) -> tuple[CorrectionRecord, ...]:
    """Give corrections as a project's file holds them.

    Parameters
    ----------
    corrections : Corrections
        Of one image.

    Returns
    -------
    tuple of CorrectionRecord
    """
    return tuple(
        CorrectionRecord(
            kind=each.kind,
            at=tuple((int(row), int(column)) for row, column in each.at),
            regions=tuple(_region(mask, corner) for mask, corner in each.regions),
            text=each.text,
            areas=each.areas,
            beside=each.beside,
        )
        for each in corrections.items
    )


def from_records(records: Iterable[CorrectionRecord]) -> Corrections:
    """Give corrections back.

    Parameters
    ----------
    records : iterable of CorrectionRecord
        As read.

    Returns
    -------
    Corrections

    Raises
    ------
    FileError
        Where a region's runs do not fill its shape, or it lies in no picture.
    """
    items = []
    for record in records:
        values: dict[str, Any] = asdict(record)
        values["regions"] = tuple(
            (_mask(region), region.corner) for region in record.regions
        )
        items.append(Correction(**values))
    return Corrections(items=tuple(items))


def run_lengths(mask: npt.NDArray[np.bool_]) -> list[int]:
    """Give the lengths of a mask's runs row by row, the first one outside.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).

    Returns
    -------
    list of int
        They sum to the mask's size; the first is 0 where it begins inside.
    """
    flat = np.concatenate(([False], mask.ravel()))
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    bounds = np.concatenate(([0], edges, [mask.size]))
    lengths: list[int] = np.diff(bounds).tolist()
    return lengths


def _region(mask: npt.NDArray[np.bool_], corner: tuple[int, int]) -> RegionRecord:
    height, width = mask.shape
    return RegionRecord(
        corner=(int(corner[0]), int(corner[1])),
        shape=(height, width),
        runs=" ".join(map(str, run_lengths(mask))),
    )


def _mask(region: RegionRecord) -> npt.NDArray[np.bool_]:
    """Give a region's pixels; nothing is made before its runs are known to fit."""
    height, width = region.shape
    lengths = _lengths(region.runs)
    found, size = sum(lengths), height * width  # Python's: they know no largest
    if found != size or not 0 < size <= LARGEST_PIXELS or min(height, *lengths) < 0:
        message = tr(
            "Reading a correction at {corner}: its runs fill {found} pixels, "
            "expected {size}."
        ).format(corner=region.corner, found=found, size=size)
        raise FileError(message)
    if min(region.corner) < 0 or max(region.corner) > _FARTHEST_PX:
        message = tr(
            "Reading a correction at {corner}: expected a place in a picture."
        ).format(corner=region.corner)
        raise FileError(message)
    inside = np.arange(len(lengths)) % 2 == 1
    return np.repeat(inside, lengths).reshape(region.shape)


def _lengths(runs: str) -> list[int]:
    """Give what is written; nothing where it is no whole numbers."""
    try:
        return [int(word) for word in runs.split()]
    except ValueError:
        return []
