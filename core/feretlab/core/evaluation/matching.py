"""Which predicted outline stands for which true one, and the scores from it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.evaluation.overlap import Overlap

IOU_STEPS = np.arange(50, 100, 5) / 100
"""The thresholds 0.5, 0.55 ... 0.95 that average precision is a mean over."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matches:
    """Matches of one image, or summed over several.

    Parameters
    ----------
    truth_count, prediction_count : int
        Number of outlines.
    matched : int
        True positives at the chosen IoU.
    matched_iou : float
        Sum of the IoU of those.
    matched_by_step : ndarray of int64
        Shape (10,): true positives at each of `IOU_STEPS`.
    """

    truth_count: int
    prediction_count: int
    matched: int
    matched_iou: float
    matched_by_step: npt.NDArray[np.int64]

    def __add__(self, other: "Matches") -> "Matches":
        """Sum the counts of two images."""
        return Matches(
            truth_count=self.truth_count + other.truth_count,
            prediction_count=self.prediction_count + other.prediction_count,
            matched=self.matched + other.matched,
            matched_iou=self.matched_iou + other.matched_iou,
            matched_by_step=self.matched_by_step + other.matched_by_step,
        )

    def scores(self) -> dict[str, float]:
        """Give precision, recall, F1, average precision, panoptic quality, counts.

        Average precision is TP / (TP + FP + FN), as in the Data Science Bowl 2018
        and cellpose, at IoU 0.5 and as the mean over 0.5, 0.55 ... 0.95. Panoptic
        quality is the sum of matched IoU over TP + FP / 2 + FN / 2. With nothing
        true and nothing predicted each is 1.

        Returns
        -------
        dict of str to float
        """
        outlines = self.truth_count + self.prediction_count
        by_step = _ratio(self.matched_by_step, outlines - self.matched_by_step)
        return {
            "precision": float(_ratio(self.matched, self.prediction_count, outlines)),
            "recall": float(_ratio(self.matched, self.truth_count, outlines)),
            "f1": float(_ratio(2 * self.matched, outlines)),
            "average_precision": float(np.mean(by_step)),
            "average_precision_50": float(by_step[0]),
            "panoptic_quality": float(_ratio(2 * self.matched_iou, outlines)),
            "segmentation_quality": float(
                _ratio(self.matched_iou, self.matched, outlines)
            ),
            "true_count": float(self.truth_count),
            "predicted_count": float(self.prediction_count),
            "true_positives": float(self.matched),
            "false_positives": float(self.prediction_count - self.matched),
            "false_negatives": float(self.truth_count - self.matched),
        }


def match(overlap: Overlap, iou: float = 0.5) -> Matches:
    """Match predicted and true outlines, each at most once.

    Parameters
    ----------
    overlap : Overlap
        Shared pixels.
    iou : float
        Least intersection over union of a match.

    Returns
    -------
    Matches
    """
    values = overlap.iou
    chosen = matched_pairs(overlap.truth, overlap.prediction, values, iou)
    steps = [
        len(matched_pairs(overlap.truth, overlap.prediction, values, float(step)))
        for step in IOU_STEPS
    ]
    return Matches(
        truth_count=len(overlap.truth_area),
        prediction_count=len(overlap.prediction_area),
        matched=len(chosen),
        matched_iou=float(values[chosen].sum()),
        matched_by_step=np.array(steps, np.int64),
    )


def matched_pairs(
    truth: npt.NDArray[np.int64],
    prediction: npt.NDArray[np.int64],
    iou: npt.NDArray[np.float64],
    least: float,
) -> npt.NDArray[np.int64]:
    """Choose pairs of at least some IoU so that no outline is in two of them.

    Outlines that do not overlap their own kind have at most one partner above
    0.5. Where outlines overlap, or below 0.5, an optimal assignment gives the
    most pairs, and among those the greatest sum of IoU.

    Parameters
    ----------
    truth, prediction : ndarray of int64
        Shape (K,): indices of each candidate pair.
    iou : ndarray of float64
        Shape (K,), 0 to 1.
    least : float
        Least IoU of a match.

    Returns
    -------
    ndarray of int64
        Indices of the chosen among the K pairs, ascending.
    """
    candidates = np.flatnonzero(iou >= least)
    rivals = np.bincount(truth[candidates])[truth[candidates]] > 1
    rivals |= np.bincount(prediction[candidates])[prediction[candidates]] > 1
    if not rivals.any():
        return candidates
    chosen = [candidates[~rivals]]
    members = candidates[rivals]
    group = _groups(truth[members], prediction[members])
    order = np.argsort(group, kind="stable")
    ends = np.flatnonzero(np.diff(group[order])) + 1
    for pairs in np.split(members[order], ends):
        chosen.append(_assign(truth, prediction, iou, pairs))
    return np.sort(np.concatenate(chosen))


def _groups(
    truth: npt.NDArray[np.int64], prediction: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Give the connected group of each pair, shape (K,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, columns = int(truth.max()) + 1, int(prediction.max()) + 1
    graph = coo_array(
        (np.ones(len(truth), np.int8), (truth, prediction + rows)),
        shape=(rows + columns, rows + columns),
    )
    _, group = connected_components(graph, directed=False)
    return np.asarray(group[truth], np.int64)


def _assign(
    truth: npt.NDArray[np.int64],
    prediction: npt.NDArray[np.int64],
    iou: npt.NDArray[np.float64],
    pairs: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Choose the best of the pairs of one group."""
    from scipy.optimize import linear_sum_assignment

    rows, row = np.unique(truth[pairs], return_inverse=True)
    columns, column = np.unique(prediction[pairs], return_inverse=True)
    which = np.full((len(rows), len(columns)), -1)
    which[row, column] = pairs
    gain = np.zeros(which.shape)
    # One pair more outweighs any sum of IoU.
    gain[row, column] = 1 + iou[pairs] / (2 * min(which.shape))
    found = which[linear_sum_assignment(gain, maximize=True)]
    return np.asarray(found[found >= 0], np.int64)


def mean_best_iou(overlap: Overlap) -> float:
    """Give the mean over predicted outlines of the best IoU with any true one.

    Parameters
    ----------
    overlap : Overlap
        Shared pixels.

    Returns
    -------
    float
        0 to 1; with nothing predicted 1 if nothing is true either, else 0.
    """
    if not len(overlap.prediction_area):
        return float(not len(overlap.truth_area))
    best = np.zeros(len(overlap.prediction_area))
    np.maximum.at(best, overlap.prediction, overlap.iou)
    return float(best.mean())


def _ratio(
    part: npt.ArrayLike, whole: npt.ArrayLike, outlines: float | None = None
) -> npt.NDArray[np.float64]:
    """Divide; 0 / 0 is 1 where there are no outlines at all, else 0."""
    part, whole = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    empty = 1.0 if outlines is None or outlines == 0 else 0.0
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), empty)
