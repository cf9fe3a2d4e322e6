"""What arcs of an outline and ellipses are written down as."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# centre y, centre x, half axes a and b, direction cosine and sine of a (x, y).
Ellipse = tuple[float, float, float, float, float, float]
# centre y, centre x, half sides a and b (of a triangle the inradius, twice), direction
# cosine and sine of a (x, y), sides, radius of the corners.
Polygon = tuple[float, float, float, float, float, float, int, float]

Points = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]


class Limits(NamedTuple):
    """When arcs may be one particle's; see the fields ``contour_...``."""

    lean: float
    lean_px: float
    lean_misfit: float
    aspect: float
    misfit_px: float
    misfit_apart: float
    misfit_adjacent: float
    polygon_gain: float
    polygon_misfit_px: float
    polygon_misfit: float
    inside: float
    depth: float
    stretch: float


class Arcs(NamedTuple):
    """Arcs of one blob, A in number.

    Parameters
    ----------
    samples : ndarray of float64
        Shape (A, S, 2): S points of each, evenly spaced, y and x.
    lengths : ndarray of float64
        Shape (A,), in pixel edges.
    middle : ndarray of float64
        Shape (A, 2), mean of the samples.
    own_misfit : ndarray of float64
        Shape (A,), px: how far each lies off its own ellipse.
    ring : ndarray of int64
        Shape (A, 2): first and last arc of the outline that each belongs to.
    """

    samples: Points
    lengths: Points
    middle: Points
    own_misfit: Points
    ring: Index
