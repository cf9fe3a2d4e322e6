"""Connected parts of a mask, kept as runs of pixels: huge masks are mostly runs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.runs import Ints, Runs, components_of, find_runs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blobs:
    """Connected parts of a mask, numbered from 1 in scanning order.

    Parameters
    ----------
    shape : tuple of int
        Height and width of the mask.
    runs : Runs
        Runs of the mask.
    number : ndarray of int32
        Shape (R,): the blob of each run, 0 for none.
    tops, bottoms : ndarray of int32
        Shape (N,): first row and row past the last of each blob; tops ascend.
    """

    shape: tuple[int, int]
    runs: Runs
    number: Ints
    tops: Ints
    bottoms: Ints

    def drawn(self, first: int, last: int, rows: slice) -> npt.NDArray[np.int32]:
        """Draw some of the blobs.

        Parameters
        ----------
        first, last : int
            Number of the first blob, and past that of the last.
        rows : slice
            Rows that hold them, step 1.

        Returns
        -------
        ndarray of int32
            Shape (rows, X), numbered from 1, 0 background.
        """
        labels = np.zeros((rows.stop - rows.start, self.shape[1]), np.int32)
        held = slice(*np.searchsorted(self.runs.row, (rows.start, rows.stop)))
        row, start, stop = (part[held] for part in self.runs[:3])
        _draw(labels, row, start, stop, self.number[held], rows.start, first, last)
        return labels


def find_blobs(
    mask: npt.NDArray[np.bool_], connectivity: int, below_px: float = 0
) -> Blobs:
    """Find the connected parts of a mask, without specks.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    connectivity : {4, 8}
        Which pixels are neighbours.
    below_px : float
        Parts of this area and more are blobs.

    Returns
    -------
    Blobs
    """
    runs, part, area = parts(mask, connectivity)
    is_blob = area >= below_px
    number = np.where(is_blob, np.cumsum(is_blob), 0).astype(np.int32)[part]
    count = int(is_blob.sum())
    tops, bottoms = np.zeros((2, count + 1), np.int32)
    # Of several values for one place numpy keeps the last, and rows ascend.
    bottoms[number] = runs.row
    tops[number[::-1]] = runs.row[::-1]
    return Blobs(
        shape=(mask.shape[0], mask.shape[1]),
        runs=runs,
        number=number,
        tops=tops[1:],
        bottoms=bottoms[1:] + 1,
    )


def parts(
    mask: npt.NDArray[np.bool_], connectivity: int
) -> tuple[Runs, Ints, npt.NDArray[np.int64]]:
    """Find the runs of a mask, the part that each belongs to, and their areas.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).
    connectivity : {4, 8}
        Which pixels are neighbours.

    Returns
    -------
    runs : Runs
        R of them.
    part : ndarray of int32
        Shape (R,), from 0.
    area : ndarray of int64
        Shape (N,), in pixels.
    """
    runs = find_runs(mask.view(np.uint8))
    part = components_of(runs.row, runs.start, runs.stop, int(connectivity == 8))
    area = np.zeros(int(part.max(initial=-1)) + 1, np.int64)
    np.add.at(area, part, runs.stop - runs.start)
    return runs, part, area


@compiled
def _draw(
    labels: npt.NDArray[np.int32],
    row: Ints,
    start: Ints,
    stop: Ints,
    number: Ints,
    top: int,
    first: int,
    last: int,
) -> None:
    for run in range(len(row)):
        if first <= number[run] < last:
            place = row[run] - top
            labels[place, start[run] : stop[run]] = number[run] - first + 1
