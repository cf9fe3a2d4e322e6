"""Results of a command in the ImageJ of this process."""

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.rois import Position, write_rois
from feretlab.core.io.tables import Table, rows_of
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import place_of, to_image, to_roi
from feretlab.fiji_bridge.front import Calibration, FrontImage
from feretlab.fiji_bridge.outputs import LABEL


class ImageJOutputs:
    """Windows, the ROI Manager, the Results table and the log of ImageJ."""

    def show_image(
        self,
        slices: Sequence[npt.NDArray[Any]],
        title: str,
        like: FrontImage,
        properties: Mapping[str, str] | None = None,
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
        properties : mapping or None
            What the image keeps, also in files; None for nothing.
        """
        image = to_image(slices, title)
        _calibrate(image, like.calibration)
        if slices[0].dtype != np.bool_:
            image.setDisplayRange(0, highest_of(slices))
        if like.dimensions and len(slices) == like.slices:
            image.setDimensions(*like.dimensions)
            image.setOpenAsHyperStack(True)
        for key, value in (properties or {}).items():
            image.setProp(key, value)
        image.show()

    def show_picture(self, path: Path) -> None:
        """Open a picture.

        Parameters
        ----------
        path : Path
            A file that ImageJ reads.
        """
        java.IJ.openImage(str(path.resolve())).show()

    def add_rois(self, particles: Particles, position: Position) -> None:
        """Add particles to the ROI Manager behind what is there.

        Parameters
        ----------
        particles : Particles
            In the image's coordinates.
        position : int or tuple of int
            Where in the stack they lie.
        """
        manager = java.RoiManager.getInstance2() or java.RoiManager.getRoiManager()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "particles.zip"
            write_rois(particles, path, position=position)
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    manager.addRoi(to_roi(archive.read(name)))

    def add_rows(self, rows: Table) -> None:
        """Append rows to the Results table.

        Parameters
        ----------
        rows : dict of ndarray
            Columns under ImageJ's headings.
        """
        table = java.Analyzer.getResultsTable()
        if table.size() == 0:
            table.setDefaultHeadings()
        _append(table, rows)
        table.show("Results")

    def show_table(self, table: Table, title: str) -> None:
        """Show a table in a window of its own; headless there is none.

        Parameters
        ----------
        table : dict of ndarray
            Equally long columns.
        title : str
            Of the window; a table of that title is replaced.
        """
        shown = java.ResultsTable()
        _append(shown, table)
        shown.show(title)

    def log(self, line: str) -> None:
        """Write a line into the log.

        Parameters
        ----------
        line : str
            For people.
        """
        java.IJ.log(line)


def highest_of(slices: Sequence[npt.NDArray[Any]]) -> float:
    """Give the value that is shown brightest.

    Parameters
    ----------
    slices : sequence of ndarray
        Not empty.

    Returns
    -------
    float
        The largest; 1 where all are 0.
    """
    return max(float(pixels.max(initial=0)) for pixels in slices) or 1.0


def _calibrate(image: Any, calibration: Calibration) -> None:
    own = image.getCalibration()
    own.setUnit(calibration.unit)
    own.pixelHeight, own.pixelWidth = calibration.edges
    own.yOrigin, own.xOrigin = calibration.origin


def _append(table: Any, rows: Mapping[str, npt.NDArray[Any]]) -> None:
    columns = {name: values for name, values in rows.items() if name != LABEL}
    places = {name: place_of(table, name) for name in columns}
    for row in range(rows_of(rows)):
        table.incrementCounter()
        if LABEL in rows:
            table.addLabel(str(rows[LABEL][row]))
        for name, values in columns.items():
            if values.dtype.kind == "U":
                table.addValue(name, _text(str(values[row])))
            else:
                table.addValue(places[name], float(values[row]))


def _text(value: str) -> Any:
    import jpype

    return jpype.JString(value)
