"""Rulers: eleven ticks in a row beside a text, as Hitachi draws its scale."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from feretlab.core.io.bar_ink import Ink, runs_of
from feretlab.core.io.bar_line import NEAR_HEIGHTS
from feretlab.core.io.text import Word

# Ten steps between the ticks make the length of the text.
_TICKS = 11
_SHORTEST_STEP_PX = 3.0
_UNEVEN_PX = 1.0
_ROWS = 2


class _Ruler(NamedTuple):
    """Ends of eleven ticks in a row of pixels, and which of them is not seen there."""

    first: float
    last: float
    missing: int | None

    def is_seen_with(self, other: "_Ruler") -> bool:
        """Whether it goes on in the next row, each tick in one of both."""
        off = max(abs(self.first - other.first), abs(self.last - other.last))
        is_whole = self.missing is None or self.missing != other.missing
        return off <= _UNEVEN_PX and is_whole


def ruler_px(ink: Ink, word: Word) -> float | None:
    """Measure the ruler beside a word.

    Parameters
    ----------
    ink : Ink
        What it is drawn with.
    word : Word
        The text.

    Returns
    -------
    float or None
        Pixels from the first of eleven even ticks to the last; None where no two
        rows near the word have just these. One tick between may be pale in one of
        the rows, or lie under something as bright as it.
    """
    height = max(word.height, 4)
    reach = round(NEAR_HEIGHTS * height)
    mask = ink.mask
    before: _Ruler | None = None
    found: list[tuple[float, float]] = []
    for row in range(max(word.top - reach, 0), min(word.bottom + reach, len(mask))):
        ruler = next(_rulers(mask[row], word, height), None)
        if ruler and before and ruler.is_seen_with(before):
            found.append((ruler.first, ruler.last))
        before = ruler
    if len(found) < _ROWS - 1:
        return None
    first, last = np.median(found, axis=0)
    return float(last - first)


def _rulers(row: npt.NDArray[np.bool_], word: Word, height: int) -> Iterator[_Ruler]:
    """Give each run of even ticks that the word is near."""
    starts, stops = np.array(runs_of(row), np.intp).reshape(-1, 2).T
    centres = ((starts + stops - 1) / 2)[stops - starts <= max(height // 2, 3)]
    for count in (_TICKS, _TICKS - 1):
        for at in range(len(centres) - count + 1):
            ticks, missing = _completed(centres[at : at + count])
            others = np.concatenate((centres[:at], centres[at + count :]))
            is_near = ticks[0] <= word.right and ticks[-1] >= word.left
            if is_near and _is_even(ticks) and not _goes_on(ticks, others):
                is_there = count == _TICKS or bool(row[round(ticks[missing])])
                hidden = None if is_there else missing
                yield _Ruler(float(ticks[0]), float(ticks[-1]), hidden)


def _completed(ticks: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], int]:
    """Put a tick into the widest gap where one is missing, and tell which it is."""
    missing = int(np.diff(ticks).argmax()) + 1
    if len(ticks) == _TICKS:
        return ticks, missing
    middle = (ticks[missing - 1] + ticks[missing]) / 2
    return np.insert(ticks, missing, middle), missing


def _is_even(ticks: npt.NDArray[np.float64]) -> bool:
    step = (ticks[-1] - ticks[0]) / (_TICKS - 1)
    even = ticks[0] + step * np.arange(_TICKS)
    return step >= _SHORTEST_STEP_PX and bool(np.abs(ticks - even).max() <= _UNEVEN_PX)


def _goes_on(ticks: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> bool:
    """Whether there are more ticks beyond the ends."""
    step = (ticks[-1] - ticks[0]) / (_TICKS - 1)
    ends = ticks[0] - step, ticks[-1] + step
    near = np.abs(np.subtract.outer(ends, others)) <= 2 * _UNEVEN_PX
    return bool(near.any())
