"""Secondary-electron pictures: surfaces, rims, shadows and what covers what."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.noise import fractal_noise
from feretlab.core.synthesis.placed import Placed, windows
from feretlab.core.synthesis.shapes import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class SemLook:
    """How bright surfaces of one micrograph are.

    Parameters
    ----------
    body, jitter : float
        Mean grey of a particle, 0 to 1, and its spread from one to the next.
    tilt : float
        Typical change of grey from one side of a particle to the other.
    layer_gain : float
        How much brighter each further layer is.
    relief : float
        Share of the grey that depends on the slope towards the light.
    light : tuple of float
        Direction of the light, down and to the right, length up to 1.
    slope_gain : float
        Brightening of steep surfaces (more electrons escape there).
    rim_gain, rim_px : float
        Brightness and width of the bright line along the outline.
    inner_rim : float
        Share of that brightness where the outline runs over other particles:
        electrons that leave towards a neighbour are caught by it.
    shadow, shadow_px : float
        Depth, 0 to 1, and width of the dark seam around a particle on what
        lies under it; a negative depth is a glow.
    occlusion, occlusion_px : float
        Depth, 0 to 1, and width of the darkness between high neighbours.
    clarity : float
        How far covered particles shine through, 0 for not at all.
    texture, texture_px : float
        Contrast and grain of the surfaces' texture.
    merges : bool
        Particles pierce each other, and the higher surface shows; otherwise
        the upper particle covers the lower one.
    inverted : bool
        Dark particles on a bright substrate.
    """

    body: float
    jitter: float
    tilt: float
    layer_gain: float
    relief: float
    light: tuple[float, float]
    slope_gain: float
    rim_gain: float
    rim_px: float
    inner_rim: float
    shadow: float
    shadow_px: float
    occlusion: float
    occlusion_px: float
    clarity: float
    texture: float
    texture_px: float
    merges: bool
    inverted: bool


def draw_sem_look(rng: Rng, diameter_px: float) -> SemLook:
    """Draw one appearance for particles of the given typical diameter."""
    angle = rng.uniform(0, 2 * np.pi)
    length = rng.uniform(0, 1)
    return SemLook(
        body=rng.uniform(0.25, 0.75),
        jitter=log_uniform(rng, 0.02, 0.25),
        tilt=rng.uniform(0, 0.2) * chance(rng, 0.4),
        layer_gain=rng.uniform(0.0, 0.35),
        relief=rng.uniform(0, 0.7) * chance(rng, 0.8),
        light=(float(length * np.sin(angle)), float(length * np.cos(angle))),
        slope_gain=rng.uniform(0, 0.9) * chance(rng, 0.7),
        rim_gain=rng.uniform(0.05, 0.9) * chance(rng, 0.75),
        rim_px=log_uniform(rng, 0.7, max(1.0, 0.08 * diameter_px)),
        inner_rim=1.0,
        shadow=rng.uniform(0, 0.7) * float(rng.choice([1, 1, 1, 1, 1, 1, 0, -0.5])),
        shadow_px=log_uniform(rng, 0.7, max(1.2, 0.12 * diameter_px)),
        occlusion=rng.uniform(0, 0.7),
        occlusion_px=diameter_px * rng.uniform(0.15, 0.8),
        clarity=rng.uniform(0.05, 0.35) * chance(rng, 0.25),
        texture=log_uniform(rng, 0.005, 0.25),
        texture_px=log_uniform(rng, 0.6, max(1.0, diameter_px / 5)),
        merges=chance(rng, 0.15),
        inverted=chance(rng, 0.07),
    )


def compose_sem(
    rng: Rng, look: SemLook, placed: list[Placed], ground: Field
) -> tuple[Field, npt.NDArray[np.int32]]:
    """Draw particles over a substrate, each over the earlier ones.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    look : SemLook
        Appearance.
    placed : list of Placed
        Particles from the lowest to the highest.
    ground : ndarray of float32
        Grey of the bare substrate, shape (Y, X), about 0 to 1.

    Returns
    -------
    grey : ndarray of float32
        The picture before the detector, (Y, X).
    visible : ndarray of int32
        Number of the particle seen at each pixel, from 1; 0 is substrate.
    """
    size = (ground.shape[0], ground.shape[1])
    grey = ground.copy()
    surface = np.zeros(size, np.float32)
    storey = np.zeros(size, np.float32)
    visible = np.zeros(size, np.int32)
    texture = 1 + look.texture * fractal_noise(rng, size, look.texture_px)
    for number, one in enumerate(placed, start=1):
        there, here = one.windows(size)
        if there[0].start >= there[0].stop or there[1].start >= there[1].stop:
            continue
        _cast_shadow(grey, one, look)
        below = visible[there] > 0
        own = _surface(rng, one, look, here, below) * texture[there]
        if look.clarity:
            own += look.clarity * (grey[there] - own)
        mask, soft = one.shape.mask[here], _coverage(one.shape.edge)[here]
        base = one.layer * one.shape.diameter_px * 0.5
        if look.merges:
            mask = mask & (one.shape.top[here] + base > surface[there])
            soft = np.where(mask, soft, 0)
            surface[there][mask] = (one.shape.top[here] + base)[mask]
        grey[there] += soft * (own - grey[there])
        visible[there][mask] = number
        storey[there][mask] = base + 0.6 * one.shape.diameter_px
    # Even deep particles show some surface; the gaps between them may be black.
    grey *= 1 - _occlusion(storey, look) * np.where(visible > 0, 0.6, 1.0)
    return (_inverted(grey, ground) if look.inverted else grey), visible


def _inverted(grey: Field, ground: Field) -> Field:
    return 1.1 * float(max(grey.max(), ground.max())) - grey


def _surface(
    rng: Rng,
    one: Placed,
    look: SemLook,
    here: tuple[slice, slice],
    below: npt.NDArray[np.bool_],
) -> Field:
    """Give the grey of one particle's surface in the window `here` of its patch."""
    shape = one.shape
    slope_y, slope_x = (np.clip(slope, -3, 3) for slope in np.gradient(shape.top))
    lean = np.sqrt(1 + slope_y * slope_y + slope_x * slope_x)
    lit = (1 - look.light[0] * slope_y - look.light[1] * slope_x) / lean
    body = look.body * (1 + look.layer_gain * one.layer)
    body *= float(rng.lognormal(0, look.jitter))
    own = 1 - look.relief + look.relief * np.clip(lit, 0, 2)
    own += look.slope_gain * 0.4 * (lean - 1)
    if look.tilt:
        own *= _tilt(rng, shape.mask.shape, look.tilt)
    rim = look.rim_gain * np.exp(-(shape.edge - 1) / np.float32(look.rim_px))
    return (body * (own[here] + rim[here] * _exposure(below, look))).astype(np.float32)


def _exposure(below: npt.NDArray[np.bool_], look: SemLook) -> Field | float:
    """How much of the rim shows, less where particles lie under it."""
    from scipy.ndimage import gaussian_filter

    if look.inner_rim == 1:
        return 1.0
    near = gaussian_filter(below.astype(np.float32), 1.5, truncate=2.0)
    return 1 - np.float32(1 - look.inner_rim) * near


def _tilt(rng: Rng, patch: tuple[int, ...], amount: float) -> Field:
    y = np.linspace(-1, 1, patch[0], dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, patch[1], dtype=np.float32)[None]
    slope = rng.normal(0, amount, 2).astype(np.float32)
    return np.clip(1 + slope[0] * y + slope[1] * x, 0.3, 1.7)


def _coverage(edge: Field) -> Field:
    """Soften the staircase of a silhouette in its outermost pixel."""
    return np.clip(0.5 * edge + 0.25, 0, 1) * (edge > 0)


def _cast_shadow(grey: Field, one: Placed, look: SemLook) -> None:
    from scipy.ndimage import gaussian_filter

    if not look.shadow:
        return
    margin = int(np.ceil(2 * look.shadow_px)) + 1
    height, width = one.shape.mask.shape
    wide = np.zeros((height + 2 * margin, width + 2 * margin), np.float32)
    wide[margin:-margin, margin:-margin] = one.shape.mask
    soft = gaussian_filter(wide, look.shadow_px, truncate=2.5)
    size = (grey.shape[0], grey.shape[1])
    there, here = windows(one.top - margin, one.left - margin, soft.shape, size)
    if look.merges:
        soft = soft * (wide == 0)
    grey[there] *= 1 - look.shadow * np.minimum(1.6 * soft[here], 1)


def _occlusion(level: Field, look: SemLook) -> Field:
    from scipy.ndimage import gaussian_filter

    around = gaussian_filter(level, look.occlusion_px, mode="nearest", truncate=2.5)
    depth = np.clip((around - level) / np.float32(look.occlusion_px + 1), 0, 1)
    return (look.occlusion * depth).astype(np.float32)
