"""Every crossing of pixels between NumPy and ImageJ: axes Y, X, rows downwards."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.formats.grey import grey_from_samples
from feretlab.core.micrograph import PixelSize
from feretlab.fiji_bridge import java

_MOST_16_BIT = 65535
_MOST_EXACT = 2**24
"""The last of the whole numbers that 32-bit floats tell apart."""


def to_binary_image(mask: npt.NDArray[np.bool_], title: str = "mask") -> Any:
    """Give a mask as ImageJ's 8-bit binary image.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    title : str
        Name of the image.

    Returns
    -------
    ij.ImagePlus
        Uncalibrated, 255 inside and 0 outside.
    """
    return java.ImagePlus(title, to_processor(mask))


def to_processor(pixels: npt.NDArray[Any]) -> Any:
    """Give pixels as ImageJ holds one slice.

    Parameters
    ----------
    pixels : ndarray
        Shape (Y, X): bool becomes 0 and 255; uint8 and uint16 stay; float becomes
        32-bit; other integers are labels, 16-bit where they fit, else 32-bit
        floats, exact up to 2**24.

    Returns
    -------
    ij.process.ImageProcessor

    Raises
    ------
    feretlab.core.errors.InputError
        Where labels are too large for ImageJ to tell apart.
    """
    import jpype

    height, width = pixels.shape
    if pixels.dtype == np.bool_:
        # Cast: Pillow's masks of 1 bit hold 255 for true.
        pixels = pixels.astype(np.uint8) * np.uint8(255)
    elif pixels.dtype.kind in "iu" and pixels.dtype != np.uint8:
        lowest, highest = int(pixels.min(initial=0)), int(pixels.max(initial=0))
        if max(-lowest, highest) > _MOST_EXACT:
            message = (
                f"Handing labels to ImageJ: found {lowest} to {highest}, expected none "
                f"beyond {_MOST_EXACT}, which its 32-bit floats keep apart; number "
                "them anew."
            )
            raise InputError(message)
        small = highest <= _MOST_16_BIT and lowest >= 0
        pixels = pixels.astype(np.uint16 if small else np.float32)
    flat = np.ascontiguousarray(pixels).ravel()
    # Java's bytes and shorts are signed; ImageJ takes the same bits as unsigned.
    if pixels.dtype == np.uint8:
        content = jpype.JArray(jpype.JByte)(flat.view(np.int8))
        return java.ByteProcessor(width, height, content, None)
    if pixels.dtype == np.uint16:
        content = jpype.JArray(jpype.JShort)(flat.view(np.int16))
        return java.ShortProcessor(width, height, content, None)
    content = jpype.JArray(jpype.JFloat)(flat.astype(np.float32))
    return java.FloatProcessor(width, height, content, None)


def to_image(slices: Sequence[npt.NDArray[Any]], title: str) -> Any:
    """Give arrays as an image, or as a stack where there are several.

    Parameters
    ----------
    slices : sequence of ndarray
        Shape (Y, X) each, of one dtype; see `to_processor`.
    title : str
        Name of the image.

    Returns
    -------
    ij.ImagePlus
        Uncalibrated.
    """
    stack = java.ImageStack(slices[0].shape[1], slices[0].shape[0])
    for pixels in _alike(slices):
        stack.addSlice("", to_processor(pixels))
    return java.ImagePlus(title, stack)


def calibrate(image: Any, pixel_size_nm: PixelSize | None) -> None:
    """Give an image its pixel size in nm; None leaves it as it is.

    Parameters
    ----------
    image : ij.ImagePlus
        Any; its origin stays in the upper left corner.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths.
    """
    if pixel_size_nm is None:
        return
    calibration = image.getCalibration()
    calibration.pixelHeight = float(pixel_size_nm.y)
    calibration.pixelWidth = float(pixel_size_nm.x)
    calibration.setUnit("nm")


def to_columns(table: Any) -> dict[str, npt.NDArray[np.float64]]:
    """Give the numbers of a table of results.

    Parameters
    ----------
    table : ij.measure.ResultsTable
        Columns of numbers.

    Returns
    -------
    dict of ndarray of float64
        By ImageJ's headings.
    """
    headings = [str(heading) for heading in table.getHeadings()]
    return {name: np.array(table.getColumn(name), np.float64) for name in headings}


def place_of(table: Any, heading: str) -> Any:
    """Give where a table takes values of a column: its index, else its heading.

    An index has a column that is there or that ImageJ has reserved. By text alone
    ImageJ would put a new column where its own later measurements go, so that they
    would overwrite it.

    Parameters
    ----------
    table : ij.measure.ResultsTable
        Any.
    heading : str
        Of the column.

    Returns
    -------
    int or str
    """
    index = int(table.getColumnIndex(heading))
    return heading if index < 0 else index


def to_roi(content: bytes) -> Any:
    """Give a ROI as ImageJ decodes it.

    Parameters
    ----------
    content : bytes
        Of a ``.roi`` file.

    Returns
    -------
    ij.gui.Roi or None
        None where ImageJ finds no ROI in it.
    """
    import jpype

    signed = jpype.JArray(jpype.JByte)(np.frombuffer(content, np.int8))
    try:
        return java.RoiDecoder.openFromByteArray(signed)
    # ImageJ trusts the counts and types that the bytes tell, whatever they are.
    except jpype.JException:
        return None


def to_array(processor: Any) -> npt.NDArray[Any]:
    """Give one slice's pixels as grey values.

    Parameters
    ----------
    processor : ij.process.ImageProcessor
        8-bit (raw indices, whatever the lookup table), 16-bit, 32-bit or RGB.

    Returns
    -------
    ndarray of uint8, uint16 or float32
        Shape (Y, X); RGB becomes grey as it does when a file is read.
    """
    shape = (int(processor.getHeight()), int(processor.getWidth()))
    flat = np.array(processor.getPixels())
    if flat.dtype == np.int8:
        return flat.view(np.uint8).reshape(shape)
    if flat.dtype == np.int16:
        return flat.view(np.uint16).reshape(shape)
    if flat.dtype.kind == "f":
        return flat.astype(np.float32, copy=False).reshape(shape)
    packed = flat.astype(np.int32).view(np.uint32).reshape(shape)
    samples = [(packed >> shift & 255).astype(np.uint8) for shift in (16, 8, 0)]
    return grey_from_samples(np.stack(samples, axis=-1))


def _alike(slices: Sequence[npt.NDArray[Any]]) -> Sequence[npt.NDArray[Any]]:
    """All label slices as floats where one of them needs it: a stack has one type."""
    integers = slices[0].dtype.kind in "iu" and slices[0].dtype.itemsize > 2
    if integers and max(int(s.max(initial=0)) for s in slices) > _MOST_16_BIT:
        return [pixels.astype(np.float32) for pixels in slices]
    return slices
