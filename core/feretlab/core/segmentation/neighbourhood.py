"""What a network sees of a part of a micrograph, as in the whole."""

import numpy as np
import numpy.typing as npt

from feretlab.core.micrograph import Micrograph
from feretlab.core.progress import SILENT, Progress, Stretch
from feretlab.core.segmentation.choice import Choice, choose
from feretlab.core.segmentation.mixing import (
    averaged_scales,
    mirrored,
    mixed,
    shares_of,
)
from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.normalisation import grey_limits, unknown_pixels
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.resampling import (
    resample,
    resampling_weights,
    support,
)
from feretlab.core.segmentation.segment import tiling_of
from feretlab.core.segmentation.tiling import predicted_strips
from feretlab.core.segmentation.view import View

Window = tuple[int, int, int, int]
"""First row, first column, row past the last, column past the last."""


def known_choice(micrograph: Micrograph, scale: float, inverted: bool) -> Choice:
    """Give the choice of an earlier segmentation, without looking again.

    Parameters
    ----------
    micrograph : Micrograph
        What was segmented.
    scale : float
        Edge length of the view over that of the micrograph.
    inverted : bool
        Whether dark and bright were exchanged.

    Returns
    -------
    Choice
    """
    return Choice(
        scale=scale,
        inverted=inverted,
        reason="known",
        limits=grey_limits(micrograph.field),
    )


def segment_part(
    micrograph: Micrograph,
    network: Network,
    parameters: SegmentParameters,
    window: Window,
    choice: Choice | None = None,
    progress: Progress = SILENT,
) -> dict[str, npt.NDArray[np.float32]]:
    """Give a part of the maps that `segment` gives, at a part of its cost.

    Parameters
    ----------
    micrograph : Micrograph
        What to look at.
    network : Network
        The model.
    parameters : SegmentParameters
        What the user chose.
    window : tuple of int
        Part of the field above the info bar, not empty.
    choice : Choice or None
        Scale and polarity; None chooses them by the whole field.
    progress : Progress
        Hears of every tile and may stop the work there.

    Returns
    -------
    dict of str to ndarray of float32
        The network's channels, ``mask`` among them without gaps, each of the
        window's height and width, 0 to 1.
    """
    pixels = micrograph.field
    top, left, bottom, right = window
    choice = choice or choose(pixels, network, parameters)
    shape = bottom - top, right - left
    maps = {name: np.zeros(shape, np.float32) for name in network.contract.channels}
    if choice.limits[0] >= choice.limits[1]:
        return maps
    scales = averaged_scales(choice.scale, parameters, pixels.size)
    for index, scale in enumerate(scales):
        stretch = Stretch(progress, index / len(scales), 1 / len(scales))
        view = View.of(pixels, scale, choice.inverted, choice.limits)
        seen = _seen(view, window, network, parameters, stretch)
        shares = shares_of(choice.scale, scales, index)
        channels = zip(network.contract.channels, seen, strict=True)
        maps = mixed(maps, dict(channels), shares)
    unknown = unknown_pixels(pixels[top:bottom, left:right])
    if unknown is not None:
        maps["mask"][unknown] = 0
    return maps


def _seen(
    view: View,
    window: Window,
    network: Network,
    parameters: SegmentParameters,
    progress: Progress,
) -> list[npt.NDArray[np.float32]]:
    """Predict what a window needs of a view, and bring it to the window's size."""
    tiling = tiling_of(network, parameters)
    weights, parts = [], []
    for axis in (0, 1):
        wanted = slice(window[axis], window[axis + 2])
        back = resampling_weights(view.shape[axis], view.pixels.shape[axis])
        needed = support(back, wanted)
        first = max(needed.start - tiling.margin_px, 0)
        first -= first % tiling.divisor
        last = min(needed.stop + tiling.margin_px, view.shape[axis])
        parts.append(slice(first, last))
        weights.append(back[wanted, first:last])
    rows, columns = parts

    def read(high: slice, wide: slice) -> npt.NDArray[np.float32]:
        return view.window(_moved(high, rows.start), _moved(wide, columns.start))

    predict = mirrored(network.predict) if parameters.augment else network.predict
    size = rows.stop - rows.start, columns.stop - columns.start
    strips = list(predicted_strips(read, size, predict, tiling, progress))
    return [resample(each, *weights) for each in np.concatenate(strips, axis=1)]


def _moved(part: slice, by: int) -> slice:
    return slice(part.start + by, part.stop + by)
