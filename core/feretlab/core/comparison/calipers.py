"""Straight lines that people draw across particles in ImageJ."""

import numpy as np
import numpy.typing as npt
from roifile import ROI_TYPE, ImagejRoi

from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_STEPS_PER_PX = 4


def is_line(roi: ImagejRoi) -> bool:
    """Whether a ROI is a straight line, an arrow included.

    Parameters
    ----------
    roi : roifile.ImagejRoi
        Any ROI.

    Returns
    -------
    bool
    """
    return bool(roi.roitype == ROI_TYPE.LINE)


def line_ends(roi: ImagejRoi) -> Floats:
    """Give both ends of a straight line.

    Parameters
    ----------
    roi : roifile.ImagejRoi
        A straight line.

    Returns
    -------
    ndarray of float64
        Shape (2, 2): (x, y) of each end, with fractions of a pixel.
    """
    return np.array([[roi.x1, roi.y1], [roi.x2, roi.y2]], np.float64)


def line_lengths(lines: Floats, pixel_size_nm: PixelSize | None = None) -> Floats:
    """Give the lengths that ImageJ measures.

    Parameters
    ----------
    lines : ndarray of float64
        Shape (N, 2, 2): both ends (x, y) in pixels.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths; None gives lengths in pixels.

    Returns
    -------
    ndarray of float64
        Shape (N,).
    """
    scale = (1.0, 1.0) if pixel_size_nm is None else (pixel_size_nm.x, pixel_size_nm.y)
    steps = (lines[:, 1] - lines[:, 0]) * scale
    return np.asarray(np.hypot(steps[:, 0], steps[:, 1]))


def crossings(lines: Floats, particles: Particles) -> tuple[Indices, Indices, Floats]:
    """Tell how much of each line lies in which particle.

    Parameters
    ----------
    lines : ndarray of float64
        Shape (N, 2, 2): both ends (x, y) in pixels.
    particles : Particles
        Regions, overlapping or not.

    Returns
    -------
    line, particle : ndarray of int64
        Shape (K,): indices of each pair that meets.
    share : ndarray of float64
        Shape (K,): part of the line inside the particle, 0 to 1.
    """
    pages = particles.to_label_pages()
    found: list[tuple[int, int, float]] = []
    for index, (start, end) in enumerate(lines):
        count = max(1, int(np.ceil(_STEPS_PER_PX * np.hypot(*(end - start)))))
        middles = (np.arange(count) + 0.5)[:, None] / count
        x, y = np.floor(start + middles * (end - start)).astype(np.int64).T
        inside = (x >= 0) & (y >= 0) & (x < pages.shape[2]) & (y < pages.shape[1])
        labels = pages[:, y[inside], x[inside]]
        met, times = np.unique(labels[labels > 0], return_counts=True)
        found += [
            (index, int(label) - 1, int(many) / count)
            for label, many in zip(met, times, strict=True)
        ]
    line, particle, share = zip(*found, strict=True) if found else ((), (), ())
    return (
        np.array(line, np.int64),
        np.array(particle, np.int64),
        np.array(share, float),
    )
