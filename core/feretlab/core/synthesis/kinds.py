"""Kinds of scenes: either microscope, or what networks find hardest."""

from dataclasses import replace

import numpy as np

from feretlab.core.synthesis.draws import Rng, chance, log_uniform, pick
from feretlab.core.synthesis.layouts import draw_layout
from feretlab.core.synthesis.recipes import (
    Recipe,
    any_sem,
    any_tem,
    draw_recipe,
    heaps_of_crystallites,
    with_even_particles,
)
from feretlab.core.synthesis.shading_sem import SemLook
from feretlab.core.synthesis.transmission import TemLook

# Outlines of even particles, and the families that give those that are no crystals.
_EVEN_SHAPES = {
    "rod": 4.0,
    "cube": 2.0,
    "triangular": 1.5,
    "hexagonal": 1.0,
    "disc": 1.0,
    "ring": 1.0,
    "star": 1.5,
}
_EVEN_FAMILIES = {"rod": "rod", "disc": "sphere", "ring": "sphere", "star": "pebble"}


def draw_kind(rng: Rng, kind: str, size_px: int, diameter_px: float) -> Recipe:
    """Draw all choices for one micrograph of a kind.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    kind : str
        ``"sem"``, ``"tem"``, ``"even"`` for either with even particles, ``"faint"``
        for heaps in SEM whose particles differ by a small step of grey.
    size_px : int
        Edge of the picture.
    diameter_px : float
        Median particle diameter.

    Returns
    -------
    Recipe
    """
    if kind == "even":
        return _even_shapes(rng, size_px, diameter_px)
    if kind == "faint":
        return _faint_heaps(rng, size_px, diameter_px)
    return draw_recipe(rng, kind, size_px, diameter_px)


def _even_shapes(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Draw even rods, plates, discs, rings or stars, mostly side by side."""
    draw_any = any_tem if chance(rng, 0.6) else any_sem
    recipe = with_even_particles(rng, draw_any(rng, size_px, diameter_px))
    weights = {"sparse": 4.0, "agglomerates": 1.5, "packed": 0.5}
    layout = draw_layout(rng, size_px, diameter_px, overlaps=False, weights=weights)
    shape = pick(rng, _EVEN_SHAPES)
    family = replace(
        recipe.family,
        name=_EVEN_FAMILIES.get(shape, "crystal"),
        crystal=shape,
        lies_flat=True,
        irregularity=log_uniform(rng, 0.01, 0.1),
        aspect=rng.uniform(1.5, 7) if shape == "rod" else recipe.family.aspect,
        spikes=rng.uniform(0.15, 0.6) if shape == "star" else 0.0,
    )
    look = recipe.look
    if isinstance(look, TemLook):
        look = replace(look, dark_field=chance(rng, 0.4))
        if shape == "ring":
            look = replace(look, core=-1.0, core_share=rng.uniform(0.4, 0.85))
    return replace(recipe, family=family, layout=layout, look=look)


def _faint_heaps(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Draw smooth bodies whose edges glow over the substrate, and not over others.

    Where one lies on another, a small step of grey without line or seam is all that
    shows, and the lower outline may shine through.
    """
    recipe = heaps_of_crystallites(rng, size_px, diameter_px)
    assert isinstance(recipe.look, SemLook)
    shines = chance(rng, 0.35)
    look = replace(
        recipe.look,
        jitter=log_uniform(rng, 0.02, 0.2),
        tilt=rng.uniform(0, 0.3) * chance(rng, 0.7),
        layer_gain=rng.uniform(0, 0.35),
        relief=rng.uniform(0, 0.3) * chance(rng, 0.4),
        slope_gain=rng.uniform(0, 0.3) * chance(rng, 0.5),
        inner_rim=rng.uniform(0, 0.15),
        shadow=rng.uniform(0, 0.25) * chance(rng, 0.4),
        shadow_px=log_uniform(rng, 0.6, 2.0),
        occlusion=rng.uniform(0, 0.6),
        merges=not shines and chance(rng, 0.25),
        clarity=rng.uniform(0.1, 0.6) * shines,
        texture=log_uniform(rng, 0.005, 0.06),
    )
    family = replace(
        recipe.family,
        name=pick(rng, {"pebble": 4.0, "mixed": 1.0, "sphere": 1.0}),
        irregularity=rng.uniform(0.03, 0.14),
        power=rng.uniform(2.2, 6),
        roughness=0.0,
        aspect=rng.uniform(1.05, 1.8),
    )
    room = (size_px / diameter_px) ** 2
    layout = replace(
        recipe.layout,
        name="agglomerates",
        count=int(np.clip(room * rng.uniform(0.4, 1.5), 8, 700)),
        max_overlap=rng.uniform(0.25, 0.8),
        openness=rng.uniform(0.3, 0.9),
        on_top=rng.uniform(0.2, 0.9) * chance(rng, 0.4),
    )
    return replace(
        recipe,
        family=family,
        look=look,
        layout=layout,
        minor_share=rng.uniform(0, 0.6),
        minor_ratio=rng.uniform(0.25, 0.6),
        ground=look.body * log_uniform(rng, 0.08, 0.42),
    )
