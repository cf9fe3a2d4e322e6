"""Pictures at another scale, whole, in windows or row by row.

A window of a resampled picture equals the same part of the picture resampled
whole, so tiles fit together without seams.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Window = tuple[slice, slice]

# Rows given at a time: enlarged four times, a strip would be larger than the maps.
_MOST_ROWS = 256


def resampling_weights(size: int, new_size: int) -> "csr_matrix":
    """Give the weights of each old pixel in each new one, along one axis.

    A triangle as wide as the larger of the two pixels: linear interpolation
    when enlarging, and free of aliasing when shrinking. Both pictures have the
    same outer edges.

    Parameters
    ----------
    size, new_size : int
        Pixels before and after.

    Returns
    -------
    scipy.sparse.csr_matrix of float32
        Shape (new_size, size), each row sums to 1, its indices ascending.
    """
    from scipy import sparse

    if size == new_size:
        return sparse.identity(size, np.float32, "csr")
    ratio = size / new_size
    reach = max(ratio, 1.0)
    centre = (np.arange(new_size) + 0.5) * ratio - 0.5
    near = np.floor(centre - reach).astype(np.int64)[:, None] + 1
    index = near + np.arange(int(np.ceil(2 * reach)))
    weight = np.maximum(1 - np.abs(index - centre[:, None]) / reach, 0)
    weight /= weight.sum(axis=1, keepdims=True)
    row = np.broadcast_to(np.arange(new_size)[:, None], index.shape)
    # Pixels beyond the edge are the edge's own; coo sums what falls together.
    column = np.clip(index, 0, size - 1)
    matrix = sparse.coo_matrix(
        (weight.ravel(), (row.ravel(), column.ravel())), (new_size, size), np.float32
    ).tocsr()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def support(weights: "csr_matrix", rows: slice) -> slice:
    """Give the old pixels that a range of new ones is made of.

    Parameters
    ----------
    weights : scipy.sparse.csr_matrix
        From `resampling_weights`.
    rows : slice
        Range of new pixels, not empty, step 1.

    Returns
    -------
    slice
    """
    first = weights.indices[weights.indptr[rows.start]]
    last = weights.indices[weights.indptr[rows.stop] - 1]
    return slice(int(first), int(last) + 1)


def resample(
    image: npt.NDArray[np.float32], rows: "csr_matrix", columns: "csr_matrix"
) -> npt.NDArray[np.float32]:
    """Resample a picture along both axes.

    Parameters
    ----------
    image : ndarray of float32
        Shape (Y, X).
    rows, columns : scipy.sparse.csr_matrix
        Weights of shape (new Y, Y) and (new X, X).

    Returns
    -------
    ndarray of float32
        Shape (new Y, new X), contiguous.
    """
    if rows.shape[0] > rows.shape[1]:  # the smaller picture first: less to do
        return np.ascontiguousarray(rows @ np.ascontiguousarray((columns @ image.T).T))
    return np.ascontiguousarray((columns @ np.ascontiguousarray((rows @ image).T)).T)


def resampled_strips(
    strips: Iterable[npt.NDArray[np.float32]],
    rows: "csr_matrix",
    columns: "csr_matrix",
) -> Iterator[npt.NDArray[np.float32]]:
    """Resample a picture that comes in strips, from the top down.

    Parameters
    ----------
    strips : iterable of ndarray of float32
        Shape (C, y, X) each, together (C, Y, X).
    rows, columns : scipy.sparse.csr_matrix
        Weights of shape (new Y, Y) and (new X, X).

    Yields
    ------
    ndarray of float32
        Shape (C, y, new X) each, together (C, new Y, new X), as soon as the
        strips that they need have come.
    """
    first = rows.indices[rows.indptr[:-1]]
    last = rows.indices[rows.indptr[1:] - 1]
    done = start = 0
    pending: npt.NDArray[np.float32] | None = None
    for strip in strips:
        pending = strip if pending is None else np.concatenate((pending, strip), axis=1)
        ready = int(np.searchsorted(last, start + pending.shape[1]))
        if ready == done:
            continue
        for first_row in range(done, ready, _MOST_ROWS):
            stop = min(first_row + _MOST_ROWS, ready)
            weights = rows[first_row:stop, start : start + pending.shape[1]]
            yield np.stack([resample(channel, weights, columns) for channel in pending])
        done = ready
        if done < len(first):
            drop = int(first[done]) - start
            pending, start = pending[:, drop:], start + drop
