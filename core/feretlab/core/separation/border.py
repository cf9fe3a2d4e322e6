"""Particles that the border of the field cuts, and how the others make up for them."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles
from feretlab.core.separation.parameters import Border


def touches_field_border(
    particles: Particles, info_bar_rows: int = 0
) -> npt.NDArray[np.bool_]:
    """Tell which bounding boxes reach the edge of the field.

    Parameters
    ----------
    particles : Particles
        Regions of the whole image.
    info_bar_rows : int
        Rows at the bottom that count as outside.

    Returns
    -------
    ndarray of bool
        Shape (N,).
    """
    boxes = particles.boxes
    height, width = particles.shape
    return (
        (boxes[:, :2] <= 0).any(axis=1)
        | (boxes[:, 2] >= height - info_bar_rows)
        | (boxes[:, 3] >= width)
    )


def apply_border(
    particles: Particles, rule: Border, info_bar_rows: int = 0
) -> Particles:
    """Keep, leave out, or leave out and make up for particles that the border cuts.

    Parameters
    ----------
    particles : Particles
        Regions of the whole image.
    rule : {"exclude", "include", "miles"}
        ``miles`` leaves the cut ones out and gives each other one the weight
        W H / ((W - w - 1) (H - h - 1)), the inverse chance that a box of its
        width w and height h touches no edge pixel of a field of W by H.
    info_bar_rows : int
        Rows at the bottom that count as outside.

    Returns
    -------
    Particles

    References
    ----------
    R. E. Miles: On the elimination of edge effects in planar sampling. In:
    Stochastic Geometry (1974) 228-247. C. Lantuejoul: On the estimation of mean
    values in individual analysis of particles. Microscopica Acta S4 (1980)
    266-273.
    """
    if rule == "include":
        return particles
    inside = particles.select(~touches_field_border(particles, info_bar_rows))
    if rule == "exclude":
        return inside
    return replace(inside, weight=inside.weight * miles_weights(inside, info_bar_rows))


def miles_weights(
    particles: Particles, info_bar_rows: int = 0
) -> npt.NDArray[np.float64]:
    """Give what particles inside the field count for, as of `apply_border`.

    Parameters
    ----------
    particles : Particles
        Regions of the whole image.
    info_bar_rows : int
        Rows at the bottom that count as outside.

    Returns
    -------
    ndarray of float64
        Shape (N,); 1 for those that the border cuts.
    """
    height, width = particles.shape[0] - info_bar_rows, particles.shape[1]
    weight = np.ones(len(particles))
    inside = ~touches_field_border(particles, info_bar_rows)
    boxes = particles.boxes[inside]
    high, wide = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    # Of W places along a row, W - w - 1 touch neither the first nor the last pixel.
    inner = (width - wide - 1) * (height - high - 1).astype(np.float64)
    weight[inside] = width * height / inner
    return weight
