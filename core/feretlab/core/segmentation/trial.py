"""How sure a network is of a micrograph at one scale and polarity."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.tiling import Tiling, predicted_strips
from feretlab.core.segmentation.view import View

# Pixels below this probability are background to anyone; they tell nothing.
_PERHAPS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a network made of a part of a micrograph.

    Parameters
    ----------
    scale : float
        Edge length of the view over that of the micrograph.
    inverted : bool
        Whether dark and bright were exchanged.
    confidence : float
        Mean |2p - 1| of the pixels that may be particles, 0..1.
    coverage : float
        Share of pixels that are particle, 0..1.
    """

    scale: float
    inverted: bool
    confidence: float
    coverage: float


def try_view(
    pixels: npt.NDArray[Any],
    network: Network,
    scale: float,
    inverted: bool,
    edge_px: int,
) -> Trial:
    """Judge a network's answer in the middle of a micrograph.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    network : Network
        The model.
    scale : float
        Edge length of the view over that of the micrograph.
    inverted : bool
        Whether to exchange dark and bright.
    edge_px : int
        Greatest edge length of the part looked at, in pixels of the view.

    Returns
    -------
    Trial
    """
    view = View.of(pixels, scale, inverted)
    rows, columns = (_middle(size, edge_px) for size in view.shape)
    part = view.window(rows, columns)
    mask = predict_part(part, network)[network.contract.channels.index("mask")]
    perhaps = mask[mask > _PERHAPS]
    return Trial(
        scale=scale,
        inverted=inverted,
        confidence=float(np.abs(2 * perhaps - 1).mean()) if perhaps.size else 0.0,
        coverage=float((mask > 0.5).mean()),
    )


def predict_part(
    part: npt.NDArray[np.float32], network: Network
) -> npt.NDArray[np.float32]:
    """Run a network once over a small picture.

    Parameters
    ----------
    part : ndarray of float32
        Normalised grey values, shape (Y, X).
    network : Network
        The model.

    Returns
    -------
    ndarray of float32
        Shape (C, Y, X).
    """
    tiling = Tiling(tile_px=max(part.shape), divisor=network.contract.size_divisor)
    strips = predicted_strips(
        lambda rows, columns: part[rows, columns], _shape(part), network.predict, tiling
    )
    return next(iter(strips))


def _shape(part: npt.NDArray[np.float32]) -> tuple[int, int]:
    height, width = part.shape
    return height, width


def _middle(size: int, edge: int) -> slice:
    start = max(0, (size - edge) // 2)
    return slice(start, min(size, start + edge))
