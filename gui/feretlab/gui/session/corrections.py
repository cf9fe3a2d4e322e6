"""What a person changed in an automatic result, kept apart from it.

A correction names the particle it concerns by a pixel inside it, so that it still
applies after another analysis with other parameters, where a particle lies there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles

Bool = npt.NDArray[np.bool_]
Point = tuple[int, int]

_SAME_SHARE = 0.6
DRAWN = -1
"""Origin of a particle that a person drew."""


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
    """

    kind: Literal["add", "delete", "replace", "class", "exclude"]
    at: tuple[Point, ...] = ()
    regions: tuple[tuple[Bool, Point], ...] = ()
    text: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a person changed.

    Parameters
    ----------
    added, deleted, changed : int
        Particles drawn, dropped, and redrawn, named or excluded.
    """

    added: int = 0
    deleted: int = 0
    changed: int = 0


def counted(corrections: Corrections) -> Counts:
    """Count what was changed.

    Parameters
    ----------
    corrections : Corrections
        Of one micrograph.

    Returns
    -------
    Counts
        A merge or a split counts as one change for each new region.
    """
    added = deleted = changed = 0
    for each in corrections.items:
        if each.kind == "add":
            added += len(each.regions)
        elif each.kind == "delete":
            deleted += len(each.at)
        elif each.kind == "replace":
            changed += len(each.regions)
        else:
            changed += len(each.at)
    return Counts(added=added, deleted=deleted, changed=changed)


def corrected(
    automatic: Particles, corrections: Corrections
) -> tuple[Particles, tuple[int, ...], tuple[str, ...]]:
    """Apply corrections, passing over those that find no particle any more.

    Parameters
    ----------
    automatic : Particles
        As an analysis gave them.
    corrections : Corrections
        What a person changed.

    Returns
    -------
    particles : Particles
        What is left and what was added, the added last.
    origin : tuple of int
        Index in `automatic`, or `DRAWN`.
    excluded : tuple of str
        Reason, or empty.
    """
    untouched = tuple(range(len(automatic))), ("",) * len(automatic)
    return corrected_further(automatic, *untouched, corrections.items)


def corrected_further(
    particles: Particles,
    origin: Sequence[int],
    excluded: Sequence[str],
    items: Sequence[Correction],
) -> tuple[Particles, tuple[int, ...], tuple[str, ...]]:
    """Apply more corrections to what earlier ones gave.

    Parameters
    ----------
    particles, origin, excluded
        As `corrected` gives them.
    items : sequence of Correction
        The newer ones only.

    Returns
    -------
    particles, origin, excluded
        As `corrected` gives them.
    """
    state = _State(particles, origin, excluded)
    for correction in items:
        state.apply(correction)
    return state.particles, tuple(state.origin), tuple(state.excluded)


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


def nearly_same(particles: Particles, region: tuple[Bool, Point]) -> int | None:
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
    for index in near.tolist():
        a0, b0, a1, b1 = boxes[index].tolist()
        rows, columns = (max(a0, y0), min(a1, y1)), (max(b0, x0), min(b1, x1))
        its = particles.mask(index)
        both = (
            mine[rows[0] - y0 : rows[1] - y0, columns[0] - x0 : columns[1] - x0]
            & its[rows[0] - a0 : rows[1] - a0, columns[0] - b0 : columns[1] - b0]
        ).sum()
        if both / (mine.sum() + its.sum() - both) >= _SAME_SHARE:
            return index
    return None


class _State:
    """Particles while corrections are applied one after the other."""

    def __init__(
        self, particles: Particles, origin: Sequence[int], excluded: Sequence[str]
    ) -> None:
        self.particles = particles
        self.origin = list(origin)
        self.excluded = list(excluded)

    def apply(self, correction: Correction) -> None:
        found = [particle_at(self.particles, point) for point in correction.at]
        hit = sorted({index for index in found if index is not None})
        if correction.at and not hit:
            return
        if correction.kind == "class":
            self._name(hit, correction.text)
        elif correction.kind == "exclude":
            for index in hit:
                self.excluded[index] = correction.text
        else:
            if correction.kind == "add":
                same = [
                    nearly_same(self.particles, each) for each in correction.regions
                ]
                hit = sorted({index for index in same if index is not None})
            kind = int(self.particles.class_index[hit[0]]) if hit else 0
            self._drop(hit)
            self._add(correction.regions, kind)

    def _name(self, hit: list[int], text: str) -> None:
        names = self.particles.class_names
        if text not in names:
            names = (*names, text)
        index = self.particles.class_index.copy()
        index[hit] = names.index(text)
        self.particles = replace(self.particles, class_names=names, class_index=index)

    def _drop(self, hit: list[int]) -> None:
        kept = np.setdiff1d(np.arange(len(self.particles)), hit)
        self.particles = self.particles.select(kept)
        self.origin = [self.origin[index] for index in kept]
        self.excluded = [self.excluded[index] for index in kept]

    def _add(self, regions: Sequence[tuple[Bool, Point]], kind: int) -> None:
        if not regions:
            return
        masks, corners = zip(*regions, strict=True)
        classes = np.full(len(masks), kind, np.int32)
        shape = self.particles.shape
        drawn = Particles.from_masks(masks, corners, shape, class_index=classes)
        self.particles = _joined(self.particles, drawn)
        self.origin += [DRAWN] * len(drawn)
        self.excluded += [""] * len(drawn)


def _joined(first: Particles, second: Particles) -> Particles:
    """Give the particles of both; the classes are the first's."""
    return replace(
        first,
        boxes=np.concatenate([first.boxes, second.boxes]),
        offsets=np.concatenate([first.offsets, second.offsets[1:] + first.offsets[-1]]),
        bits=np.concatenate([first.bits, second.bits]),
        class_index=np.concatenate([first.class_index, second.class_index]),
        confidence=np.concatenate([first.confidence, second.confidence]),
        separated=np.concatenate([first.separated, second.separated]),
        weight=np.concatenate([first.weight, second.weight]),
    )
