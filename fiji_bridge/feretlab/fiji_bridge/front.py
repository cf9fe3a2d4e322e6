"""ImageJ's front image, as the operations take it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError, InputError
from feretlab.core.io.formats.grey import grey_from_palette
from feretlab.core.io.info_bar import info_bar_rows
from feretlab.core.io.labels import BORDER, INFO_BAR_ROWS
from feretlab.core.io.read import read_micrographs
from feretlab.core.io.rois import Position
from feretlab.core.io.units import nm_per_unit, pixel_size
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import to_array
from feretlab.fiji_bridge.region import Region, nothing_selected, whole_picture

_RGB_BITS = 24
# ImageJ shows the print resolution in a file's tags under these.
_PRINT_UNITS = {"inch", "inches", "in", "cm"}
_ENDING = re.compile(r"\.[A-Za-z]\w{0,4}$")  # of a file, and not of "TiO2 5.3 nm"


class Calibration(NamedTuple):
    """How ImageJ scales an image.

    Parameters
    ----------
    edges : PixelSize
        Edge lengths of a pixel in the image's own unit.
    unit : str
        ImageJ's name of the unit.
    origin : PixelSize
        Where coordinates begin, in pixels.
    """

    edges: PixelSize
    unit: str
    origin: PixelSize


class FrontImage:
    """The image that a command works on.

    Parameters
    ----------
    title : str
        As on its window.
    shape : tuple of int
        Height and width.
    pages : sequence of ndarray
        Grey values of each slice, shape (Y, X), uint8, uint16 or float32.
    calibration : Calibration
        The image's own.
    region : Region
        What the selection leaves of every slice.
    file : Path or None
        The file it was opened from.
    lookup : ndarray of uint8 or None
        Shape (3, at most 256), the colours in which the values are shown; None for RGB.
    properties : mapping or None
        What FeretLab noted on the image; None for nothing.
    dimensions : tuple of int or None
        Channels, slices and frames; None where it is no hyperstack.
    """

    def __init__(
        self,
        *,
        title: str,
        shape: tuple[int, int],
        pages: Sequence[npt.NDArray[Any]],
        calibration: Calibration,
        region: Region,
        file: Path | None,
        lookup: npt.NDArray[np.uint8] | None = None,
        properties: Mapping[str, str] | None = None,
        dimensions: tuple[int, int, int] | None = None,
    ) -> None:
        self.title = title
        self.stem = _ENDING.sub("", title).removesuffix("_mask")
        self.shape = shape
        self.slices = len(pages)
        self.calibration = calibration
        self.region = region
        self.properties = properties or {}
        self.dimensions = dimensions
        self._pages = pages
        self._file = file
        self._lookup = lookup
        self._files: list[Micrograph] | None = None

    def position(self, index: int) -> Position:
        """Give where ImageJ shows a slice.

        Parameters
        ----------
        index : int
            From 0; channels follow each other first, frames last.

        Returns
        -------
        int or tuple of int
            Of a hyperstack channel, slice and frame.
        """
        if self.dimensions is None:
            return index + 1
        channels, slices, _ = self.dimensions
        rest, channel = divmod(index, channels)
        frame, place = divmod(rest, slices)
        return channel + 1, place + 1, frame + 1

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
        return self._pages[index]

    def grey_values(self, index: int) -> npt.NDArray[Any]:
        """Give the grey values of a slice as other ways of FeretLab read them.

        Of a file whose palette alone tells what is bright they are not those of
        `pixels`. An image that was changed, or shown in other colours, keeps its own.

        Parameters
        ----------
        index : int
            From 0.

        Returns
        -------
        ndarray
            Shape (Y, X), uint8, uint16 or float32.
        """
        pixels = self.pixels(index)
        file = self._file_of(index, pixels)
        return file.pixels if file else pixels

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
        pixels = file.pixels if file else pixels
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
        unit, edges = self.calibration.unit, self.calibration.edges
        factor = nm_per_unit(unit)
        if factor is None or unit.lower() in _PRINT_UNITS:
            return None
        return pixel_size(factor * edges.y, factor * edges.x)

    def _file_of(self, index: int, pixels: npt.NDArray[Any]) -> Micrograph | None:
        """Read the slice from the image's file, where the pixels are still its."""
        if self._files is None:
            self._files = self._read_files()
        for file in self._files[index : index + 1]:
            if _equal(file.pixels, pixels):
                return file
            shown = None if self._lookup is None else _as_shown(pixels, self._lookup)
            if shown is not None and _equal(file.pixels, shown):
                return file
        return None

    def _read_files(self) -> list[Micrograph]:
        path = self._file
        if path is None or not path.is_file():
            return []
        try:
            return list(read_micrographs(path, ocr=False))
        except FeretLabError:
            return []  # ImageJ reads formats that FeretLab does not


def _equal(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> bool:
    is_float = first.dtype.kind == "f"
    alike = first.dtype == second.dtype
    return alike and np.array_equal(first, second, equal_nan=is_float)


def _as_shown(
    pixels: npt.NDArray[Any], lookup: npt.NDArray[np.uint8]
) -> npt.NDArray[Any]:
    """Give values as bright as they are shown, as a file's reader does."""
    if pixels.dtype == np.uint8:
        return grey_from_palette(pixels, lookup)
    if lookup[0, 0] <= lookup[0, -1]:
        return pixels
    return -pixels if pixels.dtype.kind == "f" else np.invert(pixels)


@contextmanager
def locked_front_image() -> Iterator[FrontImage]:
    """Give the front image, locked as ImageJ's own commands lock it.

    Its pixels then outlive its window, if that is closed meanwhile.

    Yields
    ------
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
    is_locked = image.lockSilently()
    try:
        yield _front(image)
    finally:
        if is_locked:
            image.unlock()


def _front(image: Any) -> FrontImage:
    calibration = image.getCalibration()
    return FrontImage(
        title=str(image.getTitle()),
        shape=(int(image.getHeight()), int(image.getWidth())),
        pages=_Slices(image),
        calibration=Calibration(
            edges=PixelSize(
                float(calibration.pixelHeight), float(calibration.pixelWidth)
            ),
            unit=str(calibration.getUnit()),
            origin=PixelSize(float(calibration.yOrigin), float(calibration.xOrigin)),
        ),
        region=_region(image),
        file=_file(image),
        lookup=_lookup(image),
        properties=_properties(image),
        dimensions=_dimensions(image),
    )


def _dimensions(image: Any) -> tuple[int, int, int] | None:
    if not image.isHyperStack():
        return None
    return int(image.getNChannels()), int(image.getNSlices()), int(image.getNFrames())


def _properties(image: Any) -> dict[str, str]:
    found = {key: image.getProp(key) for key in (BORDER, INFO_BAR_ROWS)}
    return {key: str(value) for key, value in found.items() if value is not None}


class _Slices(Sequence[npt.NDArray[Any]]):
    """Slices of an image, each fetched when it is asked for."""

    def __init__(self, image: Any) -> None:
        self._image = image

    def __len__(self) -> int:
        return int(self._image.getStackSize())

    def __getitem__(self, index: Any) -> Any:
        return to_array(self._image.getStack().getProcessor(index + 1))


def _lookup(image: Any) -> npt.NDArray[np.uint8] | None:
    """Give the front slice's colours."""
    if image.getBitDepth() == _RGB_BITS:
        return None
    import jpype

    table = image.getProcessor().getLut()
    colours = [jpype.JArray(jpype.JByte)(int(table.getMapSize())) for _ in range(3)]
    for fetch, filled in zip(
        (table.getReds, table.getGreens, table.getBlues), colours, strict=True
    ):
        fetch(filled)
    return np.array([np.array(each, np.int8) for each in colours]).view(np.uint8)


def _file(image: Any) -> Path | None:
    info = image.getOriginalFileInfo()
    if info is None or info.directory is None or info.fileName is None:
        return None
    return Path(str(info.directory)) / str(info.fileName)


def _region(image: Any) -> Region:
    """Give what the selection leaves; lines and points leave all."""
    height, width = int(image.getHeight()), int(image.getWidth())
    roi = image.getRoi()
    if roi is None or not roi.isArea():
        return whole_picture((height, width))
    box = roi.getBounds()
    top, left = max(int(box.y), 0), max(int(box.x), 0)
    bottom = min(int(box.y + box.height), height)
    right = min(int(box.x + box.width), width)
    if bottom <= top or right <= left:
        raise nothing_selected(str(image.getTitle()), (height, width))
    inside = None
    mask = roi.getMask()
    if mask is not None:
        rows = slice(top - int(box.y), bottom - int(box.y))
        columns = slice(left - int(box.x), right - int(box.x))
        inside = to_array(mask)[rows, columns] != 0
    return Region(rows=slice(top, bottom), columns=slice(left, right), inside=inside)
