"""Where particles lie: alone, in chains and heaps, packed, or all over."""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform, pick
from feretlab.core.synthesis.noise import perlin_noise
from feretlab.core.synthesis.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A particle in its place.

    Parameters
    ----------
    shape : Shape
        The body.
    top, left : int
        Row and column of its patch's first pixel; may lie outside the picture.
    layer : int
        How many particles lie under it, 0 on the substrate.
    """

    shape: Shape
    top: int
    left: int
    layer: int

    def windows(self, size: tuple[int, int]) -> tuple[tuple[slice, slice], ...]:
        """Give the part of the picture it covers, and of its own patch.

        Parameters
        ----------
        size : tuple of int
            Height and width of the picture.

        Returns
        -------
        tuple of (slice, slice)
            First in the picture, then in the patch; may be empty.
        """
        return windows(self.top, self.left, self.shape.mask.shape, size)


def windows(
    top: int, left: int, patch: tuple[int, ...], size: tuple[int, int]
) -> tuple[tuple[slice, slice], ...]:
    """Give the part of a picture that a patch covers, and that part of the patch.

    Parameters
    ----------
    top, left : int
        Where the patch's first pixel lies; may be outside the picture.
    patch, size : tuple of int
        Height and width of the patch and of the picture.

    Returns
    -------
    tuple of (slice, slice)
        First in the picture, then in the patch; may be empty.
    """
    rows = _overlap(top, patch[0], size[0])
    cols = _overlap(left, patch[1], size[1])
    return (rows[0], cols[0]), (rows[1], cols[1])


def _overlap(start: int, length: int, limit: int) -> tuple[slice, slice]:
    low, high = max(start, 0), min(start + length, limit)
    high = max(high, low)
    return slice(low, high), slice(low - start, high - start)


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
    """

    name: str
    count: int
    max_overlap: float
    cell_px: float
    openness: float
    angle: float
    is_square: bool


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
    ways = (0, 2) if is_aligned else tuple(range(8))
    if layout.name == "packed":
        return _packed(rng, layout, bank, size_px, ways)
    margin = int(max(max(s.mask.shape) for s in bank)) // 2 + 2
    ground = np.zeros((size_px + 2 * margin,) * 2, np.int32)
    centres = _centres(rng, layout, ground.shape[0])
    placed: list[Placed] = []
    for centre in centres:
        shape = _one_of(rng, bank, ways)
        if layout.name == "agglomerates" and len(placed) > 2 and chance(rng, 0.8):
            spot = _slide(rng, ground, shape.mask, centre, placed, margin, layout)
        else:
            spot = _corner(centre, shape.mask)
            if _covered(ground, shape.mask, *spot) > layout.max_overlap:
                continue
        if spot is None:
            continue
        placed.append(_settle(ground, shape, spot, margin))
    return placed


def _one_of(rng: Rng, bank: list[Shape], ways: tuple[int, ...]) -> Shape:
    shape = bank[int(rng.integers(len(bank)))]
    return shape.turned(ways[int(rng.integers(len(ways)))])


def _centres(rng: Rng, layout: Layout, size: int) -> npt.NDArray[np.float64]:
    if layout.name != "agglomerates":
        return rng.uniform(0, size, (layout.count, 2))
    density = perlin_noise(rng, (size // 4 + 1,) * 2, max(layout.cell_px / 4, 2.0))
    density += 0.4 * perlin_noise(rng, density.shape, max(layout.cell_px / 10, 2.0))
    wanted = density > np.quantile(density, layout.openness)
    spots = np.argwhere(wanted) * 4
    chosen = spots[rng.integers(len(spots), size=layout.count)]
    return chosen + rng.uniform(0, 4, chosen.shape)


def _corner(
    centre: npt.NDArray[np.float64], mask: npt.NDArray[np.bool_]
) -> tuple[int, int]:
    return (
        int(centre[0] - mask.shape[0] / 2),
        int(centre[1] - mask.shape[1] / 2),
    )


def _slide(
    rng: Rng,
    ground: npt.NDArray[np.int32],
    mask: npt.NDArray[np.bool_],
    centre: npt.NDArray[np.float64],
    placed: list[Placed],
    margin: int,
    layout: Layout,
) -> tuple[int, int] | None:
    """Move a particle towards the nearest one until they touch or overlap enough."""
    middles = np.array(
        [
            (
                p.top + margin + p.shape.mask.shape[0] / 2,
                p.left + margin + p.shape.mask.shape[1] / 2,
            )
            for p in placed[-150:]
        ]
    )
    distances = np.hypot(*(middles - centre).T)
    target = middles[int(np.argmin(distances))]
    angle = rng.uniform(0, 2 * np.pi)
    reach = 0.5 * (
        max(mask.shape) + max(max(p.shape.mask.shape) for p in placed[-150:])
    )
    start = target + reach * np.array([np.sin(angle), np.cos(angle)])
    limit = layout.max_overlap * rng.random()
    last: tuple[int, int] | None = None
    for t in np.linspace(0, 1, max(6, int(reach / 1.5))):
        spot = _corner(start + t * (target - start), mask)
        if _covered(ground, mask, *spot) > limit:
            break
        last = spot
    return last


def _settle(
    ground: npt.NDArray[np.int32], shape: Shape, spot: tuple[int, int], margin: int
) -> Placed:
    at = Placed(shape=shape, top=spot[0], left=spot[1], layer=0)
    there, here = at.windows((ground.shape[0], ground.shape[1]))
    mask = shape.mask[here]
    below = ground[there][mask]
    # A layer counts where enough of the particle rests on it, not at a mere touch.
    layer = int(np.quantile(below, 0.75)) if below.size else 0
    ground[there][mask] = layer + 1
    return Placed(shape=shape, top=spot[0] - margin, left=spot[1] - margin, layer=layer)


@numba.njit(cache=True)
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


def _packed(
    rng: Rng, layout: Layout, bank: list[Shape], size_px: int, ways: tuple[int, ...]
) -> list[Placed]:
    """Lay particles on a slightly disordered lattice, in islands, at times two deep."""
    pitch = float(np.median([shape.diameter_px for shape in bank]))
    # The side of a square of that area; round bodies on a lattice just touch.
    pitch *= 0.89 if layout.is_square and len(ways) < 8 else 1.0
    pitch *= rng.uniform(0.98, 1.12) if chance(rng, 0.75) else rng.uniform(1.2, 2.0)
    jitter = pitch * log_uniform(rng, 0.005, 0.08)
    ground = np.zeros((size_px, size_px), np.int32)
    island = perlin_noise(rng, (size_px, size_px), min(size_px / 2, 12 * pitch))
    limit = -9.0
    if chance(rng, 0.6):
        limit = float(np.quantile(island, max(layout.openness - 0.2, 0)))
    placed: list[Placed] = []
    for floor in range(2 if layout.max_overlap > 0.3 and chance(rng, 0.35) else 1):
        for point in _lattice(rng, layout, pitch, size_px)[:900]:
            y, x = np.clip(point, 0, size_px - 1).astype(int)
            if island[y, x] < limit + 0.25 * floor or chance(rng, 0.02):
                continue
            shape = _one_of(rng, bank, ways)
            spot = _corner(point + rng.normal(0, jitter, 2), shape.mask)
            placed.append(_settle(ground, shape, spot, 0))
        limit = max(limit, -0.1)
    return placed


def _lattice(
    rng: Rng, layout: Layout, pitch: float, size_px: int
) -> npt.NDArray[np.float64]:
    reach = int(size_px / pitch) + 2
    i, j = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(float)
    if layout.is_square:
        points = np.stack([i, j], -1)
    else:
        points = np.stack([i * np.sqrt(0.75), j + 0.5 * (i % 2)], -1)
    c, s = np.cos(layout.angle), np.sin(layout.angle)
    points = points.reshape(-1, 2) @ np.array([[c, s], [-s, c]]) * pitch
    points += size_px / 2 + rng.uniform(0, pitch, 2)
    inside = ((points > -pitch) & (points < size_px + pitch)).all(axis=1)
    return rng.permutation(points[inside])
