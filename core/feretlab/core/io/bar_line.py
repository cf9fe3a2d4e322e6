"""The line of a scale bar, beside its text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.io.bar_ink import INK, Ink, Share, runs_of
from feretlab.core.io.text import Word

NEAR_HEIGHTS = 2.5
"""In a picture a bar is no further from its text than so many heights of the text."""

STRIP_HEIGHTS = 5.0
"""The same in an info bar, where there is nothing else that looks like one."""

_SHORTEST_PX = 10
# Letters have horizontal strokes, none longer than this many text heights.
_SHORTEST_HEIGHTS = 1.2
# Above and below a word there are no letters of it; boxes of words reach into bars.
_SHORTEST_UNDER_HEIGHTS = 0.5
_SHORTEST_AT_EDGE_HEIGHTS, _EDGE_SHARE = 0.7, 0.25
# Of 40 bars read right, two blurred ones had less; two particles had 0.79 and 0.80.
_FULL_INK = 0.82
# Thin lines are paler where pictures were made smaller, but as pale all along.
_THIN_PX, _EVEN_INK = 3, 0.05
# In shorter ones a pixel more or less at either end would be a tenth.
_SHORTEST_LIKELY_PX = 20
# Letters, shadows and rims may be as near as one row of ground.
_GROUND = 0.2
_ALONE, _THICK_PX = 0.8, 5
_SAME_END_PX = 2


@dataclass(frozen=True, slots=True)
class Line:
    """Bounds of a line in pixels, the last ones past the end."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class _Run:
    row: int
    left: int
    right: int

    def touches(self, other: "_Run") -> bool:
        """Whether it continues a run of the row above."""
        return (
            other.row == self.row - 1
            and self.left <= other.right
            and other.left <= self.right
        )


def lines_beside(
    ink: Ink, word: Word, reach: float = NEAR_HEIGHTS, letters: Word | None = None
) -> list[tuple[float, Line]]:
    """Find the lines near a word.

    Parameters
    ----------
    ink : Ink
        What they are drawn with.
    word : Word
        The bar's text.
    reach : float
        How far they may be, in heights of the word.
    letters : Word or None
        The word as high as its letters, for a closer look: thin lines may be pale,
        and others lie beside them at once.

    Returns
    -------
    list of (float, Line)
        Their distances from the word, in heights of the word, and the lines.
    """
    beside = word if letters is None else letters
    height = max(beside.height, 4)
    lines = _without_frames(_lines_near(ink.mask, beside, height, reach), beside)
    near = [(_distance(line, beside) / height, line) for line in lines]
    text = beside if ink.may_be_of_text else word
    return [
        (distance, line)
        for distance, line in near
        if distance <= reach
        and (ink.is_of_text or _is_off_text(ink, line, text))
        and (
            _is_sure(ink.share, line)
            if letters is None
            else _is_likely(ink.share, line, letters)
        )
    ]


def _overlaps(line: Line, word: Word) -> bool:
    return (
        line.top < word.bottom
        and line.bottom > word.top
        and line.left < word.right
        and line.right > word.left
    )


def _is_off_text(ink: Ink, line: Line, word: Word) -> bool:
    """Whether a line of another colour is no ground of the text, as in a label."""
    may_touch = ink.may_be_of_text or not _overlaps(line, word)
    return may_touch and not _is_margin(ink.mask, line, word)


def _is_margin(mask: npt.NDArray[np.bool_], line: Line, word: Word) -> bool:
    """Whether a line is a label's margin: one that goes on beside the text."""
    middle = (word.top + word.bottom) // 2
    rows = mask[min(line.bottom, middle) : max(line.top, middle)]
    if not len(rows):
        return False
    near = max(word.height // 4, 1)
    beside = (rows[:, line.left :][:, :near], rows[:, : line.right][:, -near:])
    return any(bool(columns.all(axis=0).any()) for columns in beside)


def length_px(ink: Ink, line: Line) -> float:
    """Measure a line, from the middle of one end tick to that of the other.

    Parameters
    ----------
    ink : Ink
        What it is drawn with.
    line : Line
        The line.

    Returns
    -------
    float
        In pixels; from end to end where it has no ticks.
    """
    ticks = [_tick_px(ink.mask, line, from_left) for from_left in (True, False)]
    outer = line.right - line.left
    return outer - sum(ticks) / 2 if all(ticks) else float(outer)


def _is_sure(share: Share, line: Line) -> bool:
    """Whether a line is ink, not a particle of another grey, and nothing else is."""
    strength = float(_strengths(share, line).max())
    return strength >= _FULL_INK and _stands_alone(share, line, 2, INK)


def _is_likely(share: Share, line: Line, word: Word) -> bool:
    """Whether a line as long as bars are is thin and pale, or close to others."""
    strength = float(_strengths(share, line).max())
    shortest = max(_SHORTEST_LIKELY_PX, _SHORTEST_HEIGHTS * word.height)
    return (
        line.right - line.left >= shortest
        and line.bottom < len(share)
        and (strength >= _FULL_INK or _is_thin_and_pale(share, line))
        and (
            _stands_alone(share, line, 2, INK) or _stands_alone(share, line, 1, _GROUND)
        )
    )


def _is_thin_and_pale(share: Share, line: Line) -> bool:
    """Whether a thin line has a row that is as pale all along."""
    rows = share[line.top : line.bottom, line.left : line.right]
    low, middle, high = np.percentile(rows, (10, 50, 90), axis=1)
    is_even = (middle > INK) & (high - low <= _EVEN_INK)
    return len(rows) <= _THIN_PX and bool(is_even.any())


def _strengths(share: Share, line: Line) -> Share:
    """How much ink there is in each row of a line."""
    rows = share[line.top : line.bottom, line.left : line.right]
    return np.asarray(np.median(rows, axis=1), np.float32)


def _lines_near(
    ink: npt.NDArray[np.bool_], word: Word, height: int, reach: float
) -> list[Line]:
    """Straight lines of ink that may lean a little, as scanned ones do."""
    rows = round(reach * height) + height
    first, last = max(word.top - rows, 0), min(word.bottom + rows, len(ink))
    groups: list[list[_Run]] = []
    for row in range(first, last):
        for left, right in _runs_of_row(ink[row], row, word):
            run = _Run(row, left, right)
            touching = [group for group in groups if any(map(run.touches, group))]
            groups = [group for group in groups if group not in touching]
            groups.append([run, *(other for group in touching for other in group)])
    lines = [
        _line_of(group, columns)
        for group in groups
        for columns in (_rows_in_columns(group),)
        if _is_even(columns)
    ]
    lines = [line for line in lines if line.bottom - line.top <= height]
    # Lines that reach the edge frame the info bar's fields.
    return [line for line in lines if line.left > 0 and line.right < ink.shape[1]]


def _stands_alone(share: Share, line: Line, gap: int, most: float) -> bool:
    """Whether there is no ink above and below, as in a bright particle there is."""
    clear = np.ones(line.right - line.left, np.bool_)
    for row in (line.top - gap, line.bottom + gap - 1):
        if 0 <= row < len(share):
            clear &= share[row, line.left : line.right] <= most
    return bool(clear.mean() >= _ALONE)


def _rows_in_columns(runs: Sequence[_Run]) -> npt.NDArray[np.intp]:
    """How thick a line is in each of its columns."""
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    rows = np.zeros(right - left, np.intp)
    for run in runs:
        rows[run.left - left : run.right - left] += 1
    return rows


def _is_even(rows: npt.NDArray[np.intp]) -> bool:
    """Whether a thick line is as thick everywhere; the cap of a particle is not."""
    thick = int(rows.max())
    # Blurred edges are a row more or less on either side.
    least = min(0.75 * thick, thick - 2)
    return thick < _THICK_PX or bool((rows >= least).mean() >= _ALONE)


def _line_of(runs: Sequence[_Run], rows: npt.NDArray[np.intp]) -> Line:
    """Give the line that runs make up, without what frays at its ends."""
    left = min(run.left for run in runs)
    solid = np.flatnonzero(rows >= np.percentile(rows, 25) / 2)
    return Line(
        min(run.row for run in runs),
        max(run.row for run in runs) + 1,
        left + int(solid[0]),
        left + int(solid[-1]) + 1,
    )


def _runs_of_row(
    row: npt.NDArray[np.bool_], index: int, word: Word
) -> list[tuple[int, int]]:
    """Find runs in a row; two with the word between them are one line (FEI)."""
    height = word.height
    runs = [(a, b) for a, b in runs_of(row) if _is_long(a, b, index, word, height)]
    if word.top <= index < word.bottom:
        # OCR's boxes are wider than the text by up to half a letter.
        before = [run for run in runs if run[1] <= word.left + height // 2]
        after = [run for run in runs if run[0] >= word.right - height // 2]
        if before and after:
            left, right = before[-1], after[0]
            gap = max(word.left - left[1], right[0] - word.right)
            if gap <= 2 * height:
                others = [run for run in runs if run not in (left, right)]
                return [*others, (left[0], right[1])]
    return runs


def _is_long(left: int, right: int, row: int, word: Word, height: int) -> bool:
    """Whether a run is longer than the strokes of letters where it lies."""
    edge = round(_EDGE_SHARE * height)
    heights = _SHORTEST_HEIGHTS
    if left < word.right and right > word.left:
        if not word.top <= row < word.bottom:
            heights = _SHORTEST_UNDER_HEIGHTS
        elif not word.top + edge <= row < word.bottom - edge:
            heights = _SHORTEST_AT_EDGE_HEIGHTS
    return right - left >= max(_SHORTEST_PX, round(heights * height))


def _without_frames(lines: list[Line], word: Word) -> list[Line]:
    """Leave out lines with a twin on the other side of the word: a box around it."""

    def is_framed(line: Line) -> bool:
        return any(
            abs(other.left - line.left) + abs(other.right - line.right)
            <= 2 * _SAME_END_PX
            and min(line.bottom, other.bottom) <= word.top + 2
            and max(line.top, other.top) >= word.bottom - 2
            for other in lines
            if other is not line
        )

    return [line for line in lines if not is_framed(line)]


def _distance(line: Line, word: Word) -> float:
    """Gap between a line and a word, 0 where they overlap."""
    # OCR draws its boxes a little too high.
    slack = word.height // 6
    across = max(line.left - word.right, word.left - line.right, 0)
    down = max(line.top - word.bottom + slack, word.top + slack - line.bottom, 0)
    return float(np.hypot(across, down))


def _tick_px(ink: npt.NDArray[np.bool_], line: Line, from_left: bool) -> int:
    """Columns at one end that reach beyond the line's thickness."""
    reach = max(2, (line.bottom - line.top) // 2)
    above = ink[max(line.top - reach, 0) : line.top, line.left : line.right]
    below = ink[line.bottom : line.bottom + reach, line.left : line.right]
    is_tick = np.zeros(line.right - line.left, np.bool_)
    for side in (above, below):
        if len(side) == reach:
            is_tick |= side.all(axis=0)
    ordered = is_tick if from_left else is_tick[::-1]
    count = int(ordered.argmin()) if not ordered.all() else 0
    return count
