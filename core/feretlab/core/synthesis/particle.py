"""One particle of a family, and a stock of them."""

from dataclasses import replace

import numpy as np

from feretlab.core.synthesis.bodies import blob, lobed, rod, rough
from feretlab.core.synthesis.crystals import crystal
from feretlab.core.synthesis.draws import Rng, chance, pick
from feretlab.core.synthesis.families import Family
from feretlab.core.synthesis.recipes import Recipe
from feretlab.core.synthesis.shapes import Shape

# Bodies are used again, turned and flipped: more would cost time, not be noticed.
MAX_BODIES = 60
DIAMETERS_PX = (4.0, 400.0)


def draw_bodies(rng: Rng, recipe: Recipe) -> list[Shape]:
    """Draw the bodies that a micrograph's particles are taken from.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    recipe : Recipe
        Family, size distribution and number of particles.

    Returns
    -------
    list of Shape
        At least one.
    """
    count = min(recipe.layout.count, MAX_BODIES)
    sizes = recipe.diameter_px * rng.lognormal(0, recipe.spread, count)
    sizes[rng.random(count) < recipe.minor_share] *= recipe.minor_ratio
    sizes = np.clip(sizes, *DIAMETERS_PX)
    return [draw_shape(rng, recipe.family, float(size)) for size in sizes]


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
