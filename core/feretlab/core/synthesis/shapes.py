"""Bodies of single particles: silhouette, upper surface and thickness."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng

Field = npt.NDArray[np.float32]
Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One particle seen from above, in the middle of its patch.

    Parameters
    ----------
    mask : ndarray of bool
        Silhouette, shape (h, w).
    top : ndarray of float32
        Height of the upper surface over the particle's lowest point, in px,
        (h, w); 0 outside.
    thickness : ndarray of float32
        Path length through the particle, in px, (h, w); 0 outside.
    edge : ndarray of float32
        Distance to the nearest pixel outside, in px, (h, w).
    diameter_px : float
        Diameter of the circle of equal area.
    """

    mask: npt.NDArray[np.bool_]
    top: Field
    thickness: Field
    edge: Field
    diameter_px: float

    def turned(self, way: int) -> "Shape":
        """Give one of the eight flips and quarter turns; 6 is half a turn."""
        return Shape(
            mask=_turned(self.mask, way),
            top=_turned(self.top, way),
            thickness=_turned(self.thickness, way),
            edge=_turned(self.edge, way),
            diameter_px=self.diameter_px,
        )


def _turned(field: npt.NDArray[Any], way: int) -> npt.NDArray[Any]:
    if way & 1:
        field = field.T
    return field[:: -1 if way & 2 else 1, :: -1 if way & 4 else 1]


def finished(mask: npt.NDArray[np.bool_], top: Floats, thickness: Floats) -> Shape:
    """Trim a body to its silhouette and measure the distance to the edge.

    Parameters
    ----------
    mask, top, thickness : ndarray
        As in `Shape`; at least one pixel of the mask is true.

    Returns
    -------
    Shape
    """
    from scipy.ndimage import distance_transform_edt

    rows, cols = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    cut = np.s_[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
    mask = mask[cut]
    edge = distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1].astype(np.float32)
    return Shape(
        mask=mask,
        top=np.where(mask, top[cut], 0).astype(np.float32),
        thickness=np.where(mask, thickness[cut], 0).astype(np.float32),
        edge=edge,
        diameter_px=float(np.sqrt(4 * mask.sum() / np.pi)),
    )


def grid(rng: Rng, reach_px: float) -> tuple[Field, Field]:
    """Give centred coordinates that reach so far, shifted within a pixel."""
    half = int(np.ceil(reach_px)) + 1
    line = np.arange(-half, half + 1, dtype=np.float32)
    shift = rng.uniform(-0.5, 0.5, 2).astype(np.float32)
    return line[:, None] + shift[0], line[None] + shift[1]


def rotated(y: Field, x: Field, angle: float) -> tuple[Field, Field]:
    """Give coordinates along axes turned by an angle in radians."""
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return c * y - s * x, s * y + c * x
