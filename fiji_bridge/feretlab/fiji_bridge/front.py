"""ImageJ's front image, as the operations take it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError, InputError
from feretlab.core.io.info_bar import info_bar_rows
from feretlab.core.io.read import read_micrographs
from feretlab.core.io.units import nm_per_unit, pixel_size
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import to_array

# ImageJ shows the print resolution in a file's tags under these.
_PRINT_UNITS = {"inch", "inches", "in", "cm"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """The part of a picture that a selection leaves, or all of it.

    Parameters
    ----------
    rows, columns : slice
        The selection's bounding box.
    inside : ndarray of bool or None
        Shape of the box; None where the selection is a rectangle.
    """

    rows: slice
    columns: slice
    inside: npt.NDArray[np.bool_] | None

    @property
    def corner(self) -> tuple[int, int]:
        """First row and column."""
        return self.rows.start, self.columns.start

    def of(self, pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Cut the box out of a picture.

        Parameters
        ----------
        pixels : ndarray
            Shape (Y, X).

        Returns
        -------
        ndarray
            A view.
        """
        return pixels[self.rows, self.columns]

    def clip(self, mask: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Clear what lies outside the selection.

        Parameters
        ----------
        mask : ndarray
            Shape of the box.

        Returns
        -------
        ndarray
            0 outside.
        """
        if self.inside is None:
            return mask
        return np.where(self.inside, mask, np.zeros((), mask.dtype))


class FrontImage:
    """The image that a command works on.

    Parameters
    ----------
    image : ij.ImagePlus
        ImageJ's own object.
    """

    def __init__(self, image: Any) -> None:
        self.image = image
        self.title = str(image.getTitle())
        self.stem = str(image.getShortTitle()).removesuffix("_mask")
        self.shape = (int(image.getHeight()), int(image.getWidth()))
        self.slices = int(image.getStackSize())
        self._files: list[Micrograph] | None = None

    def pixels(self, index: int) -> npt.NDArray[Any]:
        """Give the grey values of a slice.

        Parameters
        ----------
        index : int
            From 0.

        Returns
        -------
        ndarray
            Shape (Y, X), uint8, uint16 or float32.
        """
        return to_array(self.image.getStack().getProcessor(index + 1))

    @property
    def region(self) -> Region:
        """What the selection leaves of every slice; lines and points leave all."""
        height, width = self.shape
        roi = self.image.getRoi()
        if roi is None or not roi.isArea():
            return Region(rows=slice(0, height), columns=slice(0, width), inside=None)
        box = roi.getBounds()
        top, left = max(int(box.y), 0), max(int(box.x), 0)
        bottom = min(int(box.y + box.height), height)
        right = min(int(box.x + box.width), width)
        if bottom <= top or right <= left:
            message = (
                f"Reading the selection of {self.title!r}: found none of its "
                f"{width} x {height} pixels inside, expected some."
            )
            raise InputError(message)
        inside = None
        mask = roi.getMask()
        if mask is not None:
            rows = slice(top - int(box.y), bottom - int(box.y))
            columns = slice(left - int(box.x), right - int(box.x))
            inside = to_array(mask)[rows, columns] != 0
        return Region(
            rows=slice(top, bottom), columns=slice(left, right), inside=inside
        )

    def micrograph(self, index: int, region: Region) -> Micrograph:
        """Give a slice's selected part as a micrograph, without its info bar.

        Parameters
        ----------
        index : int
            From 0.
        region : Region
            What the selection leaves.

        Returns
        -------
        Micrograph
        """
        pixels = self.pixels(index)
        file = self._file_of(index, pixels)
        bar = info_bar_rows(pixels) if file is None else file.info_bar_rows
        size = self.pixel_size_nm or (file.pixel_size_nm if file else None)
        cut = region.of(pixels)
        hidden = max(region.rows.stop - (self.shape[0] - bar), 0)
        return Micrograph(
            pixels=cut,
            pixel_size_nm=size,
            source=Path(f"{self.stem}.tif"),
            info_bar_rows=min(hidden, cut.shape[0]),
        )

    @property
    def pixel_size_nm(self) -> PixelSize | None:
        """The image's calibration in nm; None where its unit is no length."""
        calibration = self.image.getCalibration()
        unit = str(calibration.getUnit())
        factor = nm_per_unit(unit)
        if factor is None or unit.lower() in _PRINT_UNITS:
            return None
        return pixel_size(
            factor * float(calibration.pixelHeight),
            factor * float(calibration.pixelWidth),
        )

    def _file_of(self, index: int, pixels: npt.NDArray[Any]) -> Micrograph | None:
        """Read the slice from the image's file, where the pixels are still its."""
        if self._files is None:
            self._files = self._read_files()
        for file in self._files[index : index + 1]:
            if file.pixels.dtype == pixels.dtype and np.array_equal(
                file.pixels, pixels, equal_nan=pixels.dtype.kind == "f"
            ):
                return file
        return None

    def _read_files(self) -> list[Micrograph]:
        info = self.image.getOriginalFileInfo()
        if info is None or info.directory is None or info.fileName is None:
            return []
        path = Path(str(info.directory)) / str(info.fileName)
        if not path.is_file():
            return []
        try:
            return list(read_micrographs(path, ocr=False))
        except FeretLabError:
            return []  # ImageJ reads formats that FeretLab does not


def front_image() -> FrontImage:
    """Give the front image.

    Returns
    -------
    FrontImage

    Raises
    ------
    InputError
        Where no image is open.
    """
    image = java.WindowManager.getCurrentImage()
    if image is None:
        message = "Looking for the front image: found none open. Open an image first."
        raise InputError(message)
    return FrontImage(image)
