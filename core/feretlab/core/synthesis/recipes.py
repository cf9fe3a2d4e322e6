"""What goes together in one micrograph: bodies, layout, substrate and look."""

from dataclasses import dataclass, replace

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.placement import Layout, draw_layout
from feretlab.core.synthesis.shading_sem import SemLook, draw_sem_look
from feretlab.core.synthesis.shapes import Family, draw_family
from feretlab.core.synthesis.transmission import TemLook, draw_tem_look


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All choices that hold for a whole micrograph.

    Parameters
    ----------
    family : Family
        What the particles are.
    diameter_px, spread : float
        Median diameter, and standard deviation of its logarithm.
    layout : Layout
        How they lie.
    look : SemLook or TemLook
        How they appear, which also says in which microscope.
    ground : float
        Mean grey of the substrate, 0 to 1.
    litter : dict of str to float
        Chance of each kind of litter on the substrate.
    """

    family: Family
    diameter_px: float
    spread: float
    layout: Layout
    look: SemLook | TemLook
    ground: float
    litter: dict[str, float]


LITTER = {
    "marks": 0.2,
    "specks": 0.2,
    "blotches": 0.2,
    "steps": 0.08,
    "stripes": 0.06,
    "holes": 0.1,
    "scratches": 0.06,
}


def draw_recipe(rng: Rng, kind: str, size_px: int, diameter_px: float) -> Recipe:
    """Draw all choices for one micrograph.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    kind : str
        ``"sem"`` or ``"tem"``.
    size_px : int
        Edge of the picture.
    diameter_px : float
        Median particle diameter.

    Returns
    -------
    Recipe
    """
    if kind == "tem":
        return _any_tem(rng, size_px, diameter_px)
    if chance(rng, 0.4):
        return _heaps_of_crystallites(rng, size_px, diameter_px)
    return _any_sem(rng, size_px, diameter_px)


def _any_sem(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    look = draw_sem_look(rng, diameter_px)
    layout = draw_layout(rng, size_px, diameter_px, overlaps=True)
    return Recipe(
        family=draw_family(rng),
        diameter_px=diameter_px,
        spread=_spread(rng, layout),
        layout=layout,
        look=look,
        ground=look.body * log_uniform(rng, 0.08, 0.75),
        litter=LITTER,
    )


def _any_tem(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    layout = draw_layout(rng, size_px, diameter_px, overlaps=False)
    return Recipe(
        family=draw_family(rng),
        diameter_px=diameter_px,
        spread=_spread(rng, layout),
        layout=layout,
        look=draw_tem_look(rng, diameter_px),
        ground=rng.uniform(0.6, 0.95),
        litter=LITTER,
    )


def _heaps_of_crystallites(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Oxide crystallites in heaps under an in-lens detector."""
    family = draw_family(rng, {"pebble": 3.0, "crystal": 1.2, "mixed": 3.0})
    family = replace(
        family,
        irregularity=rng.uniform(0.05, 0.16),
        crystal="random" if chance(rng, 0.7) else family.crystal,
        rounding=rng.uniform(0.02, 0.09),
        power=rng.uniform(2.2, 6),
        aspect=rng.uniform(1.15, 1.7),
        roughness=family.roughness * 0.3,
    )
    layout = draw_layout(
        rng, size_px, diameter_px, overlaps=True, weights={"agglomerates": 5, "pile": 1}
    )
    look = replace(
        draw_sem_look(rng, diameter_px),
        body=rng.uniform(0.3, 0.6),
        jitter=rng.uniform(0.05, 0.2),
        layer_gain=rng.uniform(0.05, 0.4),
        relief=rng.uniform(0, 0.35),
        slope_gain=rng.uniform(0, 0.35),
        rim_gain=rng.uniform(0.1, 0.7),
        rim_px=log_uniform(rng, 0.7, max(1.0, 0.05 * diameter_px)),
        shadow=rng.uniform(0.05, 0.5),
        shadow_px=log_uniform(rng, 0.6, max(1.0, 0.08 * diameter_px)),
        clarity=rng.uniform(0.05, 0.3) * chance(rng, 0.5),
        texture=log_uniform(rng, 0.01, 0.08),
        inverted=False,
    )
    return Recipe(
        family=family,
        diameter_px=diameter_px,
        spread=rng.uniform(0.2, 0.5),
        layout=layout,
        look=look,
        ground=look.body * log_uniform(rng, 0.15, 0.5),
        litter={"marks": 0.5, "specks": 0.15, "blotches": 0.1, "steps": 0.03},
    )


def _spread(rng: Rng, layout: Layout) -> float:
    return log_uniform(rng, 0.02, 0.12 if layout.name == "packed" else 0.5)
