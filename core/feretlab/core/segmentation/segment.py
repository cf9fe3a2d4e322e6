"""Micrograph to probability maps and mask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.micrograph import Micrograph
from feretlab.core.progress import SILENT, Progress, by_size
from feretlab.core.segmentation.choice import choose
from feretlab.core.segmentation.mixing import (
    COMPACT_PIXELS,
    Shares,
    averaged_scales,
    mirrored,
    mixed,
    shares_of,
)
from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.normalisation import unknown_pixels
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.resampling import (
    resampled_strips,
    resampling_weights,
)
from feretlab.core.segmentation.tiling import Tiling, predicted_strips
from feretlab.core.segmentation.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """What a network found in a micrograph, at the micrograph's own size.

    Parameters
    ----------
    probability : ndarray
        Probability that a pixel belongs to a particle and not to a line between
        two, shape (Y, X), float32, 0..1; 0 in the info bar. Float16 above 2**26
        pixels.
    mask : ndarray of bool
        Probability at or above the threshold, shape (Y, X).
    threshold : float
        The threshold used.
    maps : mapping of str to ndarray
        The network's other channels, shape (Y, X) each, 0..1 as float32; above
        2**26 pixels 0..255 as uint8.
    scale : float
        Size at which the network saw the micrograph, 1 as recorded; where it was
        chosen from the picture, views half an octave coarser and, up to 1, half
        an octave and an octave finer were averaged with it, for the other maps the
        finer ones alone.
    scale_reason : str
        Why that scale, for people.
    inverted : bool
        Whether dark and bright were exchanged.
    model : str
        Name and version of the model.
    model_hash : str
        SHA-256 of the model's file.
    """

    probability: npt.NDArray[Any]
    mask: npt.NDArray[np.bool_]
    threshold: float
    maps: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    scale: float = 1.0
    scale_reason: str = "given"
    inverted: bool = False
    model: str = ""
    model_hash: str = ""


def segment(
    micrograph: Micrograph,
    network: Network | str | Path,
    parameters: SegmentParameters | None = None,
    progress: Progress = SILENT,
    *,
    keep_maps: bool = True,
) -> Segmentation:
    """Find the particles of a micrograph.

    Parameters
    ----------
    micrograph : Micrograph
        What to look at; its info bar is left out.
    network : Network, str or Path
        An opened model, or the file of one.
    parameters : SegmentParameters or None
        What the user chose; None takes the defaults.
    progress : Progress
        Hears of every tile and may stop the work there.
    keep_maps : bool
        Whether channels beside the mask are kept, as separation needs them; half
        a gigabyte for 16384 x 16384 pixels.

    Returns
    -------
    Segmentation

    Raises
    ------
    InputError
        Where the micrograph has no pixels above its info bar.
    ModelError
        Where the model cannot be used.
    """
    parameters = parameters or SegmentParameters()
    if not isinstance(network, Network):
        network = Network.open(network, parameters.threads)
    pixels = micrograph.field
    if pixels.size == 0:
        message = (
            f"Segmenting {micrograph.where}: found {micrograph.shape} pixels with an "
            f"info bar of {micrograph.info_bar_rows} rows, expected some above it."
        )
        raise InputError(message)
    contract = network.contract
    mask = np.zeros(micrograph.shape, np.bool_)
    choice = choose(pixels, network, parameters, progress)
    scales = averaged_scales(choice.scale, parameters, pixels.size)
    if choice.limits[0] == choice.limits[1]:
        scales = ()
    needed = contract.channels if keep_maps else _for_the_mask(len(scales))
    kept = tuple(name for name in contract.channels if name in needed)
    maps = _empty_maps(kept, micrograph.shape, pixels.size > COMPACT_PIXELS)
    stretches = by_size(progress, [scale**2 for scale in scales])
    for index, (scale, part) in enumerate(zip(scales, stretches, strict=True)):
        view = View.of(pixels, scale, choice.inverted, choice.limits)
        shares = shares_of(choice.scale, scales, index)
        _fill(maps, mask, view, network, parameters, part, shares)
    unknown = unknown_pixels(pixels)
    if unknown is not None:
        for each in (mask, maps["mask"]):
            each[: len(pixels)][unknown] = 0
    return Segmentation(
        probability=maps.pop("mask"),
        mask=mask,
        threshold=parameters.threshold,
        maps=maps if keep_maps else {},
        scale=choice.scale,
        scale_reason=choice.reason,
        inverted=choice.inverted,
        model=f"{contract.name} {contract.version}",
        model_hash=network.sha256,
    )


def tiling_of(network: Network, parameters: SegmentParameters) -> Tiling:
    """Give the tiling that a network needs and a user wants.

    Parameters
    ----------
    network : Network
        The model.
    parameters : SegmentParameters
        What the user chose.

    Returns
    -------
    Tiling
    """
    overlap = parameters.overlap_px
    margin, ramp = network.contract.context_px, 32
    if overlap is not None:
        ramp = min(ramp, overlap)
        margin = (overlap - ramp) // 2
    return Tiling(
        tile_px=parameters.tile_px,
        margin_px=margin,
        ramp_px=ramp,
        divisor=network.contract.size_divisor,
    )


def _fill(
    maps: dict[str, npt.NDArray[Any]],
    mask: npt.NDArray[np.bool_],
    view: View,
    network: Network,
    parameters: SegmentParameters,
    progress: Progress,
    shares: Shares,
) -> None:
    """Predict strip by strip and mix shares of it into maps of recorded size."""
    predict = mirrored(network.predict) if parameters.augment else network.predict
    strips = predicted_strips(
        view.window, view.shape, predict, tiling_of(network, parameters), progress
    )
    if view.shape != view.pixels.shape:
        height, width = view.pixels.shape
        rows = resampling_weights(view.shape[0], height)
        columns = resampling_weights(view.shape[1], width)
        strips = resampled_strips(strips, rows, columns)
    start = 0
    for strip in strips:
        part = slice(start, start + strip.shape[1])
        before = {name: values[part] for name, values in maps.items()}
        channels = zip(network.contract.channels, strip, strict=True)
        seen = mixed(before, dict(channels), shares)
        if shares.last:
            mask[part] = seen["mask"] >= parameters.threshold
        for name, target in before.items():
            compact = target.dtype == np.uint8
            target[:] = np.rint(seen[name] * 255) if compact else seen[name]
        start = part.stop


def _for_the_mask(views: int) -> tuple[str, ...]:
    """Name the channels to gather for the mask alone; one view tells all at once."""
    return ("mask", "contact") if views > 1 else ("mask",)


def _empty_maps(
    channels: tuple[str, ...], shape: tuple[int, int], is_compact: bool
) -> dict[str, npt.NDArray[Any]]:
    """Make room for every channel, in fewer bytes where the micrograph is huge."""
    mask, other = (np.float16, np.uint8) if is_compact else (np.float32, np.float32)
    return {
        name: np.zeros(shape, mask if name == "mask" else other) for name in channels
    }
