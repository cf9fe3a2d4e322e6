"""What an automatic result becomes by corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import (
    Correction,
    Corrections,
    Point,
    Region,
    covered_by,
    nearly_same,
    particle_at,
)

DRAWN = -1
"""Origin of a particle that a person drew."""

_SMALLEST, _LARGEST = 0.4, 1.6
"""Times its earlier area, beyond which it is another particle."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corrected:
    """Particles after corrections.

    Parameters
    ----------
    particles : Particles
        What is left and what was added, the added last.
    origin : tuple of int
        Index in the automatic result, or `DRAWN`.
    excluded : tuple of str
        Reason, or empty.
    missed : tuple of tuple of (int, int)
        For each correction the places where the particle it concerns is no longer.
    """

    particles: Particles
    origin: tuple[int, ...]
    excluded: tuple[str, ...]
    missed: tuple[tuple[Point, ...], ...] = ()


def corrected(automatic: Particles, corrections: Corrections) -> Corrected:
    """Apply corrections, passing over those that find no particle any more.

    Parameters
    ----------
    automatic : Particles
        As an analysis gave them.
    corrections : Corrections
        What a person changed.

    Returns
    -------
    Corrected
    """
    count = len(automatic)
    untouched = Corrected(
        particles=automatic, origin=tuple(range(count)), excluded=("",) * count
    )
    return corrected_further(untouched, corrections.items)


def corrected_further(before: Corrected, items: Sequence[Correction]) -> Corrected:
    """Apply more corrections to what earlier ones gave.

    Parameters
    ----------
    before : Corrected
        What earlier ones gave.
    items : sequence of Correction
        The newer ones only.

    Returns
    -------
    Corrected
    """
    state = _State(before)
    missed = [state.apply(correction) for correction in items]
    return Corrected(
        particles=state.particles,
        origin=tuple(state.origin),
        excluded=tuple(state.excluded),
        missed=(*before.missed, *missed),
    )


def without_missed(
    corrections: Corrections, missed: Sequence[tuple[Point, ...]]
) -> Corrections:
    """Leave out what no longer applies.

    Parameters
    ----------
    corrections : Corrections
        Of one micrograph.
    missed : sequence of tuple of (int, int)
        For each correction the places where it no longer applies.

    Returns
    -------
    Corrections
        Those that met a particle, without the places where they met none.
    """
    kept = []
    for each, places in zip(corrections.items, missed, strict=True):
        if places:
            met = [at not in places for at in each.at]
            each = replace(
                each,
                at=tuple(compress(each.at, met)),
                areas=tuple(compress(each.areas, met)),
            )
        if each.at or not places:
            kept.append(each)
    return Corrections(items=tuple(kept))


class _State:
    """Particles while corrections are applied one after the other."""

    def __init__(self, before: Corrected) -> None:
        self.particles = before.particles
        self.origin = list(before.origin)
        self.excluded = list(before.excluded)

    def apply(self, correction: Correction) -> tuple[Point, ...]:
        """Apply one; gives the places where what it concerns is no longer."""
        hit, missed = self._found(correction)
        if correction.at and not hit:
            return missed
        if correction.kind == "class":
            self._name(hit, correction.text)
        elif correction.kind == "exclude":
            for index in hit:
                self.excluded[index] = correction.text
        else:
            kind = int(self.particles.class_index[hit[0]]) if hit else None
            gone = sorted({*hit, *self._in_the_way(correction)})
            if kind is None:
                kind = int(self.particles.class_index[gone[0]]) if gone else 0
            self._drop(gone)
            self._add(correction.regions, kind)
        return missed

    def _found(self, correction: Correction) -> tuple[list[int], tuple[Point, ...]]:
        """Give the particles that a correction concerns, and where there are none."""
        hit, missed = set(), []
        areas = correction.areas or (0,) * len(correction.at)
        for point, area in zip(correction.at, areas, strict=True):
            index = particle_at(self.particles, point)
            if index is None or (area and self._is_other(index, area, correction)):
                missed.append(point)
            else:
                hit.add(index)
        return sorted(hit), tuple(missed)

    def _is_other(self, index: int, area: int, correction: Correction) -> bool:
        """Tell whether a particle is another one than a correction concerned."""
        now = int(self.particles.mask(index).sum())
        grown = np.pi * (np.sqrt(area / np.pi) + 1) ** 2  # a small one, by a pixel
        if _SMALLEST * area <= now <= max(_LARGEST * area, grown):
            return False
        # The analysis itself may find what was merged or redrawn, whole or in parts.
        drawn = self._same(correction.regions)
        return index not in drawn.union(covered_by(self.particles, correction.regions))

    def _in_the_way(self, correction: Correction) -> set[int]:
        """Give the particles that stand for the same as the regions drawn."""
        gone = set()
        if correction.kind == "add" or correction.beside is not None:
            gone |= self._same(correction.regions)
        if correction.beside is not None:
            gone |= set(covered_by(self.particles, correction.regions))
            gone -= {particle_at(self.particles, each) for each in correction.beside}
        return gone

    def _same(self, regions: Sequence[Region]) -> set[int]:
        found = [nearly_same(self.particles, each) for each in regions]
        return {index for index in found if index is not None}

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

    def _add(self, regions: Sequence[Region], kind: int) -> None:
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
