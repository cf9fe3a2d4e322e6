"""Whole evaluations of one image and of sets."""

import time

import numpy as np
import pytest

from feretlab.core.errors import CancelledError, InputError
from feretlab.core.evaluation.evaluate import evaluate, evaluate_set, parted
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.particles import Particles

ERRORS = ("pixel_error", "warping_error", "rand_error", "information_error")
SCORES = (
    "iou_image", "iou_instances", "youden", "precision", "recall", "f1",
    "average_precision", "average_precision_50", "panoptic_quality",
)  # fmt: skip


def _squares(value=1.0):
    image = np.zeros((40, 40), np.float32)
    image[5:15, 5:15] = image[5:15, 25:35] = image[25:35, 5:15] = value
    return image


def test_truth_scores_perfectly_against_itself(blobs):
    scores = evaluate(blobs[1], blobs[1])
    assert {key: scores[key] for key in SCORES} == dict.fromkeys(SCORES, 1)
    errors = {key: scores[key] for key in ERRORS}
    assert errors == pytest.approx(dict.fromkeys(ERRORS, 0), abs=1e-12)


def test_particles_labels_and_their_pages_score_alike(blobs):
    prediction, truth = blobs
    expected = evaluate(prediction, truth)
    particles = Particles.from_labels(prediction)
    assert evaluate(particles, truth) == expected
    assert evaluate(particles.to_label_pages(), truth) == expected


def test_connectivity_parts_a_mask():
    truth = np.kron(np.eye(2), np.ones((8, 8))) > 0
    four = evaluate(truth, truth, EvaluateParameters(connectivity=4))
    assert four["true_count"] == 2
    assert evaluate(truth, truth)["true_count"] == 1


def test_stray_pixels_of_a_manual_mask_count_only_where_asked():
    truth = _squares() > 0
    truth[20, 20] = truth[0, 39] = True
    prediction = (_squares() > 0) | (np.indices((40, 40)) == 30).all(axis=0)
    strict = evaluate(prediction, truth)
    assert (strict["true_count"], strict["predicted_count"]) == (5, 4)
    assert strict["recall"] == pytest.approx(3 / 5)
    lenient = evaluate(prediction, truth, EvaluateParameters(min_area_px=2))
    assert (lenient["true_count"], lenient["predicted_count"]) == (3, 3)
    assert lenient["f1"] == lenient["iou_image"] == lenient["iou_instances"] == 1


def test_one_threshold_serves_the_set():
    # Alone, the first image would be best from 0.2 on, the second from 0.7 on only.
    faint = np.where(_squares() > 0, 0.75, 0.1)
    strong = np.where(_squares() > 0, 0.95, 0.65)
    result = evaluate_set([(faint, _squares() > 0), (strong, _squares() > 0)])
    assert result.threshold == 0.7
    assert result.scores["iou_image"] == 1


def test_the_best_threshold_has_the_best_mean_iou():
    rng = np.random.default_rng(8)
    truth = _squares() > 0
    maps = [
        np.clip(_squares(0.6) + rng.normal(0, s, truth.shape), 0, 1) for s in (0.1, 0.3)
    ]
    pairs = [(image, truth) for image in maps]
    every = [
        evaluate_set(pairs, EvaluateParameters(threshold=step / 10, warping=False))
        for step in range(11)
    ]
    best = evaluate_set(pairs, EvaluateParameters(warping=False))
    assert best.scores["iou_image"] == max(one.scores["iou_image"] for one in every)


def test_a_threshold_of_zero_is_kept():
    image = np.where(_squares() > 0, 0.4, 0.0)
    scores = evaluate(image, _squares() > 0, EvaluateParameters(threshold=0))
    assert scores["iou_image"] == 300 / 1600  # everything reaches 0


def test_pixels_are_averaged_over_images_and_outlines_summed():
    few = np.zeros((40, 40), np.uint16)
    few[5:15, 5:15] = 3
    three = Particles.from_mask(_squares()).to_label_pages()[0]
    result = evaluate_set([(few, few), (np.zeros_like(three), three)])
    assert result.scores["iou_image"] == 0.5
    assert result.scores["recall"] == 1 / 4
    assert result.mean["recall"] == 1 / 2


def test_undefined_scores_leave_the_mean_alone(blobs):
    nothing = np.zeros_like(blobs[1])
    result = evaluate_set([(blobs[0], blobs[1]), (nothing, nothing)])
    assert np.isnan(result.images[1]["rand_error"])
    assert result.scores["rand_error"] == result.images[0]["rand_error"]


def test_touching_labels_stay_apart_in_a_mask():
    labels = np.array([[1, 1, 2, 2], [0, 3, 3, 0]], np.int32)
    four = parted(labels, 4)
    np.testing.assert_array_equal(four, [[1, 0, 0, 1], [0, 1, 1, 0]])
    eight = parted(labels, 8)
    np.testing.assert_array_equal(eight, [[0, 0, 0, 0], [0, 1, 1, 0]])
    corner = parted(np.array([[0, 1], [2, 0]], np.int32), 8)
    np.testing.assert_array_equal(corner, [[0, 0], [1, 0]])


def test_a_merged_pair_of_labels_is_a_warping_error():
    truth = np.zeros((20, 20), np.uint16)
    truth[5:15, 5:10], truth[5:15, 10:15] = 1, 2
    merged = (truth > 0).astype(np.uint16)
    assert evaluate(merged, truth)["warping_error"] == 10 / 400


def test_an_empty_info_bar_is_cut():
    truth = Particles.from_mask(_squares()).to_label_pages()[0]
    padded = np.pad(truth, ((0, 6), (0, 0)))
    assert evaluate(padded, truth)["iou_image"] == 1


def test_shapes_that_differ_are_refused_unless_rows_are_given():
    truth = np.ones((10, 10), np.uint16)
    prediction = np.ones((12, 10), np.uint16)
    with pytest.raises(InputError, match=r"shapes \(12, 10\).*and \(10, 10\)"):
        evaluate(prediction, truth)
    assert evaluate(prediction, truth, EvaluateParameters(rows=10))["iou_image"] == 1
    with pytest.raises(InputError, match="expected the same"):
        evaluate(np.ones((10, 11), np.uint16), truth, EvaluateParameters(rows=10))


def test_a_set_without_images_is_refused():
    with pytest.raises(InputError, match="at least one pair"):
        evaluate_set([])


def test_a_set_can_be_stopped(blobs):
    class Stop:
        def report(self, done, total, note=""):
            if done == 1:
                raise CancelledError("Stopped.")

    with pytest.raises(CancelledError, match="Stopped"):
        evaluate_set([blobs, blobs], progress=Stop())


def test_a_large_field_takes_about_a_second():
    tile = np.zeros((68, 68), np.int32)
    tile[8:50, 8:50] = 1
    number = np.arange(1, 3601, dtype=np.int32).reshape(60, 60)
    truth = np.kron(number, np.ones((68, 68), np.int32)) * np.tile(tile, (60, 60))
    prediction = np.roll(truth, 3, axis=0)
    evaluate(prediction[:100, :100], truth[:100, :100])  # compiles
    start = time.process_time()
    scores = evaluate(prediction, truth)
    assert time.process_time() - start < 3  # 0.6 s on an idle core
    assert scores["iou_instances"] == pytest.approx(39 / 45)
