"""How many pixels true and predicted outlines share, as a sparse table."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.evaluation.instances import Instances


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlap:
    """Shared pixels of every pair of outlines that touch the same pixel.

    Parameters
    ----------
    truth, prediction : ndarray of int64
        Shape (K,): zero-based indices of each pair that overlaps.
    pixels : ndarray of int64
        Shape (K,): pixels that the pair shares, at least 1.
    truth_area, prediction_area : ndarray of int64
        Shapes (T,) and (P,): pixels of each outline.
    """

    truth: npt.NDArray[np.int64]
    prediction: npt.NDArray[np.int64]
    pixels: npt.NDArray[np.int64]
    truth_area: npt.NDArray[np.int64]
    prediction_area: npt.NDArray[np.int64]

    @property
    def iou(self) -> npt.NDArray[np.float64]:
        """Intersection over union of each pair, shape (K,), 0 to 1."""
        union = self.truth_area[self.truth] + self.prediction_area[self.prediction]
        return np.asarray(self.pixels / (union - self.pixels), np.float64)


def overlap_of(truth: Instances, prediction: Instances) -> Overlap:
    """Count the pixels that true and predicted outlines share.

    Parameters
    ----------
    truth, prediction : Instances
        Outlines on images of the same shape.

    Returns
    -------
    Overlap
    """
    keys, pixels = [], []
    width = prediction.count + 1
    for true_page in truth.pages:
        for page in prediction.pages:
            rows, columns, lengths = _runs(true_page, page)
            keys.append(rows.astype(np.int64) * width + columns)
            pixels.append(lengths)
    table, which = np.unique(np.concatenate(keys), return_inverse=True)
    shared = np.bincount(which, np.concatenate(pixels), len(table)).astype(np.int64)
    inside = (table >= width) & (table % width > 0)
    return Overlap(
        truth=table[inside] // width - 1,
        prediction=table[inside] % width - 1,
        pixels=shared[inside],
        truth_area=_areas(truth),
        prediction_area=_areas(prediction),
    )


def _runs(
    first: npt.NDArray[np.int32], second: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Give both labels and the length of each stretch where neither changes.

    There are some ten times fewer stretches than pixels.
    """
    one, two = first.ravel(), second.ravel()
    changes = np.flatnonzero((one[1:] != one[:-1]) | (two[1:] != two[:-1])) + 1
    starts = np.concatenate((np.zeros(min(one.size, 1), np.int64), changes))
    lengths = np.diff(starts, append=one.size)
    return one[starts], two[starts], lengths


def _areas(instances: Instances) -> npt.NDArray[np.int64]:
    counts = np.bincount(instances.pages.ravel(), minlength=instances.count + 1)
    return counts[1:].astype(np.int64)
