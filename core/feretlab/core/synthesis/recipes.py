"""What goes together in one micrograph: bodies, layout, substrate and look."""

from dataclasses import dataclass, replace

from feretlab.core.synthesis.draws import Rng, chance, log_uniform
from feretlab.core.synthesis.families import Family, draw_family
from feretlab.core.synthesis.layouts import Layout, draw_layout
from feretlab.core.synthesis.shading_sem import SemLook, draw_sem_look
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
    minor_share, minor_ratio : float
        Share of a second population, and its diameter relative to the first.
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
    minor_share: float
    minor_ratio: float
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
    "clouds": 0.12,
    "grains": 0.08,
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
        recipe = any_tem(rng, size_px, diameter_px)
    elif chance(rng, 0.3):
        return _topped(rng, heaps_of_crystallites(rng, size_px, diameter_px), 0.4)
    elif chance(rng, 0.35):
        heaps = heaps_of_crystallites(rng, size_px, diameter_px)
        return _topped(rng, _grown_together(rng, heaps), 0.5)
    elif chance(rng, 0.2):
        return _covering_layer(rng, size_px, diameter_px)
    else:
        recipe = any_sem(rng, size_px, diameter_px)
    if recipe.layout.name == "packed":
        return _ordered(rng, recipe)
    if chance(rng, 0.15):
        return with_even_particles(rng, recipe)
    if chance(rng, 0.1):
        return replace(
            recipe,
            minor_share=rng.uniform(0.1, 0.8),
            minor_ratio=rng.uniform(0.25, 0.6),
        )
    return recipe


def _ordered(rng: Rng, recipe: Recipe) -> Recipe:
    """Give crystals on a lattice the direction of the lattice, mostly."""
    if recipe.family.name not in ("crystal", "rod") or chance(rng, 0.25):
        return recipe
    family = replace(recipe.family, angle=recipe.layout.angle, lies_flat=True)
    is_cubic = family.name == "rod" or chance(rng, 0.6)
    if is_cubic:
        family = replace(family, name="crystal", crystal="cube")
    return replace(
        recipe, family=family, layout=replace(recipe.layout, is_square=is_cubic)
    )


def with_even_particles(rng: Rng, recipe: Recipe) -> Recipe:
    """Make particles as even as drawn bars and boxes, often along the same edges."""
    family = replace(
        recipe.family,
        rounding=log_uniform(rng, 0.003, 0.06),
        roughness=0.0,
        angle=0.0 if chance(rng, 0.5) else recipe.family.angle,
    )
    if chance(rng, 0.7):
        name = "rod" if chance(rng, 0.4) else "crystal"
        family = replace(family, name=name, crystal="cube", lies_flat=True)
    texture = log_uniform(rng, 0.001, 0.03)
    if isinstance(recipe.look, SemLook):
        look: SemLook | TemLook = replace(
            recipe.look,
            tilt=0.0,
            relief=0.0,
            slope_gain=0.0,
            rim_gain=recipe.look.rim_gain * chance(rng, 0.5),
            occlusion=0.0,
            texture=texture,
        )
    else:
        look = replace(
            recipe.look,
            density=log_uniform(rng, 0.4, 5),
            hardness=rng.uniform(0, 0.3),
            core=0.0,
            bands=0.0,
            texture=texture,
        )
    return replace(recipe, family=family, look=look)


def any_sem(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Draw a surface and its particles in secondary electrons, of any looks."""
    look = draw_sem_look(rng, diameter_px)
    layout = draw_layout(rng, size_px, diameter_px, overlaps=True)
    # Where the substrate is as bright as the particles, only rims tell.
    is_faint = look.rim_gain > 0.4 and chance(rng, 0.3)
    contrast = rng.uniform(0.7, 1.0) if is_faint else log_uniform(rng, 0.08, 0.75)
    return Recipe(
        family=draw_family(rng),
        diameter_px=diameter_px,
        spread=_spread(rng, layout),
        minor_share=0.0,
        minor_ratio=1.0,
        layout=layout,
        look=look,
        ground=look.body * contrast,
        litter=LITTER,
    )


def _covering_layer(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Round particles side by side all over, so that only gaps are substrate."""
    recipe = any_sem(rng, size_px, diameter_px)
    family = draw_family(rng, {"sphere": 3.0, "pebble": 1.0})
    is_ordered = chance(rng, 0.6)
    layout = replace(
        recipe.layout,
        name="packed" if is_ordered else "pile",
        openness=0.1,
        is_square=False,
        max_overlap=rng.uniform(0.1, 0.5),
        count=int(min(700, 2.5 * (size_px / diameter_px) ** 2)),
    )
    look = replace(
        draw_sem_look(rng, diameter_px),
        rim_gain=rng.uniform(0.1, 0.9),
        shadow=rng.uniform(0, 0.8),
        inverted=False,
    )
    return replace(
        recipe,
        family=replace(family, irregularity=rng.uniform(0.02, 0.1), angle=None),
        layout=layout,
        look=look,
        spread=log_uniform(rng, 0.01, 0.15),
        ground=look.body * log_uniform(rng, 0.05, 0.6),
    )


def any_tem(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Draw a film and its particles in transmission, of any looks."""
    layout = draw_layout(rng, size_px, diameter_px, overlaps=False)
    return Recipe(
        family=draw_family(rng),
        diameter_px=diameter_px,
        spread=_spread(rng, layout),
        minor_share=0.0,
        minor_ratio=1.0,
        layout=layout,
        look=draw_tem_look(rng, diameter_px),
        ground=rng.uniform(0.6, 0.95),
        litter=LITTER,
    )


def heaps_of_crystallites(rng: Rng, size_px: int, diameter_px: float) -> Recipe:
    """Draw oxide crystallites in heaps under an in-lens detector.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    size_px : int
        Edge of the picture.
    diameter_px : float
        Median particle diameter.

    Returns
    -------
    Recipe
    """
    family = draw_family(rng, {"pebble": 3.0, "crystal": 2.0, "mixed": 2.0})
    family = replace(
        family,
        irregularity=rng.uniform(0.05, 0.16),
        crystal="random" if chance(rng, 0.7) else family.crystal,
        rounding=rng.uniform(0.02, 0.09),
        power=rng.uniform(2.2, 6),
        aspect=rng.uniform(1.05, 1.5),
        roughness=family.roughness * 0.3,
    )
    layout = draw_layout(
        rng, size_px, diameter_px, overlaps=True, weights={"agglomerates": 5, "pile": 1}
    )
    look = replace(
        draw_sem_look(rng, diameter_px),
        body=rng.uniform(0.3, 0.6),
        jitter=rng.uniform(0.05, 0.35),
        tilt=rng.uniform(0, 0.3),
        layer_gain=rng.uniform(0.05, 0.5),
        relief=rng.uniform(0, 0.35),
        slope_gain=rng.uniform(0, 0.35),
        rim_gain=rng.uniform(0.15, 1.3),
        rim_px=log_uniform(rng, 0.7, max(1.0, 0.05 * diameter_px)),
        shadow=rng.uniform(0.1, 0.75),
        shadow_px=log_uniform(rng, 0.6, max(1.0, 0.12 * diameter_px)),
        occlusion=rng.uniform(0.2, 1.0),
        occlusion_px=diameter_px * rng.uniform(0.2, 0.7),
        clarity=rng.uniform(0.05, 0.3) * chance(rng, 0.5),
        texture=log_uniform(rng, 0.01, 0.08),
        inverted=False,
    )
    return Recipe(
        family=family,
        diameter_px=diameter_px,
        spread=rng.uniform(0.2, 0.5),
        minor_share=rng.uniform(0, 0.3),
        minor_ratio=0.4,
        layout=layout,
        look=look,
        ground=look.body * log_uniform(rng, 0.1, 0.42),
        litter={
            "marks": 0.5,
            "specks": 0.15,
            "blotches": 0.1,
            "clouds": 0.1,
            "grains": 0.04,
        },
    )


def _grown_together(rng: Rng, recipe: Recipe) -> Recipe:
    """Make heaps whose particles are alike in grey and pierce each other.

    A notch of the outline, a faint crease or a thin bright edge is all that tells
    such neighbours apart.
    """
    assert isinstance(recipe.look, SemLook)
    look = replace(
        recipe.look,
        jitter=log_uniform(rng, 0.01, 0.12),
        tilt=rng.uniform(0, 0.15),
        layer_gain=rng.uniform(0, 0.25),
        rim_gain=rng.uniform(0.2, 1.4),
        inner_rim=rng.uniform(0, 0.7),
        slope_gain=rng.uniform(0, 0.6),
        shadow=rng.uniform(0, 0.45),
        shadow_px=log_uniform(rng, 0.6, 2.0),
        merges=chance(rng, 0.4),
        clarity=rng.uniform(0.05, 0.3) * chance(rng, 0.2),
        texture=log_uniform(rng, 0.01, 0.12),
    )
    family = replace(
        recipe.family,
        name="pebble" if chance(rng, 0.6) else recipe.family.name,
        irregularity=rng.uniform(0.03, 0.14),
        rounding=rng.uniform(0.04, 0.12),
        aspect=rng.uniform(1.05, 1.8),
    )
    layout = replace(
        recipe.layout,
        name="agglomerates",
        max_overlap=rng.uniform(0.25, 0.75),
        openness=rng.uniform(0.3, 0.92),
    )
    return replace(
        recipe,
        family=family,
        look=look,
        layout=layout,
        spread=rng.uniform(0.2, 0.55),
        minor_share=rng.uniform(0, 0.5),
        minor_ratio=rng.uniform(0.25, 0.5),
        ground=recipe.look.body * log_uniform(rng, 0.08, 0.42),
    )


def _topped(rng: Rng, recipe: Recipe, share: float) -> Recipe:
    """Strew small particles over the large ones, in a share of the micrographs."""
    if not chance(rng, share):
        return recipe
    return replace(
        recipe,
        minor_share=rng.uniform(0.25, 0.7),
        minor_ratio=rng.uniform(0.2, 0.5),
        layout=replace(recipe.layout, on_top=rng.uniform(0.3, 0.9)),
    )


def _spread(rng: Rng, layout: Layout) -> float:
    return log_uniform(rng, 0.02, 0.12 if layout.name == "packed" else 0.5)
