"""What a command leaves in ImageJ: images, ROIs, tables, lines of the log."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from feretlab.core.io.rois import Position
from feretlab.core.io.tables import Table
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge.front import FrontImage

_ECD = "ECD"
_ORIGIN = PixelSize(0.0, 0.0)
LABEL, SLICE = "Label", "Slice"


class Outputs(Protocol):
    """Where a command's results go."""

    def show_image(
        self,
        slices: Sequence[npt.NDArray[Any]],
        title: str,
        like: FrontImage,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        """Show arrays (Y, X) as a new image with another's calibration.

        The properties are what ImageJ keeps with it, also in files.
        """

    def show_picture(self, path: Path) -> None:
        """Open a picture that was written."""

    def add_rois(self, particles: Particles, position: Position) -> None:
        """Add particles to the ROI Manager behind what is there."""

    def add_rows(self, rows: Table) -> None:
        """Append rows to the Results table."""

    def show_table(self, table: Table, title: str) -> None:
        """Show a table of its own."""

    def log(self, line: str) -> None:
        """Write a line into ImageJ's log."""


def result_rows(
    particles: Particles,
    front: FrontImage,
    *,
    position: int = 0,
    pixel_size_nm: float | None = None,
    intensity: npt.NDArray[Any] | None = None,
) -> Table:
    """Lay out one row a particle, as ImageJ's Results table has them.

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

    Returns
    -------
    dict of ndarray
        Label, ImageJ's columns, ECD, Class and Confidence; Weight where the border
        rule gives some.
    """
    count = len(particles)
    edges = front.calibration.edges
    if pixel_size_nm is not None:
        edges = PixelSize(pixel_size_nm, pixel_size_nm)
    rows: Table = {LABEL: np.full(count, front.title)}
    if position:
        rows[SLICE] = np.full(count, float(position))
    rows |= imagej_columns(particles, edges, front.calibration.origin, intensity)
    rows["Class"] = np.asarray(particles.classes, np.str_)
    rows["Confidence"] = np.asarray(particles.confidence, np.float64)
    if (particles.weight != 1).any():
        rows["Weight"] = particles.weight
    return rows


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
