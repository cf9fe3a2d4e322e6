"""Transmission pictures: contrast by thickness, overlaps add, fringes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.noise import fractal_noise
from feretlab.core.synthesis.placed import Placed
from feretlab.core.synthesis.shapes import Field, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class TemLook:
    """How strongly the particles of one micrograph absorb.

    Parameters
    ----------
    density : float
        Optical depth through the middle of a typical particle.
    hardness : float
        Exponent on the relative thickness: 1 as it is, 0 a flat silhouette.
    jitter : float
        Spread of the density from one particle to the next (diffraction).
    core : float
        Extra density of a core relative to the body; negative is hollow.
    core_share : float
        Diameter of the core relative to the particle.
    bands : float
        Contrast of bend contours and twins inside the particles.
    skin : float
        Extra density of a thin dark shell along the outline.
    fringe, fringe_px : float
        Strength and width of the Fresnel fringe along outlines; a negative
        strength has the dark line outside.
    texture, texture_px : float
        Contrast and grain of the particles' inner texture.
    dark_field : bool
        Bright particles on a dark film.
    """

    density: float
    hardness: float
    jitter: float
    core: float
    core_share: float
    bands: float
    skin: float
    fringe: float
    fringe_px: float
    texture: float
    texture_px: float
    dark_field: bool


def draw_tem_look(rng: Rng, diameter_px: float) -> TemLook:
    """Draw one appearance for particles of the given typical diameter."""
    core = rng.uniform(0.3, 2.5) if chance(rng, 0.5) else -rng.uniform(0.3, 1.3)
    return TemLook(
        density=log_uniform(rng, 0.25, 3.5),
        hardness=rng.uniform(0.15, 1.0),
        jitter=log_uniform(rng, 0.02, 0.5),
        core=core * chance(rng, 0.2),
        core_share=rng.uniform(0.25, 0.8),
        bands=log_uniform(rng, 0.05, 0.6) * chance(rng, 0.35),
        skin=rng.uniform(0.1, 1.2) * chance(rng, 0.22),
        fringe=rng.normal(0, 0.35) * chance(rng, 0.5),
        fringe_px=rng.uniform(0.8, 2.5),
        texture=log_uniform(rng, 0.005, 0.3),
        texture_px=log_uniform(rng, 0.6, max(1.0, diameter_px / 4)),
        dark_field=chance(rng, 0.15),
    )


def compose_tem(
    rng: Rng, look: TemLook, placed: list[Placed], ground: Field
) -> tuple[Field, npt.NDArray[np.int32]]:
    """Project particles through a film; where they overlap, both absorb.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    look : TemLook
        Appearance.
    placed : list of Placed
        Particles from the lowest to the highest.
    ground : ndarray of float32
        Brightness of the bare film, shape (Y, X), about 0 to 1.

    Returns
    -------
    grey : ndarray of float32
        The picture before the detector, (Y, X).
    visible : ndarray of int32
        Number of the uppermost particle at each pixel, from 1; 0 is film.
    """
    size = (ground.shape[0], ground.shape[1])
    depth = np.zeros(size, np.float32)
    visible = np.zeros(size, np.int32)
    for number, one in enumerate(placed, start=1):
        there, here = one.windows(size)
        if there[0].start >= there[0].stop or there[1].start >= there[1].stop:
            continue
        depth[there] += _absorption(rng, one.shape, look)[here]
        visible[there][one.shape.mask[here]] = number
    depth *= 1 + look.texture * fractal_noise(rng, size, look.texture_px)
    depth += _fringes(depth, look)
    if look.dark_field:
        grey = 0.15 + 0.3 * ground + (1 - np.exp(-depth)) * 0.8
        return grey.astype(np.float32), visible
    return ground * np.exp(-depth), visible


def _absorption(rng: Rng, shape: Shape, look: TemLook) -> Field:
    radius = np.float32(max(shape.diameter_px / 2, 1))
    relative = np.clip(shape.thickness / (2 * radius), 0, 2)
    profile = np.power(relative, np.float32(look.hardness))
    if look.core:
        depth_in = shape.edge / max(float(shape.edge.max()), 1)
        core = 1 / (1 + np.exp(-(depth_in - (1 - look.core_share)) * radius / 1.5))
        profile = profile * (1 + look.core * core)
    if look.skin:
        profile = profile + look.skin * np.exp(-shape.edge / (0.08 * radius + 1))
    if look.bands:
        profile = profile * (1 + look.bands * _bands(rng, shape))
    # A silhouette is anti-aliased by its own outermost pixel.
    soft = np.clip(shape.edge - 0.4, 0, 1)
    density = look.density * float(rng.lognormal(0, look.jitter))
    return (density * np.clip(profile, -0.4, None) * soft).astype(np.float32)


def _bands(rng: Rng, shape: Shape) -> Field:
    height, width = shape.mask.shape
    y = np.arange(height, dtype=np.float32)[:, None] / height - 0.5
    x = np.arange(width, dtype=np.float32)[None] / width - 0.5
    angle = rng.uniform(0, np.pi)
    across = y * np.sin(angle) + x * np.cos(angle)
    along = x * np.sin(angle) - y * np.cos(angle)
    phase = across * rng.uniform(3, 25) + rng.normal() * 8 * along**2
    waves = np.sin(phase + rng.uniform(0, 6.3))
    return np.sign(waves) if chance(rng, 0.25) else waves


def _fringes(depth: Field, look: TemLook) -> Field:
    from scipy.ndimage import gaussian_filter

    if not look.fringe:
        return np.zeros_like(depth)
    near = gaussian_filter(depth, look.fringe_px * 0.6)
    far = gaussian_filter(depth, look.fringe_px * 1.6)
    return look.fringe * 2 * (near - far)
