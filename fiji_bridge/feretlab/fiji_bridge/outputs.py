"""What a command leaves in ImageJ: images, ROIs, rows of the Results table."""

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.rois import write_rois
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import to_image
from feretlab.fiji_bridge.front import FrontImage

_ECD = "ECD"
_ORIGIN = PixelSize(0.0, 0.0)


def show_image(
    slices: Sequence[npt.NDArray[Any]], title: str, like: FrontImage
) -> None:
    """Show arrays as a new image with another's calibration.

    Parameters
    ----------
    slices : sequence of ndarray
        Shape (Y, X) each.
    title : str
        Name of the new image.
    like : FrontImage
        Whose calibration it takes.
    """
    image = to_image(slices, title)
    calibration = like.image.getCalibration().copy()
    calibration.disableDensityCalibration()
    image.setCalibration(calibration)
    highest = max(float(pixels.max(initial=0)) for pixels in slices)
    if slices[0].dtype != np.bool_:
        image.setDisplayRange(0, highest or 1.0)
    image.show()


def add_rois(particles: Particles, position: int) -> None:
    """Add particles to the ROI Manager behind what is there.

    Parameters
    ----------
    particles : Particles
        In the image's coordinates.
    position : int
        Slice of a stack, from 1; 0 for none.
    """
    manager = java.RoiManager.getInstance2() or java.RoiManager.getRoiManager()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "particles.zip"
        write_rois(particles, path, position=position)
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = np.frombuffer(archive.read(name), np.int8)
                manager.addRoi(java.RoiDecoder.openFromByteArray(_bytes(content)))


def add_rows(
    particles: Particles,
    front: FrontImage,
    *,
    position: int = 0,
    pixel_size_nm: float | None = None,
    intensity: npt.NDArray[Any] | None = None,
) -> None:
    """Append one row a particle to the Results table, under ImageJ's headings.

    Parameters
    ----------
    particles : Particles
        In the image's coordinates.
    front : FrontImage
        Whose title and calibration the rows carry.
    position : int
        Slice of a stack, from 1; 0 for none.
    pixel_size_nm : float or None
        Edge length that overrides the calibration.
    intensity : ndarray or None
        Grey values, shape (Y, X), for the mean.
    """
    calibration = front.image.getCalibration()
    edges = PixelSize(float(calibration.pixelHeight), float(calibration.pixelWidth))
    origin = PixelSize(float(calibration.yOrigin), float(calibration.xOrigin))
    if pixel_size_nm is not None:
        edges = PixelSize(pixel_size_nm, pixel_size_nm)
    table = java.Analyzer.getResultsTable()
    if table.size() == 0:
        table.setDefaultHeadings()
    columns = imagej_columns(particles, edges, origin, intensity)
    places = {name: _place(table, name) for name in columns}
    for row in range(len(particles)):
        table.incrementCounter()
        table.addLabel(front.title)
        if position:
            table.addValue(java.ResultsTable.SLICE, float(position))
        for name, values in columns.items():
            table.addValue(places[name], float(values[row]))
        table.addValue("Class", _text(particles.classes[row]))
        table.addValue("Confidence", float(particles.confidence[row]))
    table.show("Results")


def imagej_columns(
    particles: Particles,
    edges: PixelSize,
    origin: PixelSize = _ORIGIN,
    intensity: npt.NDArray[Any] | None = None,
) -> dict[str, npt.NDArray[np.float64]]:
    """Measure particles in an image's own unit, under ImageJ's headings.

    Parameters
    ----------
    particles : Particles
        In the image's coordinates.
    edges : PixelSize
        Edge lengths of a pixel in any unit; 1 and 1 for pixels.
    origin : PixelSize
        Where the calibration puts its origin, in pixels.
    intensity : ndarray or None
        Grey values, shape (Y, X), for the mean; None leaves the column out.

    Returns
    -------
    dict of ndarray
        Shape (N,) each: ImageJ's headings and ECD.
    """
    measured = measure(particles, pixel_size_nm=edges, intensity=intensity)
    columns: dict[str, npt.NDArray[np.float64]] = {}
    # Calibrated columns come last and so replace those in pixels.
    for column in COLUMNS:
        if column.imagej and column.name in measured:
            columns[column.imagej] = np.asarray(measured[column.name], np.float64)
    for name, edge, start in (
        ("X", edges.x, origin.x),
        ("Y", edges.y, origin.y),
    ):
        columns[name] = columns[name] - start * edge
    for name, edge, start in (
        ("BX", edges.x, origin.x),
        ("BY", edges.y, origin.y),
        ("Width", edges.x, 0.0),
        ("Height", edges.y, 0.0),
    ):
        columns[name] = (columns[name] - start) * edge
    if intensity is None:
        columns.pop("Mean", None)
    columns[_ECD] = np.asarray(measured["ecd_nm"], np.float64)
    return columns


def _place(table: Any, heading: str) -> Any:
    """Give the index of a column that is there or that ImageJ has reserved.

    By text alone ImageJ would put a new column where its own later measurements
    go, so that they would overwrite it.
    """
    index = int(table.getColumnIndex(heading))
    return heading if index < 0 else index


def _bytes(content: npt.NDArray[np.int8]) -> Any:
    import jpype

    return jpype.JArray(jpype.JByte)(content)


def _text(value: str) -> Any:
    import jpype

    return jpype.JString(value)
