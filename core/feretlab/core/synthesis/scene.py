"""One synthetic micrograph with everything that is true about it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.core.synthesis.annotations import annotate
from feretlab.core.synthesis.detector import record
from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.kinds import draw_kind
from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.core.synthesis.particle import draw_bodies
from feretlab.core.synthesis.placed import Placed
from feretlab.core.synthesis.placement import place
from feretlab.core.synthesis.recipes import Recipe
from feretlab.core.synthesis.shading_sem import SemLook, compose_sem
from feretlab.core.synthesis.shapes import Field
from feretlab.core.synthesis.substrate import draw_substrate
from feretlab.core.synthesis.transmission import compose_tem
from feretlab.core.synthesis.visibility import seen_by_annotator

Labels = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A synthetic micrograph and its ground truth.

    Parameters
    ----------
    pixels : ndarray of uint8
        Shape (Y, X).
    labels : ndarray of int32
        Shape (Y, X): number of the particle seen at each pixel, from 1; 0 is
        background. Where particles overlap, the upper one has the pixel.
    amodal : Particles
        The same particles, whole, in the order of their labels, as far as
        they lie inside the picture; they overlap.
    pixel_size_nm : PixelSize or None
        Pixel edge lengths in nm; None where none was meant.
    kind : str
        ``"sem"`` or ``"tem"``.
    """

    pixels: npt.NDArray[np.uint8]
    labels: Labels
    amodal: Particles
    pixel_size_nm: PixelSize | None
    kind: str


def render_scene(seed: int, parameters: SynthesizeParameters) -> Scene:
    """Give one synthetic micrograph, always the same for the same arguments.

    Parameters
    ----------
    seed : int
        Which micrograph of the endless set.
    parameters : SynthesizeParameters
        Size, kind and particle sizes; count, seed and workers play no part.

    Returns
    -------
    Scene
    """
    rng = np.random.default_rng([seed, 20260])
    kind = parameters.kind
    if kind == "mixed":
        kind = "sem" if chance(rng, 0.55) else "tem"
    diameter = log_uniform(rng, parameters.min_diameter_px, parameters.max_diameter_px)
    recipe = draw_kind(rng, kind, parameters.size_px, diameter)
    kind = "sem" if isinstance(recipe.look, SemLook) else "tem"
    pixels, visible, placed = render_recipe(rng, recipe, parameters.size_px)
    if parameters.has_annotations and chance(rng, 0.55):
        pixels, hidden = annotate(rng, pixels)
        visible = np.where(hidden, 0, visible)
    labels, kept = seen_by_annotator(visible, placed)
    return Scene(
        pixels=pixels,
        labels=labels,
        amodal=_whole([placed[index] for index in kept], labels.shape),
        pixel_size_nm=None,
        kind=kind,
    )


def render_recipe(
    rng: Rng, recipe: Recipe, size_px: int
) -> tuple[npt.NDArray[np.uint8], Labels, list[Placed]]:
    """Give one micrograph of a recipe, without annotations.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    recipe : Recipe
        What is in it and how it looks.
    size_px : int
        Edge of the picture.

    Returns
    -------
    pixels : ndarray of uint8
        Shape (Y, X).
    visible : ndarray of int32
        Place in `placed`, from 1, of the particle on top; 0 is background.
    placed : list of Placed
        All particles, from the lowest to the highest.
    """
    bodies = draw_bodies(rng, recipe)
    is_aligned = recipe.family.angle is not None
    placed = place(rng, recipe.layout, bodies, size_px, is_aligned=is_aligned)
    ideal, visible = _compose(rng, recipe, placed, size_px)
    return record(rng, ideal, visible), visible, placed


def _compose(
    rng: Rng, recipe: Recipe, placed: list[Placed], size_px: int
) -> tuple[Field, Labels]:
    ground = draw_substrate(
        rng, (size_px, size_px), recipe.ground, recipe.diameter_px, recipe.litter
    )
    if isinstance(recipe.look, SemLook):
        return compose_sem(rng, recipe.look, placed, ground)
    return compose_tem(rng, recipe.look, placed, ground)


def _whole(placed: list[Placed], size: tuple[int, ...]) -> Particles:
    masks, corners = [], []
    for one in placed:
        there, here = one.windows((size[0], size[1]))
        masks.append(one.shape.mask[here])
        corners.append((there[0].start, there[1].start))
    return Particles.from_masks(masks, corners, (size[0], size[1]))
