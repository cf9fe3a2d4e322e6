"""Outlines of particles as a picture that lies over the micrograph."""

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles

_FILL = 70
"""Opacity inside the lines, so that colours are seen in small pictures too."""


def outline_picture(
    particles: Particles, colors: npt.NDArray[np.uint8], width_px: int = 1
) -> npt.NDArray[np.uint8]:
    """Draw the outline of every particle in its colour.

    Parameters
    ----------
    particles : Particles
        Regions that may overlap; later ones are drawn over earlier ones.
    colors : ndarray of uint8
        Shape (N, 3): red, green, blue.
    width_px : int
        Width of the lines, inside the regions.

    Returns
    -------
    ndarray of uint8
        Shape (Y, X, 4): red, green, blue, opacity; faint inside the lines, clear
        outside.
    """
    height, width = particles.shape
    picture = np.zeros((height, width, 4), np.uint8)
    for index, mask in enumerate(particles.masks()):
        edge = mask & ~_eroded(mask, width_px)
        top, left, bottom, right = particles.boxes[index].clip(
            0, (height, width, height, width)
        )
        window = picture[top:bottom, left:right]
        shown = edge[: bottom - top, : right - left]
        inside = mask[: bottom - top, : right - left] & (window[..., 3] == 0)
        window[inside] = (*colors[index], _FILL)
        window[shown] = (*colors[index], 255)
    return picture


def _eroded(mask: npt.NDArray[np.bool_], times: int) -> npt.NDArray[np.bool_]:
    """Take away pixels that have a neighbour outside, on four sides."""
    for _ in range(times):
        wide = np.pad(mask, 1)
        mask = (
            mask & wide[:-2, 1:-1] & wide[2:, 1:-1] & wide[1:-1, :-2] & wide[1:-1, 2:]
        )
    return mask
