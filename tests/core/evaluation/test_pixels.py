"""Scores of pixels against their definitions."""

import numpy as np
import pytest

from feretlab.core.evaluation.pixels import (
    THRESHOLDS,
    count_pixels,
    count_pixels_by_threshold,
)


def test_scores_are_those_by_hand():
    truth = np.zeros((10, 10), bool)
    truth[:4, :5] = True  # 20 true, 80 not
    prediction = np.zeros((10, 10), bool)
    prediction[:6, :4] = True  # 16 hit, 8 false, 4 missed
    scores = count_pixels(prediction, truth).scores()
    assert scores["iou_image"] == pytest.approx(16 / 28)
    assert scores["youden"] == pytest.approx(16 / 20 + 72 / 80 - 1)
    assert scores["pixel_error"] == pytest.approx(1 - 32 / 44)


def test_all_thresholds_at_once_are_each_threshold_by_itself():
    rng = np.random.default_rng(2)
    truth = rng.random((40, 50)) < 0.3
    probability = (rng.random((40, 50)) * 10).round() / 10
    probability = probability.astype(np.float32)
    counts = count_pixels_by_threshold(probability, truth)
    masks = [probability >= np.float32(threshold) for threshold in THRESHOLDS]
    assert counts == [count_pixels(mask, truth) for mask in masks]


@pytest.mark.parametrize("full", [True, False])
def test_images_of_one_kind_only_are_perfect_when_equal(full):
    image = np.full((3, 3), full)
    scores = count_pixels(image, image).scores()
    assert scores == {"iou_image": 1, "youden": 1, "pixel_error": 0}
