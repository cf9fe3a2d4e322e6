"""Every crossing of pixels between NumPy and ImageJ: axes Y, X, rows downwards."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.formats.grey import grey_from_samples
from feretlab.fiji_bridge import java

_MOST_16_BIT = 65535


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
    """
    import jpype

    height, width = pixels.shape
    if pixels.dtype == np.bool_:
        pixels = pixels.view(np.uint8) * np.uint8(255)
    elif pixels.dtype.kind in "iu" and pixels.dtype != np.uint8:
        small = pixels.max(initial=0) <= _MOST_16_BIT and pixels.min(initial=0) >= 0
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
