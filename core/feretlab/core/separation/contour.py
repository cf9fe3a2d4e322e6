"""Separation by outline: cut at concave points, group arcs, complete by ellipses.

After the idea of concave points and ellipse completion for silhouettes of
overlapping convex particles: S. Zafari et al., Segmentation of overlapping
elliptical objects in silhouette images, IEEE Transactions on Image Processing 24
(2015) 5942-5952. Grouping is greedy by the misfit of common ellipses and, where
the arcs of a blob show corners, of common triangles or rectangles.
"""

import numpy as np
import numpy.typing as npt

from feretlab.core.separation.arcs import cut_arcs
from feretlab.core.separation.drawing import draw, supported
from feretlab.core.separation.ellipses import ellipses_of, sample_arcs
from feretlab.core.separation.evidence import Limits
from feretlab.core.separation.grouping import group_arcs
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.region import Bool, Region
from feretlab.core.separation.watershed import watershed_labels

# Blobs with more arcs are sponges or films: their watershed has to do.
_MOST_ARCS = 3000


def contour_regions(
    blob: Bool, parameters: SeparateParameters, cut_sides: Bool
) -> list[Region]:
    """Part one connected blob; regions may overlap.

    Parameters
    ----------
    blob : ndarray of bool
        Shape (Y, X), one connected part.
    parameters : SeparateParameters
        Its fields that begin with ``contour_``, and ``complete_hidden``.
    cut_sides : ndarray of bool
        Shape (4,): whether the border of the field runs along the blob's top,
        bottom, left and right.

    Returns
    -------
    list of Region
        Corners are those in the blob's box; the blob itself where it is one
        particle.
    """
    padded = np.pad(blob, 1)
    points, bounds, ring = cut_arcs(
        padded,
        cut_sides,
        parameters.contour_smoothing_px,
        np.deg2rad(parameters.contour_min_turn),
    )
    if len(bounds) < 3:
        return [Region(mask=blob)]
    if len(bounds) > _MOST_ARCS:
        return _from_labels(watershed_labels(blob, parameters))
    limits = Limits(
        lean=parameters.contour_lean,
        lean_px=parameters.contour_lean_px,
        lean_misfit=parameters.contour_lean_misfit,
        aspect=parameters.contour_max_aspect,
        misfit_px=parameters.contour_max_misfit_px,
        misfit_apart=parameters.contour_max_misfit,
        misfit_adjacent=parameters.contour_max_misfit_adjacent,
        polygon_gain=parameters.contour_polygon_gain,
        polygon_misfit_px=parameters.contour_max_misfit_polygon_px,
        polygon_misfit=parameters.contour_max_misfit_polygon,
        inside=parameters.contour_min_inside,
        depth=parameters.contour_max_depth,
        stretch=parameters.contour_stretch_doubt,
    )
    arcs = sample_arcs(points, bounds, ring, limits)
    number = group_arcs(arcs, padded, limits)
    ellipses = ellipses_of(arcs, number, limits)
    keep = supported(ellipses, padded, parameters.contour_max_covered)
    if keep.sum() < 2:
        return [Region(mask=blob)]
    regions = draw(ellipses[keep], padded, parameters.complete_hidden)
    return [Region(mask=mask, corner=(y - 1, x - 1)) for mask, y, x in regions]


def _from_labels(labels: npt.NDArray[np.int32]) -> list[Region]:
    from scipy import ndimage

    return [
        Region(mask=labels[box] == index + 1, corner=(box[0].start, box[1].start))
        for index, box in enumerate(ndimage.find_objects(labels))
    ]
