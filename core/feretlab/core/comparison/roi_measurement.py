"""Who measures ROI sets: ImageJ itself, where this installation has it."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError, MissingExtraError
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

MEASURERS = "feretlab.roi_measurers"
"""Entry points of modules that measure ROI sets; core itself starts no Java."""


class RoiMeasurer(Protocol):
    """Measures what a ROI set holds."""

    def start(self) -> None:
        """Make ready, or explain why not with a `FeretLabError`."""

    def measure_areas(
        self,
        path: Path,
        *,
        shape: tuple[int, int] | None = None,
        pixel_size_nm: PixelSize | None = None,
    ) -> tuple[Particles, dict[str, npt.NDArray[Any]]]:
        """Give the pixels of each ROI and columns as of `core.measurement`."""

    def measure_lines(
        self, path: Path, pixel_size_nm: PixelSize | None = None
    ) -> npt.NDArray[np.float64]:
        """Give the length of each straight line, in nm where a size is known."""


def chosen_measurer(
    who: Literal["auto", "imagej", "feretlab"],
) -> tuple[RoiMeasurer | None, str]:
    """Give who measures ROI sets.

    Parameters
    ----------
    who : {"auto", "imagej", "feretlab"}
        Auto takes ImageJ where it can be had.

    Returns
    -------
    measurer : RoiMeasurer or None
        None for FeretLab itself.
    warning : str
        Why it is not ImageJ, if that was not chosen; else empty.

    Raises
    ------
    feretlab.core.errors.FeretLabError
        Where ImageJ was chosen and cannot be had.
    """
    if who == "feretlab":
        return None, ""
    try:
        return imagej_measurer(), ""
    except FeretLabError as error:
        if who == "imagej":
            raise
        said = "ROI sets are measured by FeretLab, on the pixels they select."
        return None, f"{said} {error}"


def imagej_measurer() -> RoiMeasurer:
    """Give ImageJ, started.

    Returns
    -------
    RoiMeasurer

    Raises
    ------
    feretlab.core.errors.FeretLabError
        Where this installation has none, or it cannot be started.
    """
    for entry in entry_points(group=MEASURERS, name="imagej"):
        try:
            measurer: RoiMeasurer = entry.load()
            measurer.start()
        except ImportError as error:
            if isinstance(error, FeretLabError):
                raise
            message = f"Measuring ROI sets with ImageJ: {error}."
            raise MissingExtraError(message) from error
        return measurer
    message = (
        "Measuring ROI sets with ImageJ: found no bridge to it, expected one in this "
        "installation. Install it with: pip install 'feretlab[fiji]'."
    )
    raise MissingExtraError(message)
