"""Patches cut from labelled micrographs, each differently."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.normalisation import HIGHEST, LOWEST
from feretlab.core.segmentation.resampling import resampling_weights

Grey = npt.NDArray[np.float32]
Generator = np.random.Generator


def cut_patch(
    grey: Grey,
    labels: npt.NDArray[np.int32],
    distance: Grey,
    corner: tuple[int, int],
    source_px: int,
    patch_px: int,
) -> tuple[Grey, npt.NDArray[np.int32], Grey]:
    """Cut a square and bring it to the patch's size.

    Parameters
    ----------
    grey, distance : ndarray of float32
        Shape (Y, X); resampled linearly, without aliasing.
    labels : ndarray of int32
        Shape (Y, X); each new pixel takes the nearest one's id.
    corner : tuple of int
        First row and column of the square.
    source_px : int
        Edge length of the square in the micrograph, in pixels.
    patch_px : int
        Edge length of the patch, in pixels.

    Returns
    -------
    tuple of ndarray
        Grey, labels and distance, shape (patch_px, patch_px).
    """
    top, left = corner
    window = (slice(top, top + source_px), slice(left, left + source_px))
    weights = resampling_weights(source_px, patch_px)
    nearest = ((np.arange(patch_px) + 0.5) * source_px / patch_px).astype(np.intp)
    new_labels = labels[window][np.ix_(nearest, nearest)]
    new_grey = weights @ (weights @ grey[window]).T
    new_distance = weights @ (weights @ distance[window]).T
    return new_grey.T, new_labels, np.where(new_labels > 0, new_distance.T, 0)


def random_square(
    shape: tuple[int, int], patch_px: int, scales: tuple[float, float], rng: Generator
) -> tuple[tuple[int, int], int]:
    """Choose which square of a micrograph becomes a patch.

    Parameters
    ----------
    shape : tuple of int
        Height and width of the micrograph.
    patch_px : int
        Edge length of the patch, in pixels.
    scales : tuple of float
        Least and highest magnification; logarithms are drawn evenly.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    tuple
        First row and column, and edge length in pixels.
    """
    scale = np.exp(rng.uniform(*np.log(scales)))
    source_px = min(round(patch_px / scale), *shape)
    corner = [int(rng.integers(0, edge - source_px + 1)) for edge in shape]
    return (corner[0], corner[1]), source_px


def turn(picture: npt.NDArray[Any], which: int) -> npt.NDArray[Any]:
    """Turn and mirror a picture into one of its eight positions.

    Parameters
    ----------
    picture : ndarray
        Shape (Y, X), square.
    which : int
        0 to 7: quarter turns, from 4 on mirrored.

    Returns
    -------
    ndarray
        Same shape.
    """
    turned = np.rot90(picture, which % 4)
    return turned[:, ::-1] if which >= 4 else turned


def disturb(grey: Grey, invert_share: float, rng: Generator) -> Grey:
    """Change grey values as instruments and operators do.

    Parameters
    ----------
    grey : ndarray of float32
        Normalised grey values, shape (Y, X).
    invert_share : float
        Probability of exchanging dark and bright.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of float32
        Same shape, in the range of normalised values.
    """
    if rng.random() < invert_share:
        grey = 1 - grey
    for change, share in _CHANGES:
        if rng.random() < share:
            grey = change(grey, rng)
    return np.clip(grey, LOWEST, HIGHEST).astype(np.float32)


def wrinkle(grey: Grey, labels: npt.NDArray[np.int32], rng: Generator) -> Grey:
    """Lay faint closed lines on the background, as wrinkled films and residue do.

    Without them networks take such lines for small particles.

    Parameters
    ----------
    grey : ndarray of float32
        Normalised grey values, shape (Y, X).
    labels : ndarray of int32
        Ids of the particles, shape (Y, X); only 0 is changed.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray of float32
        Same shape.
    """
    from scipy import ndimage

    coarse = [edge // 2 + 1 for edge in grey.shape]
    fields = []
    for sigma in (rng.uniform(1.0, 3.5), rng.uniform(12, 30)):
        noise = ndimage.gaussian_filter(
            rng.standard_normal(coarse, np.float32), sigma, truncate=3
        )
        noise = ndimage.zoom(noise / noise.std(), 2, order=1)
        fields.append(noise[: grey.shape[0], : grey.shape[1]])
    height, where = fields
    # Lines of equal height are thin, closed and at times broken.
    lines = np.exp(-(((height - rng.uniform(0, 1.5)) / rng.uniform(0.1, 0.4)) ** 2))
    lines *= np.clip(where + rng.uniform(0, 1), 0, 1) * (labels == 0)
    strength = rng.uniform(0.04, 0.35) * (1 if rng.random() < 0.8 else -1)
    return (grey + strength * lines).astype(np.float32)


def _gamma(grey: Grey, rng: Generator) -> Grey:
    power = float(np.exp(rng.uniform(-0.5, 0.5)))
    return np.copysign(np.abs(grey) ** np.float32(power), grey)


def _contrast(grey: Grey, rng: Generator) -> Grey:
    return (grey - 0.5) * rng.uniform(0.6, 1.4) + 0.5 + rng.uniform(-0.2, 0.2)


def _shading(grey: Grey, rng: Generator) -> Grey:
    height, width = grey.shape
    rows = np.linspace(-0.5, 0.5, height)[:, None] * rng.normal(0, 0.2)
    columns = np.linspace(-0.5, 0.5, width)[None] * rng.normal(0, 0.2)
    return grey + (rows + columns).astype(np.float32)


def _blur(grey: Grey, rng: Generator) -> Grey:
    from scipy import ndimage

    return ndimage.gaussian_filter(grey, rng.uniform(0.4, 1.6), truncate=2.5)


def _noise(grey: Grey, rng: Generator) -> Grey:
    spread = rng.uniform(0.01, 0.12)
    return grey + spread * rng.standard_normal(grey.shape, np.float32)


def _coarse_noise(grey: Grey, rng: Generator) -> Grey:
    coarse = rng.standard_normal([edge // 2 + 1 for edge in grey.shape], np.float32)
    fine = coarse.repeat(2, axis=0).repeat(2, axis=1)
    return grey + rng.uniform(0.01, 0.06) * fine[: grey.shape[0], : grey.shape[1]]


def _streaks(grey: Grey, rng: Generator) -> Grey:
    """Shift whole rows, as charging and beam instability do."""
    rows = rng.standard_normal((grey.shape[0], 1), np.float32)
    return grey + rng.uniform(0.01, 0.06) * rows


_CHANGES: tuple[tuple[Callable[[Grey, Generator], Grey], float], ...] = (
    (_gamma, 0.4),
    (_contrast, 0.5),
    (_shading, 0.25),
    (_blur, 0.25),
    (_noise, 0.35),
    (_coarse_noise, 0.15),
    (_streaks, 0.1),
)
