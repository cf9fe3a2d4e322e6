"""Rulers: eleven ticks in a row beside a text, as Hitachi draws its scale."""

from collections.abc import Iterator

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
        rows near the word have just these.
    """
    height = max(word.height, 4)
    reach = round(NEAR_HEIGHTS * height)
    mask = ink.mask
    before: tuple[float, float] | None = None
    found: list[tuple[float, float]] = []
    for row in range(max(word.top - reach, 0), min(word.bottom + reach, len(mask))):
        ends = next(_rulers(mask[row], word, height), None)
        if ends and before and np.abs(np.subtract(ends, before)).max() <= _UNEVEN_PX:
            found.append(ends)
        before = ends
    if len(found) < _ROWS - 1:
        return None
    first, last = np.median(found, axis=0)
    return float(last - first)


def _rulers(
    row: npt.NDArray[np.bool_], word: Word, height: int
) -> Iterator[tuple[float, float]]:
    """Give the first and last tick of each run of even ticks that the word is near."""
    starts, stops = np.array(runs_of(row), np.intp).reshape(-1, 2).T
    centres = ((starts + stops - 1) / 2)[stops - starts <= max(height // 2, 3)]
    for at in range(len(centres) - _TICKS + 1):
        ticks = centres[at : at + _TICKS]
        step = (ticks[-1] - ticks[0]) / (_TICKS - 1)
        even = ticks[0] + step * np.arange(_TICKS)
        if step < _SHORTEST_STEP_PX or np.abs(ticks - even).max() > _UNEVEN_PX:
            continue
        ends = ticks[0] - step, ticks[-1] + step
        others = np.concatenate((centres[:at], centres[at + _TICKS :]))
        goes_on = (np.abs(np.subtract.outer(ends, others)) <= 2 * _UNEVEN_PX).any()
        if not goes_on and ticks[0] <= word.right and ticks[-1] >= word.left:
            yield float(ticks[0]), float(ticks[-1])
