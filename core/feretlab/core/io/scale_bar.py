"""The scale bar: how long its line is, and what its text says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.bar_ink import (
    FAINT_CONTRAST,
    PLAIN_CONTRAST,
    inks_of,
    letters_of,
    runs_of,
)
from feretlab.core.io.bar_line import (
    NEAR_HEIGHTS,
    STRIP_HEIGHTS,
    Line,
    length_px,
    lines_beside,
)
from feretlab.core.io.bar_ruler import ruler_px
from feretlab.core.io.bar_text import Reader, bar_length, is_confirmed, with_units
from feretlab.core.io.shrinking import block_means
from feretlab.core.io.text import Word, read_text
from feretlab.core.micrograph import nearest_uint8

# Pictures without info bar: so much around a line is searched for text.
_AROUND_SHARE = 0.06
_LINE_SHARE = 0.04
_LINE_THICKNESS_SHARE = 0.03
_MOST_REGIONS = 2
_SAME_END_PX = 2
# Text is read in whole pictures with a shorter side of at least this many pixels.
_READ_PX = 512
# Smaller pictures have no room for a bar and its text.
_SMALLEST_PX = 128
# No bar is longer, or reaches further up or down, in heights of its text.
_LONGEST_HEIGHTS, _ROWS_AROUND_HEIGHTS = 60, 8

Region = tuple[slice, slice]


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


def scale_bar_regions(pixels: npt.NDArray[Any], info_bar_rows: int) -> list[Region]:
    """Give the places where a scale bar may be, without reading any text.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    info_bar_rows : int
        Rows of the info bar; it is the first place to look at.

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
        Rows of the info bar at the bottom, 0 for none; the picture above it is read
        where it holds no scale bar.
    reader : callable
        Reads text in a uint8 picture; RapidOCR where none is given.

    Returns
    -------
    ScaleBar or None
        None where no text with a round length has a line or a ruler beside it, or
        where a closer look at the text reads another length.

    Raises
    ------
    feretlab.core.errors.MissingExtraError
        Where there is a place to read and OCR is not installed.
    """
    if info_bar_rows:
        strip = nearest_uint8(pixels[len(pixels) - info_bar_rows :])
        found = _nearest_bar(strip, reader(strip), None, STRIP_HEIGHTS)
        if found is not None:
            return found
        pixels = pixels[: len(pixels) - info_bar_rows]
    if min(pixels.shape) < _SMALLEST_PX:
        return None
    grey = nearest_uint8(pixels)
    words = _words_of(grey, reader)
    if min(grey.shape) < 2 * _READ_PX and not _lengths(words):
        words = _words_twice_as_large(grey, reader)
    found = _nearest_bar(grey, words, reader)
    if found is not None:
        return found
    for region in scale_bar_regions(pixels, 0):
        part = grey[region]
        found = _nearest_bar(part, reader(part), reader)
        if found is not None:
            return found
    return None


def _words_of(grey: npt.NDArray[np.uint8], reader: Reader) -> list[Word]:
    """Read a whole picture, a large one smaller than it is."""
    by = max(min(grey.shape) // _READ_PX, 1)
    return [word.scaled(by) for word in reader(block_means(grey, by))]


def _words_twice_as_large(grey: npt.NDArray[np.uint8], reader: Reader) -> list[Word]:
    """Read a picture whose letters may be too small to be seen as text."""
    large = grey.repeat(2, axis=0).repeat(2, axis=1)
    return [word.scaled(0.5) for word in reader(large)]


def _lengths(words: Sequence[Word]) -> list[Word]:
    return [word for word in with_units(words) if bar_length(word.text)]


def _nearest_bar(
    grey: npt.NDArray[np.uint8],
    words: Sequence[Word],
    confirming: Reader | None,
    reach: float = NEAR_HEIGHTS,
) -> ScaleBar | None:
    """Give the bar that is nearest to its text, if a closer look confirms that."""
    lengths = _lengths(words)
    found = _bars(grey, lengths, reach) or _bars(grey, lengths, reach, closer=True)
    if not found:
        return None
    _, _, word, bar = min(found, key=lambda each: each[:2])
    if confirming is not None and not is_confirmed(grey, word, confirming):
        return None
    return bar


def _bars(
    grey: npt.NDArray[np.uint8],
    lengths: Sequence[Word],
    reach: float,
    *,
    closer: bool = False,
) -> list[tuple[float, int, Word, ScaleBar]]:
    """Give bars with their distances, the order of their colours, and their texts."""
    return [
        (distance, order, word, bar)
        for word in lengths
        for order, (distance, bar) in enumerate(_bars_beside(grey, word, reach, closer))
    ]


def _bars_beside(
    grey: npt.NDArray[np.uint8], word: Word, reach: float, closer: bool
) -> Iterator[tuple[float, ScaleBar]]:
    """Give the nearest line of each colour to a word that is a length, or its ruler."""
    told = bar_length(word.text)
    if told is None:
        return
    text, nm = told
    grey, word = _surroundings(grey, word)
    letters = word
    contrast = FAINT_CONTRAST if closer else PLAIN_CONTRAST
    for ink in inks_of(grey, word, contrast):
        if closer and ink.may_be_of_text:
            letters = letters_of(ink, word)
        ruler = ruler_px(ink, word)
        if ruler is not None:
            yield 0.0, ScaleBar(length_px=ruler, length_nm=nm, text=text)
        near = lines_beside(ink, word, reach, word if closer else None)
        if closer and not near:
            near = lines_beside(ink, word, reach, letters)
        if near and not (closer and _are_several([line for _, line in near])):
            distance, line = min(near, key=lambda pair: (pair[0], -pair[1].right))
            length = length_px(ink, line)
            yield distance, ScaleBar(length_px=length, length_nm=nm, text=text)


def _are_several(lines: Sequence[Line]) -> bool:
    """Whether lines end in different columns, as rods do, and no outline of a bar."""
    lefts, rights = [each.left for each in lines], [each.right for each in lines]
    return max(np.ptp(lefts), np.ptp(rights)) > _SAME_END_PX


def _surroundings(
    grey: npt.NDArray[np.uint8], word: Word
) -> tuple[npt.NDArray[np.uint8], Word]:
    """Cut out what a word's bar can lie in, which may be little of a large picture."""
    height = max(word.height, 4)
    rows, columns = word.around(
        _ROWS_AROUND_HEIGHTS * height, _LONGEST_HEIGHTS * height
    )
    return grey[rows, columns], word.moved(-rows.start, -columns.start)


def _extreme_lines(grey: npt.NDArray[np.uint8], shortest: int) -> list[Line]:
    """Straight bars of black or white in a picture, longest first."""
    thickest = max(round(len(grey) * _LINE_THICKNESS_SHARE), 4)
    found: list[Line] = []
    for mask in (grey >= 250, grey <= 5):
        for row in np.flatnonzero(mask.sum(axis=1) >= shortest):
            for left, right in runs_of(mask[row]):
                if right - left < shortest:
                    continue
                for index, line in enumerate(found):
                    same = abs(line.left - left) + abs(line.right - right)
                    if line.bottom == row and same <= _SAME_END_PX:
                        found[index] = Line(line.top, int(row) + 1, left, right)
                        break
                else:
                    found.append(Line(int(row), int(row) + 1, left, right))
    bars = [line for line in found if 2 <= line.bottom - line.top <= thickest]
    return sorted(bars, key=lambda line: line.left - line.right)
