"""How well a network copes with a micrograph at one scale and polarity."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.normalisation import normalise
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
    sharpness : float
        Mean slope of the probability along outlines, per pixel of the view. Blurred
        particles and outlines across texture have little of it.
    diameter_px : float
        Diameter of the particle that a particle pixel typically belongs to, in
        pixels of the view; 0 where no particle was found.
    """

    scale: float
    inverted: bool
    confidence: float
    sharpness: float
    diameter_px: float

    @property
    def worth(self) -> float:
        """How far the answer is to be trusted, 0..1."""
        return self.confidence * float(np.sqrt(self.sharpness))


def try_view(view: View, scale: float, network: Network, edge_px: int) -> Trial:
    """Judge a network's answer to the busiest part of a micrograph.

    Parameters
    ----------
    view : View
        The micrograph as the network is to see it.
    scale : float
        The scale of that view.
    network : Network
        The model.
    edge_px : int
        Greatest edge length of the part looked at, in pixels of the view.

    Returns
    -------
    Trial
    """
    part = view.window(*busiest_window(view, edge_px))
    channels = dict(zip(network.contract.channels, answer(part, network), strict=True))
    mask = channels["mask"]
    perhaps = mask[mask > _PERHAPS]
    return Trial(
        scale=scale,
        inverted=view.inverted,
        confidence=float(np.abs(2 * perhaps - 1).mean()) if perhaps.size else 0.0,
        sharpness=_sharpness(mask),
        diameter_px=_typical_diameter(channels),
    )


def answer(part: npt.NDArray[np.float32], network: Network) -> npt.NDArray[np.float32]:
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
    height, width = part.shape
    tiling = Tiling(tile_px=max(part.shape), divisor=network.contract.size_divisor)
    strips = predicted_strips(
        lambda rows, columns: part[rows, columns],
        (height, width),
        network.predict,
        tiling,
    )
    return next(iter(strips))


def busiest_window(view: View, edge_px: int) -> tuple[slice, slice]:
    """Give the part of a view where grey values vary most.

    Parameters
    ----------
    view : View
        The micrograph.
    edge_px : int
        Greatest edge length of the part.

    Returns
    -------
    tuple of slice
        Rows and columns; all of them where the view is no larger.
    """
    from scipy import ndimage

    height, width = view.shape
    if height <= edge_px and width <= edge_px:
        return slice(0, height), slice(0, width)
    step = max(1, max(view.pixels.shape) // 512)
    grey = normalise(view.pixels[::step, ::step], view.recorded_limits)
    size = [
        max(1, round(edge_px * n / m))
        for n, m in zip(grey.shape, view.shape, strict=True)
    ]
    mean, square = (ndimage.uniform_filter(g, size) for g in (grey, grey * grey))
    row, column = np.unravel_index(np.argmax(square - mean * mean), grey.shape)
    centres = ((row + 0.5) / grey.shape[0], (column + 0.5) / grey.shape[1])
    return _around(centres[0], height, edge_px), _around(centres[1], width, edge_px)


def _around(centre: float, size: int, edge: int) -> slice:
    start = min(max(round(centre * size - edge / 2), 0), max(size - edge, 0))
    return slice(start, min(start + edge, size))


def _sharpness(mask: npt.NDArray[np.float32]) -> float:
    """Give the mean slope of the probability along outlines, per pixel."""
    from scipy import ndimage

    inside = mask > 0.5
    outline = inside & ~ndimage.binary_erosion(inside, border_value=1)
    if min(mask.shape) < 2 or not outline.any():
        return 0.0
    slope_y, slope_x = np.gradient(mask)
    return float(np.hypot(slope_y, slope_x)[outline].mean())


def _typical_diameter(channels: dict[str, npt.NDArray[np.float32]]) -> float:
    """Give the diameter of half the particle area, touching particles parted."""
    from scipy import ndimage

    mask = channels["mask"] > 0.5
    if "contact" in channels:
        mask &= channels["contact"] < 0.5
    labels, _ = ndimage.label(mask)
    areas = np.sort(np.bincount(labels.ravel())[1:])
    if not areas.size:
        return 0.0
    half = np.searchsorted(np.cumsum(areas), areas.sum() / 2)
    return float(2 * np.sqrt(areas[half] / np.pi))
