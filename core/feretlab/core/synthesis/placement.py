"""Where particles lie: alone, in chains and heaps, packed, or all over."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.synthesis.draws import Rng, chance
from feretlab.core.synthesis.lattice import packed
from feretlab.core.synthesis.layouts import Layout
from feretlab.core.synthesis.noise import perlin_noise
from feretlab.core.synthesis.placed import Placed, corner, one_of, settle
from feretlab.core.synthesis.shapes import Shape

# Particles under this share of the median diameter may lie wholly on others.
_SMALL = 0.7


def place(
    rng: Rng,
    layout: Layout,
    bank: list[Shape],
    size_px: int,
    *,
    is_aligned: bool = False,
) -> list[Placed]:
    """Lay particles one after another, the last on top.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    layout : Layout
        How they lie.
    bank : list of Shape
        Bodies to take, turned and flipped, in random order.
    size_px : int
        Edge of the picture; particles may stick out of it.
    is_aligned : bool
        Whether bodies keep the direction they were made with.

    Returns
    -------
    list of Placed
    """
    ways = (0, 6) if is_aligned else tuple(range(8))
    if layout.name == "packed":
        return packed(rng, layout, bank, size_px, ways)
    widest = max(max(shape.mask.shape) for shape in bank)
    small_px = _SMALL * float(np.median([shape.diameter_px for shape in bank]))
    margin = widest // 2 + 2
    ground = np.zeros((size_px + 2 * margin,) * 2, np.int32)
    middles = np.empty((layout.count, 2))
    placed: list[Placed] = []
    for centre in _centres(rng, layout, ground.shape[0]):
        shape = one_of(rng, bank, ways)
        is_light = layout.on_top > 0 and shape.diameter_px < small_px
        spot: tuple[int, int] | None
        if is_light and placed and chance(rng, layout.on_top):
            spot = _on_top(rng, shape.mask, placed, middles)
        elif layout.name == "agglomerates" and len(placed) > 2 and chance(rng, 0.8):
            reach = 0.5 * (max(shape.mask.shape) + widest)
            known = middles[: len(placed)]
            limit = layout.max_overlap * rng.random()
            spot = _slide(rng, ground, shape.mask, centre, known, reach, limit)
        else:
            spot = _drop(ground, shape.mask, centre, layout.max_overlap)
        if spot is not None:
            middles[len(placed)] = np.add(spot, shape.mask.shape) - np.divide(
                shape.mask.shape, 2
            )
            placed.append(settle(ground, shape, spot, margin))
    return placed


def _centres(rng: Rng, layout: Layout, size: int) -> npt.NDArray[np.float64]:
    if layout.name != "agglomerates":
        return rng.uniform(0, size, (layout.count, 2))
    density = perlin_noise(rng, (size // 4 + 1,) * 2, max(layout.cell_px / 4, 2.0))
    density += 0.4 * perlin_noise(rng, density.shape, max(layout.cell_px / 10, 2.0))
    wanted = density > np.quantile(density, layout.openness)
    spots = np.argwhere(wanted) * 4
    chosen = spots[rng.integers(len(spots), size=layout.count)]
    return chosen + rng.uniform(0, 4, chosen.shape)


def _drop(
    ground: npt.NDArray[np.int32],
    mask: npt.NDArray[np.bool_],
    centre: npt.NDArray[np.float64],
    limit: float,
) -> tuple[int, int] | None:
    """Leave a particle where it fell, or nowhere if it overlaps too much."""
    spot = corner(centre, mask)
    return spot if _covered(ground, mask, *spot) <= limit else None


def _slide(
    rng: Rng,
    ground: npt.NDArray[np.int32],
    mask: npt.NDArray[np.bool_],
    centre: npt.NDArray[np.float64],
    middles: npt.NDArray[np.float64],
    reach: float,
    limit: float,
) -> tuple[int, int] | None:
    """Move a particle to the nearest one until they touch or overlap enough."""
    target = middles[int(np.argmin(((middles - centre) ** 2).sum(axis=1)))]
    angle = rng.uniform(0, 2 * np.pi)
    start = target + reach * np.array([np.sin(angle), np.cos(angle)])
    last: tuple[int, int] | None = None
    for t in np.linspace(0, 1, max(6, int(reach / 1.5))):
        spot = corner(start + t * (target - start), mask)
        if _covered(ground, mask, *spot) > limit:
            break
        last = spot
    return last


def _on_top(
    rng: Rng,
    mask: npt.NDArray[np.bool_],
    placed: list[Placed],
    middles: npt.NDArray[np.float64],
) -> tuple[int, int]:
    """Lay a particle anywhere on one of the earlier ones, wholly or in part."""
    which = int(rng.integers(len(placed)))
    radius = placed[which].shape.diameter_px / 2
    angle, share = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random())
    shift = share * radius * np.array([np.sin(angle), np.cos(angle)])
    return corner(middles[which] + shift, mask)


@compiled
def _covered(
    ground: npt.NDArray[np.int32], mask: npt.NDArray[np.bool_], top: int, left: int
) -> float:
    """Share of a mask that lies over earlier particles."""
    total = 0
    hit = 0
    for i in range(mask.shape[0]):
        for j in range(mask.shape[1]):
            if mask[i, j]:
                total += 1
                y, x = top + i, left + j
                if 0 <= y < ground.shape[0] and 0 <= x < ground.shape[1]:
                    hit += ground[y, x] > 0
    return hit / max(total, 1)
