"""Bodies with curved surfaces: pebbles, lobed pebbles, rods, rough ones."""

import numpy as np

from feretlab.core.synthesis.draws import Rng, chance
from feretlab.core.synthesis.families import Family
from feretlab.core.synthesis.shapes import Field, Shape, finished, grid, rotated


def blob(rng: Rng, family: Family, diameter_px: float, aspect: float) -> Shape:
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


def rod(rng: Rng, family: Family, diameter_px: float, aspect: float) -> Shape:
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
