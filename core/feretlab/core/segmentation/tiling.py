"""A network over a picture of any size, in overlapping tiles without seams."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.progress import SILENT, Progress

Image = npt.NDArray[np.float32]
Predict = Callable[[Image], Image]
"""From (Y, X), both multiples of the divisor, to (Y, X, C)."""
ReadWindow = Callable[[slice, slice], Image]
"""From a range of rows and one of columns to those pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiling:
    """How a picture is cut.

    Parameters
    ----------
    tile_px : int
        Edge length of a tile; a picture of up to one and a half times its area
        is not cut.
    margin_px : int
        How much of a tile's edge is thrown away where another tile goes on.
    ramp_px : int
        How many pixels neighbouring tiles share beyond that, one fading into
        the other.
    divisor : int
        Edges and places of tiles are multiples of it.
    """

    tile_px: int = 768
    margin_px: int = 64
    ramp_px: int = 32
    divisor: int = 16

    @property
    def overlap_px(self) -> int:
        """Pixels that neighbouring tiles have in common."""
        return _up(2 * self.margin_px + self.ramp_px, self.divisor)

    def along(self, size: int, tile: int) -> list[slice]:
        """Cut one axis, padded to the divisor, into equal overlapping tiles.

        Parameters
        ----------
        size : int
            Length of the axis.
        tile : int
            Greatest length of a tile.

        Returns
        -------
        list of slice
            In ascending order; the last may reach beyond `size`.
        """
        unit, overlap = self.divisor, self.overlap_px
        whole = _up(size, unit)
        tile = max(_up(tile, unit), overlap + unit)
        if whole <= tile:
            return [slice(0, whole)]
        count = -((overlap - whole) // (tile - overlap))
        tile = _up(-((overlap - overlap * count - whole) // count), unit)
        steps = (whole - tile) // unit
        starts = [index * steps // (count - 1) * unit for index in range(count)]
        return [slice(start, start + tile) for start in starts]

    def cut(self, shape: tuple[int, int]) -> tuple[list[slice], list[slice]]:
        """Cut a picture.

        Parameters
        ----------
        shape : tuple of int
            Height and width.

        Returns
        -------
        tuple of list of slice
            Rows and columns of the tiles.
        """
        whole = _up(shape[0], self.divisor) * _up(shape[1], self.divisor)
        tile = max(shape) if whole <= 1.5 * self.tile_px**2 else self.tile_px
        return self.along(shape[0], tile), self.along(shape[1], tile)

    def weights(self, tiles: list[slice]) -> list[Image]:
        """Give each tile's share in the result along one axis.

        Parameters
        ----------
        tiles : list of slice
            From `along`.

        Returns
        -------
        list of ndarray of float32
            One for each tile, of its length; they sum to 1 on every pixel.
        """
        total = np.zeros(tiles[-1].stop, np.float32)
        shares = []
        for tile in tiles:
            place = np.arange(tile.start, tile.stop)
            inner = np.full(len(place), np.inf)  # distance to an edge with a neighbour
            if tile != tiles[0]:
                inner = np.minimum(inner, place - tile.start + 0.5)
            if tile != tiles[-1]:
                inner = np.minimum(inner, tile.stop - place - 0.5)
            rise = np.clip((inner - self.margin_px) / max(self.ramp_px, 1), 0, 1)
            shares.append((rise * rise * (3 - 2 * rise)).astype(np.float32))
            total[tile] += shares[-1]
        for tile, share in zip(tiles, shares, strict=True):
            share /= total[tile]
        return shares


def predicted_strips(
    read: ReadWindow,
    shape: tuple[int, int],
    predict: Predict,
    tiling: Tiling,
    progress: Progress = SILENT,
) -> Iterator[Image]:
    """Run a network over a picture, from the top down.

    Parameters
    ----------
    read : callable
        Gives the pixels of a window that lies inside the picture.
    shape : tuple of int
        Height and width of the picture.
    predict : callable
        The network, from (Y, X) to (Y, X, C).
    tiling : Tiling
        How to cut.
    progress : Progress
        Hears of every tile.

    Yields
    ------
    ndarray of float32
        Shape (C, y, X) each, together (C, Y, X).
    """
    rows, columns = tiling.cut(shape)
    shares = tiling.weights(rows)
    across = tiling.weights(columns)
    total, done = len(rows) * len(columns), 0
    pending: Image | None = None
    for index, (tile_rows, share) in enumerate(zip(rows, shares, strict=True)):
        strip: Image | None = None
        for tile_columns, width_share in zip(columns, across, strict=True):
            progress.report(done, total, "finding particles")
            maps = predict(_read_padded(read, shape, tile_rows, tile_columns))
            if strip is None:
                size = (maps.shape[2], tile_rows.stop - tile_rows.start)
                strip = np.zeros((*size, columns[-1].stop), np.float32)
            maps = maps * (share[:, None] * width_share)[..., None]
            strip[:, :, tile_columns] += maps.transpose(2, 0, 1)
            done += 1
        assert strip is not None
        if pending is not None:
            strip[:, : pending.shape[1]] += pending
        last = index + 1 == len(rows)
        stop = shape[0] if last else rows[index + 1].start
        ready = stop - tile_rows.start
        pending = strip[:, ready:].copy()
        yield strip[:, :ready, : shape[1]]
    progress.report(total, total, "finding particles")


def _read_padded(
    read: ReadWindow, shape: tuple[int, int], rows: slice, columns: slice
) -> Image:
    """Read a window, mirrored where it reaches beyond the picture."""
    inside = slice(rows.start, min(rows.stop, shape[0]))
    across = slice(columns.start, min(columns.stop, shape[1]))
    beyond = ((0, rows.stop - inside.stop), (0, columns.stop - across.stop))
    window = read(inside, across)
    return np.pad(window, beyond, "symmetric") if any(map(any, beyond)) else window


def _up(value: int, unit: int) -> int:
    return -(-value // unit) * unit
