"""Scale and polarity for a micrograph, as the user said or as the picture asks."""

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy.typing as npt

from feretlab.core.progress import SILENT, Progress
from feretlab.core.segmentation.invert import choose_polarity
from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.normalisation import grey_limits
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.scale import choose_scale
from feretlab.core.segmentation.trial import Trial, try_view
from feretlab.core.segmentation.view import View

# Edge length, in pixels of the view, of what is looked at for one trial.
_EDGE_PX = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How to show a micrograph to a network.

    Parameters
    ----------
    scale : float
        Edge length of the view over that of the micrograph.
    inverted : bool
        Whether dark and bright are exchanged.
    reason : str
        Why that scale, for people.
    limits : tuple of float
        Grey limits of the micrograph; equal where all its pixels are, so that
        there is nothing to find.
    """

    scale: float
    inverted: bool
    reason: str
    limits: tuple[float, float]


def choose(
    pixels: npt.NDArray[Any],
    network: Network,
    parameters: SegmentParameters,
    progress: Progress = SILENT,
) -> Choice:
    """Choose scale and polarity.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    network : Network
        The model.
    parameters : SegmentParameters
        What the user chose.
    progress : Progress
        Hears of every trial and may stop the work there.

    Returns
    -------
    Choice
    """
    limits = grey_limits(pixels)
    given, inverted = parameters.scale, parameters.invert == "yes"
    blank = limits[0] == limits[1]
    if blank or (given is not None and parameters.invert != "auto"):
        reason = "given" if given is not None else "the image is blank"
        return Choice(
            scale=given or 1.0, inverted=inverted, reason=reason, limits=limits
        )

    view = cache(partial(View.of, pixels, recorded_limits=limits))

    def try_both(scale: float, inverted: bool) -> Trial:
        progress.report(0, 1, "choosing the scale")
        seen = replace(view(scale), inverted=inverted)
        return try_view(seen, scale, network, _EDGE_PX)

    def try_polarity(inverted: bool) -> Trial:
        if given is not None:
            return try_both(given, inverted)
        return choose_scale(
            lambda scale: try_both(scale, inverted),
            network.contract.typical_diameter_px,
        )

    if parameters.invert == "auto":
        best = choose_polarity(try_polarity)
    else:
        best = try_polarity(inverted)
    reason = "given" if given is not None else _reason(best)
    return Choice(
        scale=best.scale, inverted=best.inverted, reason=reason, limits=limits
    )


def _reason(best: Trial) -> str:
    """Say why a scale was chosen."""
    if not best.diameter_px:
        return "the network finds no particles at any scale"
    return (
        f"the network is surest there ({best.confidence:.0%}), "
        f"with particles of about {best.diameter_px:.0f} px"
    )
