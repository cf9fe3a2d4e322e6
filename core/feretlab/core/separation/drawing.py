"""Regions drawn from ellipses inside a blob, compiled."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.separation.evidence import Ellipse
from feretlab.core.separation.region import Bool

_Points = npt.NDArray[np.float64]


@compiled
def _record(row: _Points) -> Ellipse:
    return row[0], row[1], row[2], row[3], row[4], row[5]


@compiled
def _reach(ellipse: Ellipse, y: float, x: float) -> float:
    """How far out a point lies: `ellipses.reach`, here again to be compiled with."""
    cy, cx, a, b, cosine, sine = ellipse
    along = ((x - cx) * cosine + (y - cy) * sine) / a
    across = ((y - cy) * cosine - (x - cx) * sine) / b
    return np.sqrt(along * along + across * across)


@compiled
def supported(
    ellipses: _Points, mask: Bool, max_covered: float
) -> npt.NDArray[np.bool_]:
    """Tell which ellipses hold enough of the blob that no larger one holds.

    Parameters
    ----------
    ellipses : ndarray of float64
        Shape (P, 6).
    mask : ndarray of bool
        Shape (Y, X), the blob.
    max_covered : float
        Share of an ellipse that larger ones or the background may take.

    Returns
    -------
    ndarray of bool
        Shape (P,).
    """
    count = len(ellipses)
    keep = np.zeros(count, np.bool_)
    order = np.argsort(-ellipses[:, 2] * ellipses[:, 3])
    taken = np.zeros(mask.shape, np.bool_)
    for k in order:
        ellipse = _record(ellipses[k])
        if ellipse[3] <= 0:
            continue
        new = all_of_it = 0
        top, bottom, left, right = _box(ellipse, mask.shape, 1.0)
        for y in range(top, bottom):
            for x in range(left, right):
                if _reach(ellipse, y, x) <= 1:
                    all_of_it += 1
                    new += mask[y, x] and not taken[y, x]
        if new == 0 or new < (1 - max_covered) * all_of_it:
            continue
        keep[k] = True
        for y in range(top, bottom):
            for x in range(left, right):
                if _reach(ellipse, y, x) <= 1:
                    taken[y, x] = True
    return keep


@compiled
def _box(
    ellipse: Ellipse, shape: tuple[int, int], factor: float
) -> tuple[int, int, int, int]:
    """Rows and columns, clipped, of a square around an ellipse."""
    half = factor * ellipse[2] + 1
    return (
        max(int(ellipse[0] - half), 0),
        min(int(ellipse[0] + half) + 2, shape[0]),
        max(int(ellipse[1] - half), 0),
        min(int(ellipse[1] + half) + 2, shape[1]),
    )


@compiled
def draw(ellipses: _Points, mask: Bool, complete: bool) -> list[tuple[Bool, int, int]]:
    """Draw regions: pixels of no ellipse go to the nearest one.

    Parameters
    ----------
    ellipses : ndarray of float64
        Shape (P, 6).
    mask : ndarray of bool
        Shape (Y, X), the blob.
    complete : bool
        Whether regions overlap where ellipses do; if not, every pixel goes to the
        ellipse it lies deepest in.

    Returns
    -------
    list of (ndarray of bool, int, int)
        Mask, first row and first column of each.
    """
    height, width = mask.shape
    count = len(ellipses)
    nearest = np.full(mask.shape, np.inf, np.float32)
    owner = np.full(mask.shape, -1, np.int32)
    for k in range(count):
        ellipse = _record(ellipses[k])
        size = np.sqrt(ellipse[2] * ellipse[3])
        top, bottom, left, right = _box(ellipse, mask.shape, 2.0)
        for y in range(top, bottom):
            for x in range(left, right):
                if mask[y, x]:
                    away = (_reach(ellipse, y, x) - 1) * size
                    if away < nearest[y, x]:
                        nearest[y, x], owner[y, x] = away, k
    boxes = np.empty((count, 4), np.int64)
    for k in range(count):
        top, bottom, left, right = _box(_record(ellipses[k]), mask.shape, 1.0)
        boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3] = top, bottom, left, right
    for y in range(height):
        for x in range(width):
            if not mask[y, x]:
                continue
            if owner[y, x] < 0:
                for k in range(count):
                    ellipse = _record(ellipses[k])
                    away = _reach(ellipse, y, x) - 1
                    away *= np.sqrt(ellipse[2] * ellipse[3])
                    if away < nearest[y, x]:
                        nearest[y, x], owner[y, x] = away, k
            k = owner[y, x]
            boxes[k, 0], boxes[k, 1] = min(boxes[k, 0], y), max(boxes[k, 1], y + 1)
            boxes[k, 2], boxes[k, 3] = min(boxes[k, 2], x), max(boxes[k, 3], x + 1)
    regions = []
    for k in range(count):
        top, bottom, left, right = boxes[k]
        ellipse = _record(ellipses[k])
        region = np.zeros((bottom - top, right - left), np.bool_)
        for y in range(top, bottom):
            for x in range(left, right):
                region[y - top, x - left] = mask[y, x] and (
                    owner[y, x] == k or (complete and _reach(ellipse, y, x) <= 1)
                )
        regions.append((region, top, left))
    return regions
