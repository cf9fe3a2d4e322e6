"""Maps of a network, which come as floats or, where large, as bytes."""

from typing import Any

import numpy as np
import numpy.typing as npt


def unit(values: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Give a map as 0..1.

    Parameters
    ----------
    values : ndarray
        Any shape: uint8 from 0 to 255, or floats from 0 to 1.

    Returns
    -------
    ndarray of float32
        Same shape.
    """
    if values.dtype == np.uint8:
        return values.astype(np.float32) / np.float32(255)
    return np.asarray(values, np.float32)
