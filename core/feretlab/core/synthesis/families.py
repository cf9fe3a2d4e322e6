"""What the particles of one micrograph have in common."""

from dataclasses import dataclass

import numpy as np

from feretlab.core.synthesis.draws import Rng, chance, log_uniform, pick


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
