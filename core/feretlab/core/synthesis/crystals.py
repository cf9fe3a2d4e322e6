"""Faceted particles: convex bodies bounded by planes, seen from above."""

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng
from feretlab.core.synthesis.families import Family
from feretlab.core.synthesis.shapes import Field, Shape, finished, grid

Planes = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def crystal(rng: Rng, family: Family, diameter_px: float, aspect: float) -> Shape:
    """Give a faceted particle.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    family : Family
        Habit, irregularity, rounding of the edges, orientation.
    diameter_px : float
        Diameter of the circle of about equal area.
    aspect : float
        Length over width of elongated habits.

    Returns
    -------
    Shape
    """
    normals, distances = habit(rng, family.crystal, aspect)
    distances = distances * rng.lognormal(0, family.irregularity * 0.6, len(distances))
    normals = normals @ _orientation(rng, normals, family).T
    scale, reach = _extent(normals, distances, diameter_px)
    y, x = grid(rng, reach * scale)
    top, bottom = _surfaces(normals, distances * scale, y, x)
    thickness = np.clip(top - bottom, 0, None)
    lowest = float(bottom[thickness > 0].min()) if (thickness > 0).any() else 0.0
    return _rounded(thickness, top - lowest, family.rounding * diameter_px)


def habit(rng: Rng, name: str, aspect: float) -> Planes:
    """Give unit normals (N, 3) and distances (N,) of a crystal's faces.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness, for the habits that vary.
    name : str
        A key of `HABITS`.
    aspect : float
        Length over width where the habit is elongated or flattened.

    Returns
    -------
    normals : ndarray of float64
        Shape (N, 3), z towards the viewer.
    distances : ndarray of float64
        Shape (N,), from the centre, about 1.
    """
    if name == "cube":
        return _forms([_CUBE], [1.0])
    if name == "octahedron":
        return _forms([_OCTAHEDRON], [1.0])
    if name == "truncated":
        return _forms([_CUBE, _OCTAHEDRON], [1.0, rng.uniform(0.85, 1.5)])
    if name == "bipyramid":
        steep = np.arctan2(1, rng.uniform(0.4, 1.1))
        ring = _ring(4, steep)
        caps = np.array([[0, 0, 1.0], [0, 0, -1.0]])
        return _forms(
            [ring, ring * [1, 1, -1], caps], [1, 1, rng.uniform(0.6, 1.6) * aspect]
        )
    if name in ("hexagonal", "triangular", "prism"):
        sides = {"hexagonal": 6, "triangular": 3}.get(name, int(rng.integers(4, 7)))
        tall = rng.uniform(0.15, 0.5) if name != "prism" else aspect * 1.3
        caps = np.array([[0, 0, 1.0], [0, 0, -1.0]])
        return _forms([_ring(sides, 0.0), caps], [1.0, tall])
    count = int(rng.integers(9, 22))
    normals = rng.standard_normal((count, 3))
    normals = np.concatenate([normals, _CUBE])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    stretch = np.array([1, 1 / aspect, rng.uniform(0.6, 1)])
    distances = np.linalg.norm(normals * stretch, axis=1) * rng.lognormal(
        0, 0.08, len(normals)
    )
    distances[count:] *= 1.25
    return normals, distances


_CUBE = np.concatenate([np.eye(3), -np.eye(3)])
_OCTAHEDRON = np.array(
    [[a, b, c] for a in (1, -1) for b in (1, -1) for c in (1, -1)]
) / np.sqrt(3)


def _ring(sides: int, tilt: float) -> npt.NDArray[np.float64]:
    angles = np.arange(sides) * 2 * np.pi / sides
    flat = np.cos(tilt)
    return np.stack(
        [
            np.cos(angles) * flat,
            np.sin(angles) * flat,
            np.full(sides, np.sin(tilt)),
        ],
        axis=1,
    )


def _forms(forms: list[npt.NDArray[np.float64]], distances: list[float]) -> Planes:
    return np.concatenate(forms), np.concatenate(
        [np.full(len(form), d) for form, d in zip(forms, distances, strict=True)]
    )


def _orientation(
    rng: Rng, normals: npt.NDArray[np.float64], family: Family
) -> npt.NDArray[np.float64]:
    if family.lies_flat:
        # The first face and the first edge, so that shared directions show.
        up = normals[0 if family.angle is not None else rng.integers(len(normals))]
        side = np.cross(up, np.eye(3)[np.argmin(np.abs(up))])
    else:
        up, side = rng.standard_normal((2, 3))
        up = up / np.linalg.norm(up)
        side = np.cross(up, side)
    side /= np.linalg.norm(side)
    angle = family.turn(rng)
    other = np.cross(up, side)
    first = np.cos(angle) * side + np.sin(angle) * other
    return np.stack([first, np.cross(up, first), up])


def _extent(
    normals: npt.NDArray[np.float64],
    distances: npt.NDArray[np.float64],
    diameter_px: float,
) -> tuple[float, float]:
    """Scale for the wanted area, and the silhouette's unscaled reach."""
    line = np.linspace(-4, 4, 61, dtype=np.float32)
    y, x = line[:, None], line[None]
    top, bottom = _surfaces(normals, distances, y, x)
    inside = top > bottom
    cell = 8 / 60
    area = max(int(inside.sum()), 1) * cell**2
    reach = float((np.hypot(y, x) * inside).max()) + 2 * cell
    return diameter_px / float(np.sqrt(4 * area / np.pi)), reach


def _surfaces(
    normals: npt.NDArray[np.float64],
    distances: npt.NDArray[np.float64],
    y: Field,
    x: Field,
) -> tuple[Field, Field]:
    shape = np.broadcast_shapes(y.shape, x.shape)
    top = np.full(shape, 1e6, np.float32)
    bottom = np.full(shape, -1e6, np.float32)
    for (nx, ny, nz), distance in zip(normals, distances, strict=True):
        steep = nz if abs(nz) > 0.02 else 0.02
        surface = (distance - nx * x - ny * y).astype(np.float32) / np.float32(steep)
        if steep > 0:
            np.minimum(top, surface, out=top)
        else:
            np.maximum(bottom, surface, out=bottom)
    return top, bottom


def _rounded(thickness: Field, top: Field, radius_px: float) -> Shape:
    from scipy.ndimage import gaussian_filter

    mask = thickness > 0
    if radius_px > 0.4 and mask.sum() > 30:
        soft = gaussian_filter(mask.astype(np.float32), radius_px)
        inside = np.maximum(soft, 1e-3)
        top = gaussian_filter(np.where(mask, top, 0), radius_px) / inside
        thickness = gaussian_filter(thickness, radius_px)
        mask = soft > 0.5
    if mask.sum() < 4:
        mask = np.zeros_like(mask)
        middle = mask.shape[0] // 2, mask.shape[1] // 2
        mask[middle[0] - 1 : middle[0] + 2, middle[1] - 1 : middle[1] + 2] = True
    return finished(mask, top, np.clip(thickness, 0, None))
