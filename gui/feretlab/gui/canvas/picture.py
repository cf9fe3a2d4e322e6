"""A micrograph made ready to be drawn at any size, and its contrast."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.gui.canvas.view import View

Codes = npt.NDArray[Any]  # uint8 or uint16
Grey = npt.NDArray[np.uint8]

AUTO_PERCENT = (0.35, 99.65)
_SMALLEST_SIDE = 256
_STRIP_ROWS = 1024
_BINS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Which values are black and white.

    Parameters
    ----------
    low, high : float
        Values drawn black and white.
    inverted : bool
        Whether black and white are exchanged.
    """

    low: float
    high: float
    inverted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """Codes of the values at falling sizes.

    Parameters
    ----------
    levels : tuple of ndarray
        Codes, uint8 or uint16, shape (Y, X), then half as many each way, and so on.
    offset, step : float
        A code stands for the value ``offset + step * code``.
    has_gaps : bool
        Whether code 0 stands for no value.
    counts : ndarray of int
        How many pixels above the info bar have each code.
    """

    levels: tuple[Codes, ...]
    offset: float
    step: float
    has_gaps: bool
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, pixels: npt.NDArray[Any], info_bar_rows: int = 0) -> "Picture":
        """Make a picture ready.

        Parameters
        ----------
        pixels : ndarray
            Grey values, shape (Y, X), any real dtype; NaN and infinities are drawn
            as background.
        info_bar_rows : int
            Rows at the bottom whose black and white text does not count.

        Returns
        -------
        Picture
        """
        codes, offset, step, has_gaps = _codes(pixels)
        size = np.iinfo(codes.dtype).max + 1
        field = codes[: len(codes) - info_bar_rows]
        counts = np.bincount(field.ravel(), minlength=size)
        levels = [codes]
        while max(levels[-1].shape) > _SMALLEST_SIDE and min(levels[-1].shape) > 1:
            levels.append(_halved(levels[-1], has_gaps))
        return cls(
            levels=tuple(levels),
            offset=offset,
            step=step,
            has_gaps=has_gaps,
            counts=counts,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = self.levels[0].shape
        return height, width

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value that occurs."""
        found = np.flatnonzero(self._real_counts())
        if not len(found):
            return 0.0, 1.0
        low, high = (self.offset + self.step * code for code in found[[0, -1]])
        return float(low), float(high)

    def auto(self) -> Contrast:
        """Give a contrast that leaves the darkest and brightest few pixels out."""
        counts = self._real_counts()
        total = np.cumsum(counts)
        if not total[-1]:
            return Contrast(low=0.0, high=1.0)
        shares = np.array(AUTO_PERCENT) / 100 * total[-1]
        low, high = self.offset + self.step * np.searchsorted(total, shares)
        if high <= low:
            high = low + self.step
        return Contrast(low=float(low), high=float(high))

    def full(self) -> Contrast:
        """Give the contrast from the lowest to the highest value."""
        low, high = self.range
        return Contrast(low=low, high=high if high > low else low + self.step)

    def histogram(self) -> npt.NDArray[np.int64]:
        """Count pixels in 256 bins from the lowest to the highest value."""
        counts = self._real_counts()
        found = np.flatnonzero(counts)
        if not len(found):
            return np.zeros(_BINS, np.int64)
        span = max(int(found[-1] - found[0]), 1)
        bins = ((found - found[0]) * (_BINS - 1)) // span
        return np.bincount(bins, counts[found], minlength=_BINS).astype(np.int64)

    def greys(self, contrast: Contrast) -> Grey:
        """Give the grey of every code.

        Parameters
        ----------
        contrast : Contrast
            What is black and white.

        Returns
        -------
        ndarray of uint8
            Shape (256,) or (65536,).
        """
        values = self.offset + self.step * np.arange(len(self.counts), dtype=np.float64)
        span = max(contrast.high - contrast.low, 1e-300)
        share = np.clip((values - contrast.low) / span, 0, 1)
        if contrast.inverted:
            share = 1 - share
        greys = np.rint(share * 255).astype(np.uint8)
        if self.has_gaps:
            greys[0] = 0
        return greys

    def drawn(self, view: View, greys: Grey) -> tuple[Grey, tuple[int, int]]:
        """Draw what a view shows.

        Parameters
        ----------
        view : View
            In pixels of the screen.
        greys : ndarray of uint8
            As `greys` gives them.

        Returns
        -------
        grey : ndarray of uint8
            Shape (h, w); empty where nothing of the picture is seen.
        corner : tuple of int
            Row and column of the window where it belongs.
        """
        (rows, columns), corner = samples(view, self.shape)
        if not len(rows) or not len(columns):
            return np.zeros((0, 0), np.uint8), corner
        wanted = round(np.log2(1 / view.scale)) if view.scale < 1 else 0
        level = min(wanted, len(self.levels) - 1)
        rows, columns = rows >> level, columns >> level
        codes = self.levels[level][:, columns[0] : columns[-1] + 1]
        columns = columns - columns[0]
        return greys[codes.take(rows, axis=0).take(columns, axis=1)], corner

    def _real_counts(self) -> npt.NDArray[np.int64]:
        counts = self.counts
        if self.has_gaps:
            counts = counts.copy()
            counts[0] = 0
        return counts


def samples(
    view: View, shape: tuple[int, int]
) -> tuple[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]], tuple[int, int]]:
    """Give the row and column of the picture at each pixel of the screen.

    Parameters
    ----------
    view : View
        In pixels of the screen.
    shape : tuple of int
        Height and width of the picture.

    Returns
    -------
    places : tuple of ndarray of int
        Rows, shape (h,), and columns, shape (w,); only those inside the picture.
    corner : tuple of int
        Row and column of the window where the first one stands.
    """
    first = view.to_picture(0, 0)
    found, corner = [], []
    sides = ((view.height, first.y, shape[0]), (view.width, first.x, shape[1]))
    for length, start, limit in sides:
        at = np.floor(start + (np.arange(length) + 0.5) / view.scale).astype(np.intp)
        inside = np.flatnonzero((at >= 0) & (at < limit))
        corner.append(int(inside[0]) if len(inside) else 0)
        found.append(at[inside])
    return (found[0], found[1]), (corner[0], corner[1])


def with_bounds(contrast: Contrast, low: float, high: float) -> Contrast:
    """Give the same contrast between other values."""
    return replace(contrast, low=low, high=high)


def _codes(pixels: npt.NDArray[Any]) -> tuple[Codes, float, float, bool]:
    """Give codes, offset, step, and whether code 0 means no value."""
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels, 0.0, 1.0, False
    if pixels.dtype == np.bool_:
        return pixels.view(np.uint8), 0.0, 1.0, False
    real = np.isfinite(pixels)
    some = pixels[real]
    low, high = (float(some.min()), float(some.max())) if some.size else (0.0, 1.0)
    step = (high - low) / 65534 or 1.0
    codes = np.zeros(pixels.shape, np.uint16)
    for top in range(0, len(pixels), _STRIP_ROWS):
        rows = slice(top, top + _STRIP_ROWS)
        share = (
            np.where(real[rows], pixels[rows], low).astype(np.float64) - low
        ) / step
        codes[rows] = np.where(real[rows], np.rint(share) + 1, 0)
    return codes, low - step, step, True


def _halved(codes: Codes, has_gaps: bool) -> Codes:
    """Give half as many rows and columns: means, or where values lack, a choice."""
    if has_gaps:
        return np.ascontiguousarray(codes[::2, ::2])
    rows, columns = (-(-side // 2) for side in codes.shape)
    half = np.empty((rows, columns), codes.dtype)
    for top in range(0, rows, _STRIP_ROWS):
        strip = codes[2 * top : 2 * (top + _STRIP_ROWS)]
        strip = np.pad(strip, [(0, side % 2) for side in strip.shape], mode="edge")
        total = strip[::2, ::2].astype(np.uint32)
        for part in (strip[1::2, ::2], strip[::2, 1::2], strip[1::2, 1::2]):
            total += part
        half[top : top + _STRIP_ROWS] = (total + 2) >> 2
    return half
