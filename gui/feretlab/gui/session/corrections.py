"""What a person changed in an automatic result, kept apart from it.

A correction names the particle it concerns by a pixel inside it, so that it still
applies after another analysis with other parameters, where a particle lies there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles

Bool = npt.NDArray[np.bool_]
Point = tuple[int, int]
Region = tuple[Bool, Point]

_SAME_SHARE = 0.6
COVERED_SHARE = 0.6
"""Of a particle, from which a drawn region covers it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Correction:
    """One thing a person changed.

    Parameters
    ----------
    kind : str
        ``"add"`` draws `regions`, in the place of what an analysis found there with
        nearly the same outline; ``"delete"`` drops the particles at `at`;
        ``"replace"`` puts `regions` in the place of the particles at `at` (a
        merge, a split, a new outline); ``"class"`` names the class of the
        particles at `at` and ``"exclude"`` the reason why they do not count,
        both by `text`; an empty reason lets them count again.
    at : tuple of (int, int)
        Row and column of a pixel inside each particle concerned.
    regions : tuple of (ndarray of bool, (int, int))
        Mask of each new region, shape (h, w), and its corner in the field.
    text : str
        Class or reason.
    areas : tuple of int
        Pixels of each particle concerned, as it was; one of quite another size is
        another particle. Empty where they are not known.
    beside : tuple of (int, int), or None
        A pixel inside each particle that the new regions cover and that stays; what
        else they cover is a part of what was drawn. None where it is not known.
    """

    kind: Literal["add", "delete", "replace", "class", "exclude"]
    at: tuple[Point, ...] = ()
    regions: tuple[Region, ...] = ()
    text: str = ""
    areas: tuple[int, ...] = ()
    beside: tuple[Point, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corrections:
    """All corrections of one micrograph, in the order they were made.

    Parameters
    ----------
    items : tuple of Correction
        The first was made first.
    """

    items: tuple[Correction, ...] = field(default=())

    def and_then(self, correction: Correction) -> "Corrections":
        """Give these and one more.

        Parameters
        ----------
        correction : Correction
            The newest.

        Returns
        -------
        Corrections
        """
        return Corrections(items=(*self.items, correction))

    def since(self, earlier: "Corrections") -> tuple[Correction, ...] | None:
        """Give what was added to earlier ones.

        Parameters
        ----------
        earlier : Corrections
            The first of these, or others.

        Returns
        -------
        tuple of Correction or None
            Empty for the same ones; None where these do not begin with the earlier.
        """
        count = len(earlier.items)
        same = zip(earlier.items, self.items, strict=False)
        if count > len(self.items) or any(one is not other for one, other in same):
            return None
        return self.items[count:]


def points_inside(particles: Particles, indices: Sequence[int]) -> tuple[Point, ...]:
    """Give a pixel deep inside each of some particles.

    Parameters
    ----------
    particles : Particles
        All particles.
    indices : sequence of int
        Which of them.

    Returns
    -------
    tuple of (int, int)
        Row and column of the pixel farthest from the particle's edge, and from any
        smaller particle that lies over it, so that `particle_at` finds it.
    """
    from scipy import ndimage

    found = []
    for index in indices:
        mask = np.pad(_uncovered(particles, index), 1)
        depth = ndimage.distance_transform_edt(mask)
        row, column = np.unravel_index(int(np.argmax(depth)), mask.shape)
        top, left = particles.boxes[index, :2]
        found.append((int(top + row - 1), int(left + column - 1)))
    return tuple(found)


def particle_at(particles: Particles, point: Point) -> int | None:
    """Find the smallest particle at a pixel.

    Parameters
    ----------
    particles : Particles
        They may overlap.
    point : tuple of int
        Row and column.

    Returns
    -------
    int or None
        Its index; None where there is none.
    """
    row, column = point
    boxes = particles.boxes
    near = np.flatnonzero(
        (boxes[:, 0] <= row)
        & (row < boxes[:, 2])
        & (boxes[:, 1] <= column)
        & (column < boxes[:, 3])
    )
    hits = [
        index
        for index in near.tolist()
        if particles.mask(index)[row - boxes[index, 0], column - boxes[index, 1]]
    ]
    if not hits:
        return None
    return min(hits, key=lambda index: int(particles.mask(index).sum()))


def _uncovered(particles: Particles, index: int) -> Bool:
    """Give a particle's mask without what smaller ones cover, if any is left."""
    mask, boxes = particles.mask(index), particles.boxes
    top, left, bottom, right = boxes[index]
    near = np.flatnonzero(
        (boxes[:, 0] < bottom)
        & (boxes[:, 2] > top)
        & (boxes[:, 1] < right)
        & (boxes[:, 3] > left)
    )
    size = int(mask.sum()), index
    free = mask.copy()
    for other in near.tolist():
        its = particles.mask(other)
        if (int(its.sum()), other) < size:
            y, x = boxes[other, :2] - (top, left)
            rows = slice(max(y, 0), max(y + its.shape[0], 0))
            columns = slice(max(x, 0), max(x + its.shape[1], 0))
            part = free[rows, columns]
            inside = its[max(-y, 0) :, max(-x, 0) :][: part.shape[0], : part.shape[1]]
            part[inside] = False
    return free if free.any() else mask


def covered_by(particles: Particles, regions: Sequence[Region]) -> tuple[int, ...]:
    """Give the particles that drawn regions cover.

    Parameters
    ----------
    particles : Particles
        They may overlap.
    regions : sequence of (ndarray of bool, (int, int))
        Masks and their corners.

    Returns
    -------
    tuple of int
        Those of which one region holds 60 % or more.
    """
    found = set()
    for region in regions:
        for index, common, _ in _shared(particles, region):
            if common >= COVERED_SHARE * int(particles.mask(index).sum()):
                found.add(index)
    return tuple(sorted(found))


def nearly_same(particles: Particles, region: Region) -> int | None:
    """Give the particle that a drawn region outlines anew.

    Parameters
    ----------
    particles : Particles
        They may overlap.
    region : tuple of (ndarray of bool, (int, int))
        Mask and its corner.

    Returns
    -------
    int or None
        The first one that shares 60 % of the union's pixels; None where none does.
    """
    for index, common, area in _shared(particles, region):
        union = area + int(particles.mask(index).sum()) - common
        if common / union >= _SAME_SHARE:
            return index
    return None


def _shared(particles: Particles, region: Region) -> list[tuple[int, int, int]]:
    """Give particles near a region, their common pixels, and those of the region."""
    mask, (top, left) = region
    drawn = Particles.from_masks([mask], [(top, left)], particles.shape)
    y0, x0, y1, x1 = drawn.boxes[0].tolist()
    mine, boxes = drawn.mask(0), particles.boxes
    near = np.flatnonzero(
        (boxes[:, 0] < y1)
        & (boxes[:, 2] > y0)
        & (boxes[:, 1] < x1)
        & (boxes[:, 3] > x0)
    )
    found = []
    for index in near.tolist():
        a0, b0, a1, b1 = boxes[index].tolist()
        rows, columns = (max(a0, y0), min(a1, y1)), (max(b0, x0), min(b1, x1))
        its = particles.mask(index)
        both = (
            mine[rows[0] - y0 : rows[1] - y0, columns[0] - x0 : columns[1] - x0]
            & its[rows[0] - a0 : rows[1] - a0, columns[0] - b0 : columns[1] - b0]
        )
        found.append((index, int(both.sum()), int(mine.sum())))
    return found
