"""How the particles of one micrograph are strewn."""

from dataclasses import dataclass

import numpy as np

from feretlab.core.synthesis.draws import Rng, chance, log_uniform, pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the particles of one micrograph are strewn.

    Parameters
    ----------
    name : str
        ``"sparse"``, ``"agglomerates"``, ``"packed"`` or ``"pile"``.
    count : int
        How many particles are wanted.
    max_overlap : float
        Largest share of a new particle that may lie over earlier ones.
    cell_px : float
        Size of the agglomerates.
    openness : float
        Share of the field without agglomerates, 0 to 1.
    angle : float
        Direction of a lattice, in radians.
    is_square : bool
        Whether a lattice is square rather than hexagonal.
    on_top : float
        Chance that a particle smaller than most lies anywhere on an earlier one.
    """

    name: str
    count: int
    max_overlap: float
    cell_px: float
    openness: float
    angle: float
    is_square: bool
    on_top: float = 0.0


LAYOUTS = {"sparse": 1.5, "agglomerates": 4.0, "packed": 1.0, "pile": 1.5}


def draw_layout(
    rng: Rng,
    size_px: int,
    diameter_px: float,
    overlaps: bool,
    weights: dict[str, float] | None = None,
) -> Layout:
    """Draw how the particles of one micrograph lie.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    size_px : int
        Edge of the picture.
    diameter_px : float
        Typical particle diameter.
    overlaps : bool
        Whether particles heap up; false keeps most of them side by side.
    weights : dict of str to float, optional
        How often each layout is drawn.

    Returns
    -------
    Layout
    """
    name = pick(rng, weights or LAYOUTS)
    room = (size_px / diameter_px) ** 2 * 4 / np.pi
    coverage = {
        "sparse": log_uniform(rng, 0.02, 0.4),
        "agglomerates": log_uniform(rng, 0.1, 1.1),
        "packed": rng.uniform(0.3, 1.0),
        "pile": rng.uniform(0.8, 2.2),
    }[name]
    heaped = rng.uniform(0.15, 0.75) if overlaps else rng.choice([0.0, 0.03, 0.12, 0.3])
    return Layout(
        name=name,
        count=int(np.clip(room * coverage, rng.integers(2, 14), 700)),
        max_overlap=1.0 if name == "pile" and overlaps else float(heaped),
        cell_px=diameter_px * log_uniform(rng, 3, 12),
        openness=rng.uniform(0.2, 0.85),
        angle=rng.uniform(0, np.pi),
        is_square=chance(rng, 0.35),
    )
