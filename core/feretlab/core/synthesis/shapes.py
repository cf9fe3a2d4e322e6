"""Bodies of single particles: silhouette, upper surface and thickness."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform, pick

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
        """Give one of the eight flips and quarter turns, by number."""

        def turn(field: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
            rotated = np.rot90(field, way % 4)
            return rotated if way < 4 else rotated[:, ::-1]

        return Shape(
            mask=turn(self.mask),  # type: ignore[arg-type]
            top=turn(self.top),  # type: ignore[arg-type]
            thickness=turn(self.thickness),  # type: ignore[arg-type]
            edge=turn(self.edge),  # type: ignore[arg-type]
            diameter_px=self.diameter_px,
        )


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


def blob(rng: Rng, family: "Family", diameter_px: float, aspect: float) -> Shape:
    """Give a pebble: an ellipse with a wavy outline and a domed top.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    family : Family
        Irregularity is the strength of the outline's waves relative to the
        radius; power 2 gives an ellipsoid, more a flatter top.
    diameter_px : float
        Diameter of the circle of about equal area.
    aspect : float
        Length over width.

    Returns
    -------
    Shape
    """
    radius = diameter_px / 2
    stretch = np.sqrt(aspect)
    wobble = family.irregularity
    y, x = grid(rng, radius * stretch * (1 + 2 * wobble + family.spikes) + 1)
    y, x = rotated(y, x, family.turn(rng))
    y, x = y * np.float32(stretch), x / np.float32(stretch)
    angle = np.arctan2(y, x)
    outline = _radius(rng, angle, wobble) * radius
    if family.spikes:
        rays = int(rng.integers(4, 11))
        outline *= 1 + family.spikes * (np.abs(np.cos(rays * angle / 2)) ** 3 - 0.3)
    away = np.hypot(y, x) / outline
    inside = np.clip(1 - away**family.power, 0, None)
    height = np.sqrt(inside) * np.float32(radius / stretch)
    height *= 1 - family.dimple * np.exp(-((away / 0.45) ** 2))
    mask = inside > 0
    if mask.sum() < 4:
        mask = np.hypot(y, x) <= max(radius, 1.2)
    height = height.astype(np.float32)
    return finished(mask, height + np.float32(radius / stretch) * mask, 2 * height)


def _radius(rng: Rng, angle: Field, wobble: float) -> Field:
    radius = np.ones_like(angle)
    if wobble <= 0:
        return radius
    fall = rng.uniform(1.2, 2.2)
    for order in range(2, 8):
        strength = wobble * rng.normal() / (order - 1) ** fall
        radius += np.float32(strength) * np.cos(
            order * angle + np.float32(rng.uniform(0, 6.3))
        )
    return np.clip(radius, 0.45, 1.7)


def lobed(rng: Rng, diameter_px: float, wobble: float) -> Shape:
    """Give two or three pebbles grown into one."""
    radius = diameter_px / 2
    y, x = grid(rng, radius * 1.9)
    top = np.zeros(np.broadcast_shapes(y.shape, x.shape), np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    for lobe in range(int(rng.integers(2, 4))):
        angle = turn + lobe * rng.uniform(1.8, 3.6)
        away = radius * rng.uniform(0.25, 0.6)
        dy, dx = y - np.sin(angle) * away, x - np.cos(angle) * away
        outline = _radius(rng, np.arctan2(dy, dx), wobble) * radius
        outline *= rng.uniform(0.6, 0.85)
        inside = np.clip(1 - (np.hypot(dy, dx) / outline) ** 3, 0, None)
        top = np.maximum(top, np.sqrt(inside) * radius * 0.8)
    body = top.astype(np.float32)
    return finished(top > 0, body + np.float32(radius * 0.8) * (top > 0), 2 * body)


def rod(rng: Rng, family: "Family", diameter_px: float, aspect: float) -> Shape:
    """Give a straight or slightly bent rod of the given length over width."""
    is_round = family.power > 3
    width = diameter_px * np.sqrt(np.pi / 4 / aspect)
    half, radius = width * aspect / 2, max(width / 2, 1.0)
    y, x = grid(rng, half + radius)
    y, x = rotated(y, x, family.turn(rng))
    bend = rng.normal(0, 0.12) if chance(rng, 0.3) else 0.0
    y = y + np.float32(bend / half) * (x * x - half * half / 3)
    if is_round:
        beyond = np.clip(np.abs(x) - (half - radius), 0, None)
        across = np.hypot(y, beyond)
    else:
        across = np.where(np.abs(x) <= half, np.abs(y), 2 * radius)
    inside = np.clip(1 - (across / radius) ** 2, 0, None)
    dome: Field = (np.sqrt(inside) * radius).astype(np.float32)
    return finished(dome > 0, dome + np.float32(radius) * (dome > 0), 2 * dome)


def rough(rng: Rng, shape: Shape, amount: float, grain_px: float) -> Shape:
    """Give the same body with bumps on its surface and its outline.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shape : Shape
        What to roughen.
    amount : float
        Height of the bumps relative to the radius.
    grain_px : float
        Width of the bumps.

    Returns
    -------
    Shape
    """
    from scipy.ndimage import distance_transform_edt, gaussian_filter, label

    grain_px = max(grain_px, 2 * amount * shape.diameter_px)
    margin = int(np.ceil(3 * amount * shape.diameter_px / 2)) + 2
    top = np.pad(shape.top, margin, mode="edge")
    bumps = gaussian_filter(
        rng.standard_normal(top.shape, dtype=np.float32), grain_px / 2
    )
    bumps *= np.float32(amount * shape.diameter_px / 2) / max(float(bumps.std()), 1e-9)
    inside = np.pad(shape.mask, margin)
    signed = np.pad(shape.edge, margin) - distance_transform_edt(~inside)
    parts, count = label(signed + bumps > 0)
    if not count:
        return shape
    mask = parts == 1 + int(np.argmax(np.bincount(parts.ravel())[1:]))
    thickness = np.maximum(np.pad(shape.thickness, margin) + bumps, 1)
    return finished(mask, np.clip(top + bumps, 0, None), thickness.astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What the particles of one micrograph have in common.

    Parameters
    ----------
    name : str
        One of the keys of `FAMILIES`.
    irregularity : float
        How far particles differ from the ideal body, 0 to about 0.25.
    aspect : float
        Typical length over width.
    power : float
        Flatness of domed tops.
    roughness, grain : float
        Height of surface bumps relative to the radius, 0 for a smooth body, and
        their width relative to the diameter.
    dimple : float
        Depth of a hollow in the middle of domed tops, 0 to 1.
    spikes : float
        Length of rays relative to the radius; 0 for none.
    rounding : float
        Radius of rounded crystal edges relative to the diameter.
    crystal : str
        Habit of crystals.
    lies_flat : bool
        Whether crystals rest on a face, rather than at any orientation.
    angle : float or None
        Direction in radians that all particles share; None for any.
    """

    name: str
    irregularity: float
    aspect: float
    power: float
    roughness: float
    grain: float
    dimple: float
    spikes: float
    rounding: float
    crystal: str
    lies_flat: bool
    angle: float | None

    def turn(self, rng: Rng) -> float:
        """Give the direction of one particle, in radians."""
        if self.angle is None:
            return rng.uniform(0, 2 * np.pi)
        return self.angle + rng.normal(0, 0.06)


FAMILIES = {"sphere": 3.0, "pebble": 3.0, "crystal": 3.0, "rod": 1.2, "mixed": 0.7}
HABITS = {
    "cube": 2.0,
    "octahedron": 1.0,
    "truncated": 1.5,
    "bipyramid": 1.5,
    "hexagonal": 1.0,
    "triangular": 0.5,
    "prism": 1.0,
    "random": 4.0,
}


def draw_family(rng: Rng, weights: dict[str, float] | None = None) -> Family:
    """Draw what the particles of one micrograph look like."""
    name = pick(rng, weights or FAMILIES)
    return Family(
        name=name,
        irregularity=log_uniform(rng, 0.02, 0.22),
        aspect=1 + float(rng.gamma(1.2, 0.25)) if name != "rod" else rng.uniform(2, 7),
        power=rng.uniform(2, 5),
        roughness=log_uniform(rng, 0.006, 0.06) if chance(rng, 0.25) else 0.0,
        grain=log_uniform(rng, 0.03, 0.2),
        dimple=rng.uniform(0.3, 1) * chance(rng, 0.05),
        spikes=rng.uniform(0.15, 0.6) * chance(rng, 0.03),
        rounding=log_uniform(rng, 0.005, 0.1),
        crystal=pick(rng, HABITS),
        lies_flat=chance(rng, 0.5),
        angle=rng.uniform(0, np.pi) if chance(rng, 0.15) else None,
    )


def draw_shape(rng: Rng, family: Family, diameter_px: float) -> Shape:
    """Draw one particle of a family.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    family : Family
        What it belongs to.
    diameter_px : float
        Diameter of the circle of about equal area.

    Returns
    -------
    Shape
    """
    shape = _smooth_shape(rng, family, max(diameter_px, 3.0))
    if family.roughness and shape.diameter_px > 14:
        grain = shape.diameter_px * family.grain
        shape = rough(rng, shape, family.roughness, max(1.2, grain))
    return shape


def _smooth_shape(rng: Rng, family: Family, diameter_px: float) -> Shape:
    from feretlab.core.synthesis.crystals import crystal

    name = family.name
    if name == "mixed":
        name = pick(rng, {"sphere": 1, "pebble": 3, "crystal": 3, "rod": 0.5})
    aspect = max(1.0, 1 + (family.aspect - 1) * float(rng.lognormal(0, 0.35)))
    if name == "sphere":
        squash = 1 + abs(rng.normal()) * family.irregularity * 0.3
        round_family = replace(
            family, irregularity=family.irregularity * 0.1, power=2.0, spikes=0.0
        )
        return blob(rng, round_family, diameter_px, squash)
    if name == "rod":
        return rod(rng, family, diameter_px, min(max(aspect, 1.4), 9))
    if name == "crystal":
        return crystal(rng, family, diameter_px, aspect)
    if chance(rng, family.irregularity * 1.2):
        return lobed(rng, diameter_px, family.irregularity)
    return blob(rng, family, diameter_px, min(aspect, 2.2))
