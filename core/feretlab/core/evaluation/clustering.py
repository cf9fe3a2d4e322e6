"""Rand and information errors: pixels that are together, or apart, in both."""

import numpy as np

from feretlab.core.evaluation.overlap import Overlap


def clustering_scores(overlap: Overlap) -> dict[str, float]:
    """Give the foreground-restricted Rand and information errors.

    Only pixels inside true particles count. Each of them that was predicted as
    background is a cluster of its own. Both errors are one minus the F-score
    (alpha = 1/2) of the ISBI 2012 challenge.

    Parameters
    ----------
    overlap : Overlap
        Shared pixels of outlines that do not overlap their own kind.

    Returns
    -------
    dict of str to float
        ``rand_error`` and ``information_error``, 0 to 1; NaN without truth.

    References
    ----------
    I. Arganda-Carreras et al., Crowdsourcing the creation of image segmentation
    algorithms for connectomics, Frontiers in Neuroanatomy 9 (2015) 142.
    """
    total = float(overlap.truth_area.sum())
    if total == 0:
        return {"rand_error": float("nan"), "information_error": float("nan")}
    joint = overlap.pixels / total
    true = overlap.truth_area / total
    predicted = np.bincount(overlap.prediction, joint)
    alone = max(1 - float(joint.sum()), 0.0)  # share of singletons, 1 / total each
    squares = float((true**2).sum() + (predicted**2).sum()) + alone / total
    agreed = float((joint**2).sum()) + alone / total
    singles = alone * np.log(total)
    both = _entropy(joint) + singles
    single = _entropy(true) + _entropy(predicted) + singles
    shared = single - both
    return {
        "rand_error": 1 - 2 * agreed / squares,
        "information_error": 1 - 2 * shared / single if single > 1e-12 else 0.0,
    }


def _entropy(shares: np.ndarray) -> float:
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum())
