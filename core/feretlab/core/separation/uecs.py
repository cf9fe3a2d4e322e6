"""Ultimate erosion of convex shapes: erode blobs until every part is convex."""

from collections.abc import Iterator

import numpy as np

from feretlab.core.separation.outline import erode
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.region import Bool, Region

# Pixels times erosion steps that one blob may cost; larger ones are thinned out.
_BUDGET = 400_000_000


def uecs_regions(
    blob: Bool, parameters: SeparateParameters, min_marker_px: float
) -> list[Region]:
    """Part one connected blob; regions may overlap.

    Parameters
    ----------
    blob : ndarray of bool
        Shape (Y, X), one connected part.
    parameters : SeparateParameters
        Its fields that begin with ``uecs_``, and ``connectivity``.
    min_marker_px : float
        Area below which an eroded part is no marker.

    Returns
    -------
    list of Region
        Corners are those in the blob's box: the blob itself where it is convex,
        nothing where it is too hollow, else what its markers grew back to. That is
        nothing as well where no part is ever convex, as of a thin arc of 150
        degrees; a `uecs_min_convexity` of 0.8 keeps that whole.

    References
    ----------
    C. Park, J. Z. Huang, J. X. Ji, Y. Ding: Segmentation, inference and
    classification of partially overlapping nanoparticles. IEEE Transactions on
    Pattern Analysis and Machine Intelligence 35 (2013) 669-681.
    """
    stride = _stride(blob)
    regions = []
    for piece, place in _thinned(blob, stride, parameters.connectivity):
        outcome = erode(
            piece,
            parameters.uecs_min_convexity,
            parameters.uecs_max_hollow,
            parameters.uecs_reject_convexity,
            min_marker_px / stride**2,
            parameters.connectivity,
        )
        for region, top, left in outcome:
            corner = ((place[0] + top - 1) * stride, (place[1] + left - 1) * stride)
            if stride > 1:
                region = region.repeat(stride, 0).repeat(stride, 1)
                window = blob[corner[0] :, corner[1] :]
                window = window[: len(region), : region.shape[1]]
                region = region[: len(window), : window.shape[1]] & window
            regions.append(Region(mask=region, corner=corner))
    return regions


def _thinned(
    blob: Bool, stride: int, connectivity: int
) -> Iterator[tuple[Bool, tuple[int, int]]]:
    """Thin a blob out, in a frame, with its corner: thin necks may break there."""
    thin = blob[::stride, ::stride]
    if stride == 1:
        yield np.pad(thin, 1), (0, 0)
        return
    from scipy import ndimage

    structure = ndimage.generate_binary_structure(2, 2 if connectivity == 8 else 1)
    labels, _ = ndimage.label(thin, structure)
    for label, box in enumerate(ndimage.find_objects(labels), 1):
        yield np.pad(labels[box] == label, 1), (box[0].start, box[1].start)


def _stride(blob: Bool) -> int:
    """How many times to thin a blob out so that eroding it stays affordable."""
    area = int(blob.sum())
    steps = min(blob.shape) / 2
    return max(1, int(np.ceil((area * steps / _BUDGET) ** (1 / 3))))
