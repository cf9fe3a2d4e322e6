"""The sparse table of shared pixels."""

import numpy as np

from feretlab.core.evaluation.instances import instances_of
from feretlab.core.evaluation.overlap import overlap_of
from feretlab.core.particles import Particles


def test_the_table_is_the_dense_histogram_without_zeros(blobs):
    prediction, truth = blobs
    overlap = overlap_of(
        instances_of(truth, "labels", 8), instances_of(prediction, "labels", 8)
    )
    dense = np.histogram2d(
        truth.ravel(),
        prediction.ravel(),
        (np.arange(truth.max() + 2), np.arange(prediction.max() + 2)),
    )[0]
    found = np.zeros((truth.max(), prediction.max()))
    found[overlap.truth, overlap.prediction] = overlap.pixels
    np.testing.assert_array_equal(found, dense[1:, 1:])
    np.testing.assert_array_equal(overlap.truth_area, dense[1:].sum(axis=1))
    np.testing.assert_array_equal(overlap.prediction_area, dense[:, 1:].sum(axis=0))


def test_overlapping_outlines_count_whole():
    square = np.ones((4, 4), bool)
    both = Particles.from_masks([square, square], [(0, 0), (2, 2)], (8, 8))
    sides = instances_of(both, "auto", 8), instances_of(both, "auto", 8)
    overlap = overlap_of(*sides)
    pairs = zip(overlap.truth, overlap.prediction, overlap.iou, strict=True)
    assert list(pairs) == [(0, 0, 1), (0, 1, 4 / 28), (1, 0, 4 / 28), (1, 1, 1)]


def test_empty_images_share_nothing():
    empty = instances_of(np.zeros((5, 6), np.uint16), "labels", 8)
    assert len(overlap_of(empty, empty).pixels) == 0
