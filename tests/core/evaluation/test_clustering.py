"""Rand and information errors against scikit-image and dense definitions."""

import numpy as np
import pytest
from skimage.measure import shannon_entropy
from skimage.metrics import adapted_rand_error, variation_of_information

from feretlab.core.evaluation.clustering import clustering_scores
from feretlab.core.evaluation.instances import instances_of
from feretlab.core.evaluation.overlap import overlap_of


def _scores(prediction, truth):
    sides = (instances_of(side, "labels", 8) for side in (truth, prediction))
    return clustering_scores(overlap_of(*sides))


def _singletons(prediction):
    """Give every background pixel a label of its own."""
    single = prediction.copy()
    empty = single == 0
    single[empty] = single.max() + 1 + np.arange(empty.sum())
    return single


def test_rand_error_is_scikit_images_but_for_pairs_of_a_pixel_with_itself(blobs):
    prediction, truth = blobs
    error = adapted_rand_error(truth, _singletons(prediction))[0]
    assert _scores(*blobs)["rand_error"] == pytest.approx(error, abs=1e-3)


def test_rand_error_is_its_definition_over_all_pairs_of_pixels():
    truth = np.array([[1, 1, 1, 2, 2, 0, 3]])
    prediction = np.array([[1, 1, 0, 1, 2, 2, 0]])
    inside = truth[truth > 0]
    single = _singletons(prediction)[truth > 0]
    together = inside[:, None] == inside
    predicted = single[:, None] == single
    expected = 1 - 2 * (together & predicted).sum() / (together.sum() + predicted.sum())
    assert _scores(prediction, truth)["rand_error"] == pytest.approx(expected)


def test_information_error_is_scikit_images_variation_over_both_entropies(blobs):
    prediction, truth = blobs
    inside = truth > 0
    sides = truth[inside], _singletons(prediction)[inside]
    variation = sum(variation_of_information(*sides))
    expected = variation / sum(shannon_entropy(side) for side in sides)
    assert _scores(*blobs)["information_error"] == pytest.approx(expected)


def test_equal_labels_have_no_error(blobs):
    scores = _scores(blobs[1], blobs[1])
    assert scores == pytest.approx({"rand_error": 0, "information_error": 0})


def test_one_particle_found_whole_has_no_error():
    square = np.ones((3, 3), np.uint16)
    scores = _scores(square, square)
    assert scores == pytest.approx({"rand_error": 0, "information_error": 0})


def test_without_truth_nothing_is_defined():
    scores = _scores(np.ones((3, 3), np.uint16), np.zeros((3, 3), np.uint16))
    assert np.isnan(list(scores.values())).all()
