"""Which particles a person would outline, and where."""

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.placed import Placed

Labels = npt.NDArray[np.int32]
MIN_VISIBLE_SHARE = 0.08
MIN_VISIBLE_PX = 12


def seen_by_annotator(
    visible: Labels, placed: list[Placed]
) -> tuple[Labels, list[int]]:
    """Give labels to the particles that show enough, and drop the others.

    A particle of which less than a twelfth or fewer than a dozen pixels show,
    or nothing wider than two pixels, becomes background, and so do crumbs of
    a particle that another one cuts in two.

    Parameters
    ----------
    visible : ndarray of int32
        Shape (Y, X): place in `placed`, from 1, of the particle on top; 0 is
        background.
    placed : list of Placed
        All particles.

    Returns
    -------
    labels : ndarray of int32
        Shape (Y, X): 0 or a number from 1 on, without gaps.
    kept : list of int
        Index into `placed` of each number.
    """
    from scipy.ndimage import find_objects

    labels = np.zeros_like(visible)
    kept: list[int] = []
    for index, window in enumerate(find_objects(visible)):
        if window is None:
            continue
        _, here = placed[index].windows((visible.shape[0], visible.shape[1]))
        inside = int(placed[index].shape.mask[here].sum())
        shown = visible[window] == index + 1
        if shown.sum() < inside:
            shown = _without_crumbs(shown)
        least = max(MIN_VISIBLE_PX, MIN_VISIBLE_SHARE * inside)
        whole = shown.sum() == inside > 30
        if shown.sum() < least or not (whole or _has_body(shown)):
            continue
        kept.append(index)
        labels[window][shown] = len(kept)
    return labels, kept


def _without_crumbs(shown: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    from scipy.ndimage import label

    parts, count = label(shown)
    if count < 2:
        return shown
    areas = np.bincount(parts.ravel())
    areas[0] = 0
    large = areas >= max(MIN_VISIBLE_PX, MIN_VISIBLE_SHARE * areas.sum())
    return large[parts]


def _has_body(shown: npt.NDArray[np.bool_]) -> bool:
    """Whether some 3 x 3 square is all in it, the picture's edge aside."""
    from scipy.ndimage import binary_erosion

    return bool(binary_erosion(np.pad(shown, 1), np.ones((3, 3), bool)).any())
