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
_SHORTEST_PX = 10
# Letters have horizontal strokes, none longer than this many text heights.
_SHORTEST_HEIGHTS = 1.2
_NEAR_HEIGHTS = 5.0
_INK = 0.5
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
    reach = max(round(rows * _AROUND_SHARE), 40)
    regions: list[Region] = []
    for line in _extreme_lines(grey, max(round(columns * _LINE_SHARE), 16)):
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
            for word in reader(grey)
            for distance, bar in _bars_beside(grey, word)
        ]
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None


def _bars_beside(
    grey: npt.NDArray[np.uint8], word: Word
) -> list[tuple[float, ScaleBar]]:
    """Give the nearest line to a word that is a length, with its distance."""
    match = _LENGTH.match(word.text)
    length = length_nm(match.group(1), match.group(2)) if match else None
    if match is None or not length:
        return []
    height = max(word.bottom - word.top, 4)
    ink = _ink(grey, word)
    if ink is None:
        return []
    lines = _without_frames(_lines_near(ink, word, height), word)
    near = [
        (_distance(line, word) / height, line)
        for line in lines
        if _distance(line, word) <= _NEAR_HEIGHTS * height
    ]
    if not near:
        return []
    distance, line = min(near, key=lambda pair: (pair[0], -pair[1].right))
    bar = ScaleBar(
        length_px=_length_px(ink, line), length_nm=length, text=match.group(0).strip()
    )
    return [(distance, bar)]


def _ink(grey: npt.NDArray[np.uint8], word: Word) -> npt.NDArray[np.bool_] | None:
    """Pixels of the colour of a word; its bar has the same."""
    box = grey[word.top : word.bottom, word.left : word.right].astype(np.float32)
    if box.size == 0:
        return None
    background = float(np.median(box))
    low, high = float(box.min()), float(box.max())
    colour = high if high - background > background - low else low
    if abs(colour - background) < 40:
        return None
    share = (grey.astype(np.float32) - background) / (colour - background)
    return np.asarray(share > _INK)


def _lines_near(ink: npt.NDArray[np.bool_], word: Word, height: int) -> list[_Line]:
    """Horizontal runs of ink, one above another where their ends agree."""
    reach = round(_NEAR_HEIGHTS * height) + height
    first, last = max(word.top - reach, 0), min(word.bottom + reach, len(ink))
    shortest = max(_SHORTEST_PX, round(_SHORTEST_HEIGHTS * height))
    lines: list[_Line] = []
    for row in range(first, last):
        for left, right in _runs_of_row(ink[row], row, word, shortest):
            for index, line in enumerate(lines):
                same = abs(line.left - left) + abs(line.right - right)
                if line.bottom == row and same <= _SAME_END_PX:
                    lines[index] = _Line(
                        line.top, row + 1, min(line.left, left), max(line.right, right)
                    )
                    break
            else:
                lines.append(_Line(row, row + 1, left, right))
    # Lines that reach the edge frame the info bar's fields.
    return [line for line in lines if line.left > 1 and line.right < ink.shape[1] - 1]


def _runs_of_row(
    row: npt.NDArray[np.bool_], index: int, word: Word, shortest: int
) -> list[tuple[int, int]]:
    """Find runs in a row; two with the word between them are one line (FEI)."""
    runs = [(a, b) for a, b in _runs(row) if b - a >= shortest]
    if word.top <= index < word.bottom:
        before = [run for run in runs if run[1] <= word.left + 2]
        after = [run for run in runs if run[0] >= word.right - 2]
        if before and after:
            left, right = before[-1], after[0]
            gap = max(word.left - left[1], right[0] - word.right)
            if gap <= 2 * (word.bottom - word.top):
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
