"""The strip of text that instruments print below the picture."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

# Bars of 54 of 768 to 120 of 888 rows were seen; small pictures have tall ones.
_TALLEST_SHARE = 0.3
_FEWEST_ROWS = 12
_LOOK_SHARE = 0.06
# Grey levels around the bar's background that belong to it (JPEG, dithering).
_TOLERANCE = 4
_PLAIN_ROW = 0.5
_EMPTY_ROW = 0.95
# Zeiss leaves two rows of picture below its bar.
_PICTURE_ROWS_BELOW = 4
_GAP_ROWS = 4
# Lines of text leave so much of the background to be seen.
_TEXT_GAP_ROWS, _TEXT_ROW = 24, 0.12
_INK_SHARE = (0.005, 0.5)
_INK_CONTRAST = 80
_BACKGROUND_IN_PICTURE = 0.35
_LARGEST_GREY = np.float32(1e30)
_FINEST_GREY = 1e-36  # what parts less is spread by no number of 32 bits
_EDGE_STEP = 12
_EDGE_SHARE = 0.6
# A bar whose grey is the picture's has no noise; a picture has it all over its width.
_MOST_MOVES_IN_BAR = 0.05
_NOISY_ROWS, _NOISY_PARTS, _LEAST_MOVES_IN_PICTURE = 4, 16, 0.2
# JPEG stirs a bar's background around letters, but less than a picture's noise.
_STILL, _STILL_PARTS = 0.7, 4
# Where a picture fades to black or white, so does its noise.
_UNFADED, _UNFADED_ROWS = 0.75, 40


def info_bar_rows(pixels: npt.NDArray[Any], field_rows: int | None = None) -> int:
    """Count the rows at the bottom that hold the info bar.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype.
    field_rows : int or None
        Rows above the bar as the metadata say; None to look at the picture.

    Returns
    -------
    int
        0 where there is no bar.

    Examples
    --------
    >>> import numpy as np
    >>> info_bar_rows(np.zeros((100, 100), np.uint8), field_rows=90)
    10
    """
    rows = pixels.shape[0]
    if field_rows is not None:
        return min(max(rows - field_rows, 0), rows - 1)
    if rows < 4 * _FEWEST_ROWS or pixels.shape[1] < 4 * _FEWEST_ROWS:
        return 0
    start = rows - round(rows * (2 * _TALLEST_SHARE))
    lower = _as_bytes(pixels[start:])
    level = _background(lower[-max(round(rows * _LOOK_SHARE), _FEWEST_ROWS) :])
    if level is None:
        return 0
    distance = np.abs(lower.astype(np.int16) - level)
    tallest = round(rows * _TALLEST_SHARE)
    return _rows_of_bar(lower, distance, tallest) or _rows_of_still_bar(
        pixels[start:], lower, distance, tallest
    )


def _as_bytes(pixels: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Spread grey values from the lowest to the highest over 0..255."""
    if pixels.dtype == np.uint8:
        return pixels
    values = np.nan_to_num(pixels.astype(np.float32), posinf=0.0, neginf=0.0)
    # Damaged files hold numbers whose difference is no number.
    values = np.clip(values, -_LARGEST_GREY, _LARGEST_GREY)
    low, high = float(values.min()), float(values.max())
    scale = 255.0 / (high - low) if high - low > _FINEST_GREY else 0.0
    return ((values - np.float32(low)) * np.float32(scale)).astype(np.uint8)


def _background(lowest: npt.NDArray[np.uint8]) -> int | None:
    """Grey level that fills most of most of the lowest rows."""
    modes = []
    for row in lowest:
        counts = np.bincount(row, minlength=256)
        mode = int(counts.argmax())
        if counts[max(mode - _TOLERANCE, 0) : mode + _TOLERANCE + 1].sum() >= (
            _PLAIN_ROW * row.size
        ):
            modes.append(mode)
    if 2 * len(modes) < len(lowest):
        return None
    return int(np.bincount(modes).argmax())


def _rows_of_bar(
    lower: npt.NDArray[np.uint8], distance: npt.NDArray[np.int16], tallest: int
) -> int:
    """Count the rows of a bar that has another grey than the picture above it."""
    share = (distance <= _TOLERANCE).mean(axis=1)
    rows = _plain_rows(share)
    top = _with_frame(lower, rows.start)
    height = len(lower) - top
    above = share[max(top - height, 0) : top]
    is_bar = (
        _FEWEST_ROWS <= height <= tallest
        and _holds_text(distance[top : rows.stop])
        and len(above) > 0
        and above.mean() <= _BACKGROUND_IN_PICTURE
        and _has_sharp_edge(lower, top)
    )
    return height if is_bar else 0


def _rows_of_still_bar(
    pixels: npt.NDArray[Any],
    lower: npt.NDArray[np.uint8],
    distance: npt.NDArray[np.int16],
    tallest: int,
) -> int:
    """Count the rows of a bar of the picture's grey, which begins where noise ends.

    Noise is looked for in the values as recorded: bytes may be too coarse for it.
    """
    rows = _plain_rows((distance <= _TOLERANCE).mean(axis=1))
    moves = pixels[:, 1:] != pixels[:, :-1]
    for row in range(max(rows.start, len(lower) - tallest), rows.stop):
        if moves[row].mean() > _MOST_MOVES_IN_BAR:
            continue
        top = _with_frame(lower, row)
        paper = distance[row : rows.stop, 1:] <= _TOLERANCE
        if _is_noisy(moves[:top]) and _stays_still(
            moves[row : rows.stop], paper, moves[:top]
        ):
            is_bar = len(lower) - top >= _FEWEST_ROWS and _holds_text(distance[top:])
            return len(lower) - top if is_bar else 0
    return 0


def _is_noisy(moves: npt.NDArray[np.bool_]) -> bool:
    """Whether grey moves everywhere in the lowest rows, as much as above them."""
    lowest = moves[-_NOISY_ROWS:]
    parts = [part.mean() for part in np.array_split(lowest, _NOISY_PARTS, axis=1)]
    is_everywhere = sorted(parts)[1] >= _LEAST_MOVES_IN_PICTURE
    return is_everywhere and bool(
        lowest.mean() >= _UNFADED * moves[-_UNFADED_ROWS:].mean()
    )


def _stays_still(
    moves: npt.NDArray[np.bool_],
    paper: npt.NDArray[np.bool_],
    above: npt.NDArray[np.bool_],
) -> bool:
    """Whether the bar's background is still all the way down, not in one row alone."""
    most = _STILL * above[-_UNFADED_ROWS:].mean()
    counts = np.stack([(moves & paper).sum(axis=1), paper.sum(axis=1)])
    parts = (part.sum(axis=1) for part in np.array_split(counts, _STILL_PARTS, axis=1))
    return all(moving <= most * all_paper for moving, all_paper in parts)


def _plain_rows(share: npt.NDArray[np.float64]) -> range:
    """Follow plain rows upwards from the bottom; empty where there are none."""
    plain = np.flatnonzero(share >= _PLAIN_ROW)[::-1]
    count = len(share)
    if not len(plain) or count - 1 - plain[0] > _PICTURE_ROWS_BELOW:
        return range(count, count)
    breaks = np.flatnonzero(
        [not _is_one_bar(share, high, low) for low, high in pairwise(plain)]
    )
    top = int(plain[breaks[0]] if len(breaks) else plain[-1])
    return range(top, int(plain[0]) + 1)


def _holds_text(distance: npt.NDArray[np.int16]) -> bool:
    """Whether so much differs much from the background as letters do."""
    ink = (distance > _INK_CONTRAST).mean()
    return bool(_INK_SHARE[0] <= ink <= _INK_SHARE[1])


def _is_one_bar(share: npt.NDArray[np.float64], high: int, low: int) -> bool:
    """Whether the rows between two plain ones are a gap or lines of text."""
    gap = low - high
    return gap <= _GAP_ROWS or (
        gap <= _TEXT_GAP_ROWS and bool(share[high:low].min() >= _TEXT_ROW)
    )


def _has_sharp_edge(lower: npt.NDArray[np.uint8], top: int) -> bool:
    """Whether grey changes at the bar's top along most of the width.

    Two rows are left out between, because pictures are resampled and blurred.
    """
    above, below = max(top - 2, 0), min(top + 1, len(lower) - 1)
    step = np.abs(lower[below].astype(np.int16) - lower[above])
    return bool((step > _EDGE_STEP).mean() >= _EDGE_SHARE)


def _with_frame(lower: npt.NDArray[np.uint8], top: int) -> int:
    """Take in the line that frames the bar above its background."""
    for row in range(top - 1, max(top - 1 - _GAP_ROWS, -1), -1):
        if np.bincount(lower[row]).max() < _EMPTY_ROW * lower.shape[1]:
            return row + 1
    return top
