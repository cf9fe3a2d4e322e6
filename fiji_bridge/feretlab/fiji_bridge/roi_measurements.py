"""ROI sets as ImageJ's Measure shows them, and the pixels that they select."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.rois import is_empty_entry, roi_entries
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java, jvm
from feretlab.fiji_bridge.convert import calibrate, to_array, to_columns, to_roi
from feretlab.fiji_bridge.particle_analyzer import every_descriptor
from feretlab.fiji_bridge.referee import core_columns
from feretlab.fiji_bridge.settings import fiji_folder

Mask = npt.NDArray[np.bool_]

_LABELS = ("text", "image")  # rectangles to ImageJ, though they outline nothing


def start() -> None:
    """Start ImageJ, the user's own Fiji where one is set, unless one is running.

    Raises
    ------
    feretlab.core.errors.FeretLabError
        Where it cannot be started.
    """
    if jvm.running() is None:
        jvm.start(fiji=fiji_folder(None))


def measure_areas(
    path: Path,
    *,
    shape: tuple[int, int] | None = None,
    pixel_size_nm: PixelSize | None = None,
) -> tuple[Particles, dict[str, npt.NDArray[Any]]]:
    """Let ImageJ measure a ROI set of areas.

    Area, centroid, box and ellipse are those of the pixels that a ROI selects;
    perimeter and Feret diameters follow the corners that were drawn, with their
    fractions of a pixel.

    Parameters
    ----------
    path : Path
        A ``.zip`` or ``.roi`` file.
    shape : tuple of int or None
        Height and width of the micrograph; None takes the least that holds all.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None leaves the columns in nm out.

    Returns
    -------
    particles : Particles
        The pixels that ImageJ selects, in the order of the file; empty ROIs are
        left out, as by `feretlab.core.io.rois.read_rois`.
    table : dict of ndarray
        As of `feretlab.fiji_bridge.referee.core_columns`.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file cannot be read, or ImageJ finds no ROI in it.
    feretlab.core.errors.InputError
        Where a ROI is no area, or has no pixel in the micrograph.
    """
    rois = list(_decoded(path))
    for name, roi in rois:
        kind = str(roi.getTypeAsString()).lower()
        if not roi.isArea() or kind in _LABELS:
            message = f"{_at(name, path)}: it is of type {kind!r}, expected an area."
            raise InputError(message)
    height, width = shape or _extent([roi for _, roi in rois])
    blank = java.ByteProcessor(width, height)
    cut = [_pixels(roi, blank, _at(name, path)) for name, roi in rois]
    particles = Particles.from_masks(
        [mask for mask, _ in cut], [corner for _, corner in cut], (height, width)
    )
    return particles, _measured([roi for _, roi in rois], blank, pixel_size_nm)


def measure_lines(
    path: Path, pixel_size_nm: PixelSize | None = None
) -> npt.NDArray[np.float64]:
    """Let ImageJ measure the lengths of a ROI set of straight lines.

    Parameters
    ----------
    path : Path
        A ``.zip`` or ``.roi`` file.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None gives lengths in pixels.

    Returns
    -------
    ndarray of float64
        Shape (N,), in the order of the file.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file cannot be read, or ImageJ finds no ROI in it.
    """
    image = java.ImagePlus("lines", java.ByteProcessor(1, 1))
    calibrate(image, pixel_size_nm)
    lengths = []
    for _, roi in _decoded(path):
        roi.setImage(image)  # whose calibration Roi.getLength takes
        lengths.append(float(roi.getLength()))
    return np.array(lengths, np.float64)


def _decoded(path: Path) -> Iterator[tuple[str, Any]]:
    """Give each ROI as ImageJ decodes it, without the empty ones."""
    for name, content in roi_entries(path):
        if is_empty_entry(content):
            continue
        roi = to_roi(content)
        if roi is None:
            message = f"{_at(name, path)}: found none that ImageJ decodes."
            raise FileError(message)
        yield name, roi


def _at(name: str, path: Path) -> str:
    return f"Reading ROI {name!r} of {str(path)!r} with ImageJ"


def _extent(rois: list[Any]) -> tuple[int, int]:
    """Give the least height and width that hold all ROIs and a pixel around."""
    boxes = [roi.getBounds() for roi in rois]
    bottom = max((int(box.y) + int(box.height) for box in boxes), default=0)
    right = max((int(box.x) + int(box.width) for box in boxes), default=0)
    return max(bottom + 1, 1), max(right + 1, 1)


def _pixels(roi: Any, blank: Any, at: str) -> tuple[Mask, tuple[int, int]]:
    """Fill a ROI as ImageJ does; give its pixels and the place of the first one."""
    box = roi.getBounds().intersection(blank.getRoi())
    if not box.isEmpty():
        blank.setValue(255.0)
        blank.fill(roi)
        blank.setRoi(box)
        mask = to_array(blank.crop()) != 0
        blank.resetRoi()
        blank.setValue(0.0)
        blank.fill(roi)
        if mask.any():
            return mask, (int(box.y), int(box.x))
    shape = f"{blank.getHeight()} x {blank.getWidth()}"
    message = (
        f"{at}: it has no pixel in the micrograph of {shape} pixels, expected at least "
        "one."
    )
    raise InputError(message)


def _measured(
    rois: list[Any], blank: Any, size: PixelSize | None
) -> dict[str, npt.NDArray[Any]]:
    """Measure ROIs in pixels, and in nm where a pixel size is known."""
    tables = []
    for one in dict.fromkeys((None, size)):
        image = java.ImagePlus("ROIs", blank)
        calibrate(image, one)
        table = java.ResultsTable()
        analyzer = java.Analyzer(image, every_descriptor(), table)
        for roi in rois:
            image.setRoi(roi)
            analyzer.measure()
        tables.append(to_columns(table))
    return core_columns(tables[0], tables[1] if size else None, size)
