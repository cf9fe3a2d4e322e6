"""ImageJ's own Analyze Particles, as referee and as rival."""

import time
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.micrograph import PixelSize
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import (
    calibrate,
    to_binary_image,
    to_columns,
    to_image,
)

_DESCRIPTORS = (
    "AREA",
    "MEAN",
    "CENTROID",
    "PERIMETER",
    "RECT",
    "ELLIPSE",
    "SHAPE_DESCRIPTORS",
    "FERET",
)


def every_descriptor() -> int:
    """Give ImageJ's bits for all that it measures of what FeretLab does.

    Returns
    -------
    int
        Of ``ij.measure.Measurements``.
    """
    wanted = 0
    for name in _DESCRIPTORS:
        wanted |= int(getattr(java.Measurements, name))
    return wanted


def analyze_particles(
    mask: npt.NDArray[np.bool_],
    *,
    pixel_size_nm: PixelSize | None = None,
    intensity: npt.NDArray[Any] | None = None,
) -> dict[str, npt.NDArray[np.float64]]:
    """Give what ImageJ's Analyze Particles finds in a mask.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X). Pixels that share a corner belong together, holes are left
        out.
    pixel_size_nm : PixelSize or None
        Calibrates the image; None measures in pixels.
    intensity : ndarray or None
        Grey values, shape (Y, X), on which the mean is measured; None measures
        it on the mask.

    Returns
    -------
    dict of ndarray of float64
        Shape (N,) each, by ImageJ's headings, in ImageJ's order; ``XStart`` and
        ``YStart`` are the first pixel of each particle in scanning order.
    """
    image, table = to_binary_image(mask), java.ResultsTable()
    calibrate(image, pixel_size_nm)
    options = int(java.ParticleAnalyzer.RECORD_STARTS)
    if intensity is not None:
        grey = to_image([intensity], "intensity")
        calibrate(grey, pixel_size_nm)  # ImageJ measures lengths by this one's
        java.Analyzer.setRedirectImage(grey)
    try:
        _run(image, table, options)
    finally:
        java.Analyzer.setRedirectImage(None)
    return to_columns(table)


def seconds_to_analyze(mask: npt.NDArray[np.bool_]) -> float:
    """Time ImageJ's Analyze Particles on a mask.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).

    Returns
    -------
    float
        Seconds of the analysis alone, without handing the pixels over.
    """
    return _run(to_binary_image(mask), java.ResultsTable(), 0)


def _run(image: Any, table: Any, options: int) -> float:
    """Fill a table with one row per particle; give the seconds that it took."""
    image.getProcessor().setThreshold(255, 255, 2)  # NO_LUT_UPDATE
    analyzer = java.ParticleAnalyzer(
        options, every_descriptor(), table, 0.0, float("inf"), 0.0, 1.0
    )
    start = time.perf_counter()
    analyzer.analyze(image)
    return time.perf_counter() - start
