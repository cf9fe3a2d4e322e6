"""Scores of outlines, by hand and against the definitions of others."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from feretlab.core.evaluation.instances import instances_of
from feretlab.core.evaluation.matching import match, matched_pairs, mean_best_iou
from feretlab.core.evaluation.overlap import overlap_of
from feretlab.core.particles import Particles


def _overlap(prediction, truth):
    sides = instances_of(truth, "auto", 8), instances_of(prediction, "auto", 8)
    return overlap_of(*sides)


def _bars(*spans):
    """Draw one label per span of columns, on a page of 1 x 100."""
    labels = np.zeros((1, 100), np.uint16)
    for number, (start, stop) in enumerate(spans, 1):
        labels[0, start:stop] = number
    return labels


@pytest.fixture
def three_bars():
    """True 0-10, 20-30, 40-50; IoU 0.9 with one, 6/14 with another, one false."""
    truth = _bars((0, 10), (20, 30), (40, 50))
    return _overlap(_bars((0, 9), (24, 34), (70, 80)), truth)


def test_scores_of_three_bars_are_those_by_hand(three_bars):
    scores = match(three_bars).scores()
    assert scores["precision"] == pytest.approx(1 / 3)
    assert scores["recall"] == pytest.approx(1 / 3)
    assert scores["f1"] == pytest.approx(1 / 3)
    assert scores["average_precision_50"] == pytest.approx(1 / 5)
    # The pair of IoU 0.9 counts at 0.5 ... 0.9: nine of ten steps.
    assert scores["average_precision"] == pytest.approx(9 / 10 / 5)
    assert scores["panoptic_quality"] == pytest.approx(0.9 / (1 + 2 / 2 + 2 / 2))
    assert scores["segmentation_quality"] == pytest.approx(0.9)
    assert [scores[f"{k}_positives"] for k in ("true", "false")] == [1, 2]
    assert scores["false_negatives"] == 2


def test_best_iou_is_averaged_over_predicted_outlines(three_bars):
    assert mean_best_iou(three_bars) == pytest.approx((0.9 + 6 / 14 + 0) / 3)


def test_misses_do_not_lower_the_mean_best_iou():
    overlap = _overlap(_bars((0, 10)), _bars((0, 10), (20, 30)))
    assert mean_best_iou(overlap) == 1


@pytest.mark.parametrize(
    ("predicted", "true", "precision", "recall", "best"),
    [((), (), 1, 1, 1), ((), ((0, 5),), 0, 0, 0), (((0, 5),), (), 0, 0, 0)],
)
def test_empty_sides_have_defined_scores(predicted, true, precision, recall, best):
    overlap = _overlap(_bars(*predicted), _bars(*true))
    scores = match(overlap).scores()
    assert scores["precision"] == precision
    assert scores["recall"] == recall
    assert scores["panoptic_quality"] == precision
    assert mean_best_iou(overlap) == best


def test_an_iou_of_exactly_one_half_matches_once():
    overlap = _overlap(_bars((0, 5), (5, 10)), _bars((0, 10)))
    assert match(overlap).matched == 1


def test_stacked_outlines_are_assigned_optimally():
    # Greedy would give the true 0-10 its best partner and leave 2-12 alone.
    rows = np.ones((1, 10), bool)
    truth = Particles.from_masks([rows, rows], [(0, 0), (0, 2)], (1, 100))
    both = [np.ones((1, 9), bool), np.ones((1, 9), bool)]
    prediction = Particles.from_masks(both, [(0, 1), (0, 0)], (1, 100))
    found = match(_overlap(prediction, truth))
    assert found.matched == 2
    assert found.matched_iou == pytest.approx(0.9 + 8 / 11)


@pytest.mark.parametrize("seed", range(5))
def test_matches_of_a_random_table_are_those_of_the_dense_assignment(seed):
    rng = np.random.default_rng(seed)
    table = np.where(rng.random((30, 25)) < 0.1, rng.random((30, 25)), 0)
    truth, prediction = np.nonzero(table)
    iou = table[truth, prediction]
    chosen = matched_pairs(truth, prediction, iou, 0.3)
    gain = np.where(table >= 0.3, 1 + table / 50, 0)
    row, column = linear_sum_assignment(gain, maximize=True)
    kept = table[row, column] >= 0.3
    assert len(chosen) == kept.sum()
    assert iou[chosen].sum() == pytest.approx(table[row, column][kept].sum())
    assert len(set(truth[chosen])) == len(set(prediction[chosen])) == len(chosen)


def test_counts_add_up_over_images(three_bars):
    one = match(three_bars)
    two = (one + one).scores()
    assert two["f1"] == one.scores()["f1"]
    assert two["true_count"] == 6
