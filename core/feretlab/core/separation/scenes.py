"""Masks of overlapping particles with known outlines, to judge methods by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles

Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneRecipe:
    """What a field of clusters is made of.

    Parameters
    ----------
    shape : tuple of int
        Height and width in px.
    count : int
        Particles in all.
    radius_px : tuple of float
        Smallest and largest mean radius.
    aspect : float
        Largest ratio of the axes; 1 for discs.
    sides : int
        Of regular polygons, stretched as `aspect` says; 0 for ellipses.
    waviness : float
        Largest relative height of the waves of an outline; 0 for ellipses.
    overlap : tuple of float
        Smallest and largest share of a particle that its neighbour covers.
    cluster : tuple of int
        Fewest and most particles of a cluster.
    """

    shape: tuple[int, int] = (1024, 1024)
    count: int = 140
    radius_px: tuple[float, float] = (12.0, 24.0)
    aspect: float = 1.0
    sides: int = 0
    waviness: float = 0.0
    overlap: tuple[float, float] = (0.1, 0.4)
    cluster: tuple[int, int] = (2, 8)


def draw_scene(recipe: SceneRecipe, seed: int) -> Particles:
    """Draw clusters that keep clear of each other and of the border.

    Parameters
    ----------
    recipe : SceneRecipe
        What to draw.
    seed : int
        Same seed, same scene.

    Returns
    -------
    Particles
        The whole particles, overlapping; ``to_mask()`` is what a method sees.
        Fewer than ``recipe.count`` where the field is full.
    """
    rng = np.random.default_rng(seed)
    taken = np.zeros(recipe.shape, np.bool_)
    masks: list[Bool] = []
    corners: list[tuple[int, int]] = []
    for _ in range(4000):
        left = recipe.count - len(masks)
        if left <= 0:
            break
        size = min(int(rng.integers(recipe.cluster[0], recipe.cluster[1] + 1)), left)
        group = _cluster(recipe, size, rng)
        for _ in range(40):
            if _place(group, taken, masks, corners, rng):
                break
    return Particles.from_masks(masks, corners, recipe.shape)


def _place(
    group: list[tuple[Bool, int, int]],
    taken: Bool,
    masks: list[Bool],
    corners: list[tuple[int, int]],
    rng: np.random.Generator,
) -> bool:
    """Put a cluster where it fits with 3 px to spare, once."""
    top = min(y for _, y, _ in group)
    left = min(x for _, _, x in group)
    height = max(y + mask.shape[0] for mask, y, _ in group) - top
    width = max(x + mask.shape[1] for mask, _, x in group) - left
    room_y, room_x = taken.shape[0] - height - 6, taken.shape[1] - width - 6
    if room_y <= 0 or room_x <= 0:
        return False
    y0, x0 = int(rng.integers(room_y)) + 3, int(rng.integers(room_x)) + 3
    if taken[y0 - 3 : y0 + height + 3, x0 - 3 : x0 + width + 3].any():
        return False
    for mask, y, x in group:
        corner = (y0 + y - top, x0 + x - left)
        masks.append(mask)
        corners.append(corner)
        taken[
            corner[0] : corner[0] + mask.shape[0], corner[1] : corner[1] + mask.shape[1]
        ] |= mask
    return True


def _particle(recipe: SceneRecipe, rng: np.random.Generator) -> Bool:
    radius = rng.uniform(*recipe.radius_px)
    stretch = np.sqrt(rng.uniform(1.0, recipe.aspect)) if recipe.aspect > 1 else 1.0
    out = 1.6 if recipe.sides else 1 + 2 * recipe.waviness
    half = int(np.ceil(radius * stretch * out)) + 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1] + rng.uniform(-0.5, 0.5)
    turn = rng.uniform(0, np.pi)
    along = (x * np.cos(turn) + y * np.sin(turn)) / stretch
    across = (y * np.cos(turn) - x * np.sin(turn)) * stretch
    angle = np.arctan2(across, along)
    edge = np.full(angle.shape, radius)
    if recipe.sides:
        sector = 2 * np.pi / recipe.sides
        inradius = radius * np.sqrt(sector / 2 / np.tan(sector / 2))
        edge = inradius / np.cos((angle + sector / 2) % sector - sector / 2)
    for wave in (2, 3, 4):
        height = rng.uniform(0, recipe.waviness) * 2 / wave
        edge += radius * height * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    mask: Bool = np.hypot(along, across) <= edge
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _cluster(
    recipe: SceneRecipe, size: int, rng: np.random.Generator
) -> list[tuple[Bool, int, int]]:
    """Masks with their corners, each new one overlapping an earlier one."""
    group: list[tuple[Bool, int, int]] = [(_particle(recipe, rng), 0, 0)]
    while len(group) < size:
        mask = _particle(recipe, rng)
        host, host_y, host_x = group[int(rng.integers(len(group)))]
        wanted, turn = rng.uniform(*recipe.overlap), rng.uniform(0, 2 * np.pi)
        middle_y = host_y + (host.shape[0] - mask.shape[0]) / 2
        middle_x = host_x + (host.shape[1] - mask.shape[1]) / 2
        near, far = 0.0, float(max(host.shape) + max(mask.shape))
        for _ in range(12):
            reach = (near + far) / 2
            y = round(middle_y + reach * np.sin(turn))
            x = round(middle_x + reach * np.cos(turn))
            if _overlap((mask, y, x), (host, host_y, host_x)) > wanted:
                near = reach
            else:
                far = reach
        new = (mask, y, x)
        if _fits(new, group, recipe.overlap):
            group.append(new)
    return group


def _fits(
    new: tuple[Bool, int, int],
    group: list[tuple[Bool, int, int]],
    limits: tuple[float, float],
) -> bool:
    """No pair overlaps by more than the limit, some pair by at least the least."""
    shares = [_overlap(new, other) for other in group]
    return 0.8 * limits[0] <= max(shares) <= limits[1] and sum(shares) <= 0.6


def _overlap(one: tuple[Bool, int, int], other: tuple[Bool, int, int]) -> float:
    """Pixels in common as a share of the smaller particle."""
    (a, ay, ax), (b, by, bx) = one, other
    top, bottom = max(ay, by), min(ay + a.shape[0], by + b.shape[0])
    left, right = max(ax, bx), min(ax + a.shape[1], bx + b.shape[1])
    if bottom <= top or right <= left:
        return 0.0
    common = (
        a[top - ay : bottom - ay, left - ax : right - ax]
        & b[top - by : bottom - by, left - bx : right - bx]
    )
    return float(common.sum() / min(a.sum(), b.sum()))
