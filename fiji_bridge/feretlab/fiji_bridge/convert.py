"""Every crossing of pixels between NumPy and ImageJ."""

from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.fiji_bridge.jvm import java_class


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
    import jpype

    processor = java_class("ij.process.ByteProcessor")
    image = java_class("ij.ImagePlus")
    height, width = mask.shape
    values = np.where(mask, -1, 0).astype(np.int8).ravel()  # Java bytes are signed
    pixels = jpype.JArray(jpype.JByte)(values)
    return image(title, processor(width, height, pixels, None))
