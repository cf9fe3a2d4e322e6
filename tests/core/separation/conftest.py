"""How a separation is scored against known particles."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment


def _overlaps(found, truth):
    """Intersection over union of every found with every true particle."""
    table = np.zeros((len(found), len(truth)))
    for i, j in np.ndindex(table.shape):
        a, b = found.boxes[i], truth.boxes[j]
        top, left = np.maximum(a[:2], b[:2])
        bottom, right = np.minimum(a[2:], b[2:])
        if bottom <= top or right <= left:
            continue
        one = found.mask(i)[top - a[0] : bottom - a[0], left - a[1] : right - a[1]]
        other = truth.mask(j)[top - b[0] : bottom - b[0], left - b[1] : right - b[1]]
        common = (one & other).sum()
        table[i, j] = common / (found.mask(i).sum() + truth.mask(j).sum() - common)
    return table


@pytest.fixture(scope="session")
def score():
    """Give recall and precision of a one-to-one assignment at an IoU."""

    def recall_precision(found, truth, threshold):
        table = _overlaps(found, truth)
        good = np.where(table >= threshold, table, 0)
        matched = (good[linear_sum_assignment(-good)] > 0).sum()
        return matched / len(truth), matched / max(len(found), 1)

    return recall_precision
