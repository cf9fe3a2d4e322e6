"""The scale bar: how long its line is, and what its text says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.text import Word, read_text
from feretlab.core.io.units import length_nm
from feretlab.core.micrograph import nearest_uint8

# A µ read as p would be a factor of a million, so pm is not believed.
_LENGTH = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(nm|[uµμ]m|mm|Å)(?![A-Za-z0-9/])")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Longer ones are nm that were read as mm.
_LONGEST_NM = 2e7
_SHORTEST_PX = 10
# Letters have horizontal strokes, none longer than this many text heights.
_SHORTEST_HEIGHTS = 1.2
_NEAR_HEIGHTS = 5.0
_INK = 0.5
# Of 40 bars read right, two blurred ones had less; two particles had 0.79 and 0.80.
_FULL_INK = 0.82
_ALONE, _THICK_PX = 0.8, 5
_SAME_END_PX = 2
# Pictures without info bar: so much around a line is searched for text.
_AROUND_SHARE = 0.06
_LINE_SHARE = 0.04
_LINE_THICKNESS_SHARE = 0.03
_MOST_REGIONS = 2

Region = tuple[slice, slice]
Reader = Callable[[npt.NDArray[np.uint8]], Sequence[Word]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """A scale bar and its text.

    Parameters
    ----------
    length_px : float
        Length of the line, between the middles of its end ticks where it has
        them.
    length_nm : float
        What the text says, in nm.
    text : str
        As read.
    """

    length_px: float
    length_nm: float
    text: str

    @property
    def nm_per_px(self) -> float:
        """Edge length of a pixel in nm."""
        return self.length_nm / self.length_px


@dataclass(frozen=True, slots=True)
class _Line:
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


def scale_bar_regions(pixels: npt.NDArray[Any], info_bar_rows: int) -> list[Region]:
    """Give the places where a scale bar may be, without reading any text.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    info_bar_rows : int
        Rows of the info bar; it is the only place where there is one.

    Returns
    -------
    list of (slice, slice)
        Rows and columns, most likely first; empty where no straight line of one extreme
        grey level is seen.
    """
    rows, columns = pixels.shape
    if info_bar_rows:
        return [(slice(rows - info_bar_rows, rows), slice(0, columns))]
    grey = nearest_uint8(pixels)
    regions: list[Region] = []
    for line in _extreme_lines(grey, max(round(columns * _LINE_SHARE), 16)):
        # Text as tall as half its bar was seen.
        tall = min((line.right - line.left) // 2, rows // 6)
        reach = max(round(rows * _AROUND_SHARE), 40, tall)
        if not any(within.start <= line.top < within.stop for within, _ in regions):
            regions.append(
                (
                    slice(max(line.top - reach, 0), min(line.bottom + reach, rows)),
                    slice(max(line.left - reach, 0), min(line.right + reach, columns)),
                )
            )
    return regions[:_MOST_REGIONS]


def find_scale_bar(
    pixels: npt.NDArray[Any], info_bar_rows: int = 0, reader: Reader = read_text
) -> ScaleBar | None:
    """Read the scale bar of a picture.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    info_bar_rows : int
        Rows of the info bar at the bottom, 0 for none.
    reader : callable
        Reads text in a uint8 picture; RapidOCR where none is given.

    Returns
    -------
    ScaleBar or None
        None where no text with a unit of length has a line beside it.

    Raises
    ------
    feretlab.core.errors.MissingExtraError
        Where there is a place to read and OCR is not installed.
    """
    for region in scale_bar_regions(pixels, info_bar_rows):
        grey = nearest_uint8(pixels[region])
        found = [
            (distance, bar)
            for word in _with_units(reader(grey))
            for distance, bar in _bars_beside(grey, word)
        ]
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None


def _with_units(words: Sequence[Word]) -> list[Word]:
    """Join numbers with units that were read as words of their own."""
    joined = list(words)
    for number in words:
        if not _NUMBER.fullmatch(number.text.strip()):
            continue
        height = number.bottom - number.top
        joined += [
            Word(
                text=f"{number.text} {unit.text}",
                top=min(number.top, unit.top),
                left=number.left,
                bottom=max(number.bottom, unit.bottom),
                right=unit.right,
            )
            for unit in words
            if -height // 2 <= unit.left - number.right <= height
            and abs(unit.bottom - number.bottom) <= height // 2
        ]
    return joined


def _bars_beside(
    grey: npt.NDArray[np.uint8], word: Word
) -> list[tuple[float, ScaleBar]]:
    """Give the nearest line to a word that is a length, with its distance."""
    match = _LENGTH.match(word.text)
    length = length_nm(match.group(1), match.group(2)) if match else None
    if match is None or not length or length > _LONGEST_NM:
        return []
    height = max(word.bottom - word.top, 4)
    share = _share_of_ink(grey, word)
    if share is None:
        return []
    ink = share > _INK
    lines = _without_frames(_lines_near(ink, word, height), word)
    near = [
        (_distance(line, word) / height, line)
        for line in lines
        if _distance(line, word) <= _NEAR_HEIGHTS * height
        and _has_colour_of_text(share, line)
    ]
    if not near:
        return []
    distance, line = min(near, key=lambda pair: (pair[0], -pair[1].right))
    bar = ScaleBar(
        length_px=_length_px(ink, line), length_nm=length, text=match.group(0).strip()
    )
    return [(distance, bar)]


def _share_of_ink(
    grey: npt.NDArray[np.uint8], word: Word
) -> npt.NDArray[np.float32] | None:
    """Give 0 for the ground of a word and 1 for its colour, which its bar has too."""
    box = grey[word.top : word.bottom, word.left : word.right].astype(np.float32)
    if box.size == 0:
        return None
    background = float(np.median(box))
    low, high = float(box.min()), float(box.max())
    colour = high if high - background > background - low else low
    if abs(colour - background) < 40:
        return None
    return np.asarray(
        (grey.astype(np.float32) - background) / (colour - background), np.float32
    )


def _has_colour_of_text(share: npt.NDArray[np.float32], line: _Line) -> bool:
    """Whether the line's strongest row is ink, not a particle of another grey."""
    rows = share[line.top : line.bottom, line.left : line.right]
    return bool(np.median(rows, axis=1).max() >= _FULL_INK)


def _lines_near(ink: npt.NDArray[np.bool_], word: Word, height: int) -> list[_Line]:
    """Straight lines of ink that may lean a little, as scanned ones do."""
    reach = round(_NEAR_HEIGHTS * height) + height
    first, last = max(word.top - reach, 0), min(word.bottom + reach, len(ink))
    shortest = max(_SHORTEST_PX, round(_SHORTEST_HEIGHTS * height))
    groups: list[list[_Run]] = []
    for row in range(first, last):
        for left, right in _runs_of_row(ink[row], row, word, shortest):
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
    lines = [
        line
        for line in lines
        if line.bottom - line.top <= height and _stands_alone(ink, line)
    ]
    # Lines that reach the edge frame the info bar's fields.
    return [line for line in lines if line.left > 1 and line.right < ink.shape[1] - 1]


def _stands_alone(ink: npt.NDArray[np.bool_], line: _Line) -> bool:
    """Whether there is no ink above and below, as in a bright particle there is."""
    clear = np.ones(line.right - line.left, np.bool_)
    for row in (line.top - 2, line.bottom + 1):
        if 0 <= row < len(ink):
            clear &= ~ink[row, line.left : line.right]
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
    return thick < _THICK_PX or bool((rows >= 0.75 * thick).mean() >= _ALONE)


def _line_of(runs: Sequence[_Run], rows: npt.NDArray[np.intp]) -> _Line:
    """Give the line that runs make up, without what frays at its ends."""
    left = min(run.left for run in runs)
    solid = np.flatnonzero(rows >= np.percentile(rows, 25) / 2)
    return _Line(
        min(run.row for run in runs),
        max(run.row for run in runs) + 1,
        left + int(solid[0]),
        left + int(solid[-1]) + 1,
    )


def _runs_of_row(
    row: npt.NDArray[np.bool_], index: int, word: Word, shortest: int
) -> list[tuple[int, int]]:
    """Find runs in a row; two with the word between them are one line (FEI)."""
    runs = [(a, b) for a, b in _runs(row) if b - a >= shortest]
    height = word.bottom - word.top
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


def _runs(row: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _without_frames(lines: list[_Line], word: Word) -> list[_Line]:
    """Leave out lines with a twin on the other side of the word: a box around it."""

    def is_framed(line: _Line) -> bool:
        return any(
            abs(other.left - line.left) + abs(other.right - line.right)
            <= 2 * _SAME_END_PX
            and min(line.bottom, other.bottom) <= word.top + 2
            and max(line.top, other.top) >= word.bottom - 2
            for other in lines
            if other is not line
        )

    return [line for line in lines if not is_framed(line)]


def _distance(line: _Line, word: Word) -> float:
    """Gap between a line and a word, 0 where they overlap."""
    # OCR draws its boxes a little too high.
    slack = (word.bottom - word.top) // 6
    across = max(line.left - word.right, word.left - line.right, 0)
    down = max(line.top - word.bottom + slack, word.top + slack - line.bottom, 0)
    return float(np.hypot(across, down))


def _length_px(ink: npt.NDArray[np.bool_], line: _Line) -> float:
    """Length of a line, from the middle of one end tick to that of the other."""
    ticks = [_tick_px(ink, line, from_left) for from_left in (True, False)]
    outer = line.right - line.left
    return outer - sum(ticks) / 2 if all(ticks) else float(outer)


def _tick_px(ink: npt.NDArray[np.bool_], line: _Line, from_left: bool) -> int:
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


def _extreme_lines(grey: npt.NDArray[np.uint8], shortest: int) -> list[_Line]:
    """Straight bars of black or white in a picture, longest first."""
    thickest = max(round(len(grey) * _LINE_THICKNESS_SHARE), 4)
    found: list[_Line] = []
    for mask in (grey >= 250, grey <= 5):
        for row in np.flatnonzero(mask.sum(axis=1) >= shortest):
            for left, right in _runs(mask[row]):
                if right - left < shortest:
                    continue
                for index, line in enumerate(found):
                    same = abs(line.left - left) + abs(line.right - right)
                    if line.bottom == row and same <= _SAME_END_PX:
                        found[index] = _Line(line.top, int(row) + 1, left, right)
                        break
                else:
                    found.append(_Line(int(row), int(row) + 1, left, right))
    bars = [line for line in found if 2 <= line.bottom - line.top <= thickest]
    return sorted(bars, key=lambda line: line.left - line.right)
