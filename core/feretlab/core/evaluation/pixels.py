"""Scores that compare foreground and background, pixel by pixel."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

THRESHOLDS = np.arange(11) / 10
"""The thresholds 0, 0.1 ... 1 among which the best one is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelCounts:
    """Numbers of pixels by truth and prediction.

    Parameters
    ----------
    true_positive, false_positive, false_negative, true_negative : float
        Numbers of pixels.
    """

    true_positive: float
    false_positive: float
    false_negative: float
    true_negative: float

    @property
    def iou(self) -> float:
        """Intersection over union of the foreground; 1 where both are empty."""
        wrong = self.false_positive + self.false_negative
        return _share(self.true_positive, self.true_positive + wrong)

    def scores(self) -> dict[str, float]:
        """Give IoU, Youden's index and pixel error.

        Returns
        -------
        dict of str to float
            ``iou_image``; ``youden`` is sensitivity + specificity - 1;
            ``pixel_error`` is 1 - F1 of the foreground.
        """
        tp, tn = self.true_positive, self.true_negative
        fp, fn = self.false_positive, self.false_negative
        return {
            "iou_image": self.iou,
            "youden": _share(tp, tp + fn) + _share(tn, tn + fp) - 1,
            "pixel_error": 1 - _share(2 * tp, 2 * tp + fp + fn),
        }


def count_pixels(
    prediction: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]
) -> PixelCounts:
    """Compare two masks.

    Parameters
    ----------
    prediction, truth : ndarray of bool
        Shape (Y, X), true in the foreground.

    Returns
    -------
    PixelCounts
    """
    both = int(np.count_nonzero(prediction & truth))
    predicted, true = int(np.count_nonzero(prediction)), int(np.count_nonzero(truth))
    return PixelCounts(
        true_positive=both,
        false_positive=predicted - both,
        false_negative=true - both,
        true_negative=truth.size - predicted - true + both,
    )


def count_pixels_by_threshold(
    probability: npt.NDArray[np.float32],
    truth: npt.NDArray[np.bool_],
    thresholds: npt.NDArray[Any] = THRESHOLDS,
) -> list[PixelCounts]:
    """Compare a mask with a probability map at several thresholds at once.

    Parameters
    ----------
    probability : ndarray of float32
        Shape (Y, X), 0 to 1; foreground is what reaches a threshold.
    truth : ndarray of bool
        Shape (Y, X), true in the foreground.
    thresholds : ndarray
        Ascending.

    Returns
    -------
    list of PixelCounts
        One per threshold.
    """
    steps = np.asarray(thresholds, np.float32)
    # The number of thresholds a value reaches, split by truth.
    passed = np.searchsorted(steps, probability.ravel(), side="right")
    key = passed * 2 + truth.ravel()
    table = np.bincount(key, minlength=2 * (len(steps) + 1)).reshape(-1, 2)
    above = table[::-1].cumsum(axis=0)[::-1][1:]
    false, true = table.sum(axis=0)
    return [
        PixelCounts(
            true_positive=int(tp),
            false_positive=int(fp),
            false_negative=int(true - tp),
            true_negative=int(false - fp),
        )
        for fp, tp in above
    ]


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 1.0
