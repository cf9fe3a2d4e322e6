"""What one side measured: sizes, and where they are known the places."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """Sizes of one image.

    Parameters
    ----------
    image : str
        Its name; empty where the sizes come from a table that does not tell.
    ids : ndarray of str
        Shape (N,): number or name of each particle in its file.
    values : ndarray of float64
        Shape (N,); NaN where nothing was measured.
    particles : Particles or None
        Outlines in the same order.
    lines : ndarray of float64 or None
        Shape (N, 2, 2): both ends (x, y) of each caliper line in pixels from the
        upper left corner of the image.
    points : ndarray of float64 or None
        Shape (N, 2): centroid (x, y) of each in pixels from that corner, where that
        is all that is known; NaN for none.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm.
    micrograph : Path or None
        The picture itself, where it is known.
    """

    image: str
    ids: npt.NDArray[np.str_]
    values: Floats
    particles: Particles | None = None
    lines: Floats | None = None
    points: Floats | None = None
    pixel_size_nm: PixelSize | None = None
    micrograph: Path | None = None

    def select(self, which: npt.NDArray[np.bool_]) -> Self:
        """Give some of the particles.

        Parameters
        ----------
        which : ndarray of bool
            Shape (N,).

        Returns
        -------
        Measured
        """
        return replace(
            self,
            ids=self.ids[which],
            values=self.values[which],
            particles=None if self.particles is None else self.particles.select(which),
            lines=None if self.lines is None else self.lines[which],
            points=None if self.points is None else self.points[which],
        )

    @property
    def has_places(self) -> bool:
        """Whether it is known where the particles lie."""
        places = (self.particles, self.lines, self.points)
        return any(one is not None for one in places)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measurements:
    """Sizes of one side over all its images.

    Parameters
    ----------
    name : str
        Whose they are.
    unit : str
        ``"nm"``, ``"px"``, their squares, or empty for a ratio.
    images : tuple of Measured
        One or more.
    files : tuple of Path
        What was read.
    warnings : tuple of str
        What looked odd.
    """

    name: str
    unit: str
    images: tuple[Measured, ...]
    files: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()

    def at_least(self, size: float) -> Self:
        """Leave out sizes below a limit; 0 keeps all.

        Parameters
        ----------
        size : float
            In `unit`.

        Returns
        -------
        Measurements
        """
        if size <= 0:
            return self
        kept = [image.select(~(image.values < size)) for image in self.images]
        return replace(self, images=tuple(kept))

    def image(self, name: str) -> Measured | None:
        """Give what was measured on an image.

        Parameters
        ----------
        name : str
            Name of the image.

        Returns
        -------
        Measured or None
            None where there is no such image.
        """
        return next((image for image in self.images if image.image == name), None)
