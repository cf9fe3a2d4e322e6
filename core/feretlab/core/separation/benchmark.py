"""How long every separation takes on a generated field, against scikit-image's."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress
from feretlab.core.separation.distance import distance_to_background
from feretlab.core.separation.parameters import Method, SeparateParameters
from feretlab.core.separation.scenes import SceneRecipe, draw_scene
from feretlab.core.separation.separate import separate
from feretlab.core.timing import Timing, compare

FIELD = SceneRecipe(
    shape=(2048, 2048), count=400, radius_px=(14.0, 28.0), aspect=1.5, cluster=(1, 6)
)
METHODS: tuple[Method, ...] = ("network", "watershed", "uecs", "contour", "none")


def compare_speed(
    recipe: SceneRecipe = FIELD, *, rounds: int = 5, progress: Progress = SILENT
) -> tuple[Timing, ...]:
    """Time every method and scikit-image's recipe on the same field, in turn.

    The recipe is the one of its documentation: Euclidean distance, peaks at
    least 10 px apart, marker watershed. Compiling is not counted.

    Parameters
    ----------
    recipe : SceneRecipe
        The field; 2048 x 2048 with 400 particles by default.
    rounds : int
        How often each is timed, after one untimed call.
    progress : Progress
        Told after each round.

    Returns
    -------
    tuple of Timing
        By method, the network's first; scikit-image last.
    """
    truth = draw_scene(recipe, seed=1)
    mask = truth.to_mask()
    maps = ideal_maps(truth)
    contestants: dict[str, Callable[[], Any]] = {
        f"FeretLab, {method}": partial(
            separate, mask, SeparateParameters(method=method), maps=maps
        )
        for method in METHODS
    }
    contestants["scikit-image watershed"] = partial(_scikit_image, mask)
    return compare(contestants, rounds, progress)


def ideal_maps(truth: Particles) -> dict[str, npt.NDArray[np.float32]]:
    """Give the maps that a perfect network would make of known particles.

    Parameters
    ----------
    truth : Particles
        Of two that overlap, the later one lies on top.

    Returns
    -------
    dict of str to ndarray of float32
        ``contact`` and ``distance``, shape (Y, X), 0 to 1.
    """
    owner = np.zeros(truth.shape, np.int32)
    for index, mask in enumerate(truth.masks()):
        top, left, bottom, right = truth.boxes[index]
        owner[top:bottom, left:right][mask] = index + 1
    distance = np.zeros(truth.shape, np.float32)
    contact = np.zeros(truth.shape, np.float32)
    for index, (top, left, bottom, right) in enumerate(truth.boxes):
        window = np.s_[max(top - 1, 0) : bottom + 1, max(left - 1, 0) : right + 1]
        visible = owner[window] == index + 1
        depth = distance_to_background(visible)
        if visible.any():
            distance[window][visible] = (depth / depth.max())[visible]
    for axis in (0, 1):
        one, other = (np.delete(owner, end, axis) for end in (-1, 0))
        touching = (one != other) & (one > 0) & (other > 0)
        for shift in (slice(None, -1), slice(1, None)):
            part = contact[shift] if axis == 0 else contact[:, shift]
            part[touching] = 1.0
    return {"contact": contact, "distance": distance}


def _scikit_image(mask: npt.NDArray[np.bool_]) -> int:
    from scipy import ndimage
    from skimage import feature, segmentation

    # scikit-image's functions carry no types.
    peak_local_max: Any = feature.peak_local_max
    watershed: Any = segmentation.watershed

    distance = ndimage.distance_transform_edt(mask)
    peaks = peak_local_max(distance, min_distance=10, labels=ndimage.label(mask)[0])
    markers = np.zeros(mask.shape, np.int32)
    markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    return int(watershed(-distance, markers, mask=mask).max())
