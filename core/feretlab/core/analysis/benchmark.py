"""How fast a micrograph is segmented, beside the classical recipe."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.analysis.networks import open_network
from feretlab.core.micrograph import Micrograph
from feretlab.core.progress import SILENT, Progress
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.segment import segment
from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.core.synthesis.scene import render_scene
from feretlab.core.timing import Timing, compare

HEIGHT, WIDTH = 768, 1024


def compare_speed(
    *, rounds: int = 5, progress: Progress = SILENT
) -> tuple[Timing, ...]:
    """Time the default network and Otsu's threshold in turn, on the same micrograph.

    Parameters
    ----------
    rounds : int
        How often each is timed, after one untimed call.
    progress : Progress
        Told after each round.

    Returns
    -------
    tuple of Timing
        FeretLab first.
    """
    scene = render_scene(1, SynthesizeParameters(size_px=WIDTH))
    pixels = scene.pixels[:HEIGHT]
    network = open_network("default")
    micrograph, fixed = (
        Micrograph(pixels=pixels),
        SegmentParameters(scale=1, invert="no"),
    )
    contestants: dict[str, Callable[[], Any]] = {
        "FeretLab": lambda: segment(micrograph, network),
        "FeretLab, scale and polarity given": lambda: segment(
            micrograph, network, fixed
        ),
        "Otsu, opening, filling (SciPy)": lambda: _classical(pixels),
    }
    return compare(contestants, rounds, progress)


def _classical(pixels: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    from scipy import ndimage
    from skimage import filters

    threshold_otsu: Any = filters.threshold_otsu  # carries no types
    smooth = ndimage.gaussian_filter(pixels.astype(np.float32), 1.0)
    mask = ndimage.binary_opening(smooth > threshold_otsu(smooth), iterations=2)
    filled: npt.NDArray[np.bool_] = ndimage.binary_fill_holes(mask)
    return filled
