"""Borders between neighbouring regions."""

import numpy as np

from feretlab.core.separation.borders import find_borders, region_peaks


def _maps(shape):
    return [np.zeros(shape, np.float32) for _ in range(3)]


def test_a_border_sums_over_the_pairs_of_pixels_that_share_an_edge():
    labels = np.zeros((6, 8), np.int32)
    labels[1:5, 1:4], labels[1:5, 4:7] = 1, 2
    contact, distance, mask = _maps(labels.shape)
    contact[1:5, 4] = 0.5
    distance[1:5, 3], distance[1:5, 4], distance[2, 3:5] = 0.2, 0.3, 0.4
    mask[:] = 0.75

    borders = find_borders(labels, contact, distance, mask)

    assert borders.pairs.tolist() == [[1, 2]]
    assert (borders.length[0], borders.contact[0], borders.mask[0]) == (4, 2, 3)
    np.testing.assert_allclose(borders.saddle, [0.4], rtol=1e-6)


def test_regions_that_touch_at_a_corner_have_no_border():
    labels = np.array([[1, 0], [0, 2]], np.int32)

    assert len(find_borders(labels, *_maps(labels.shape)).pairs) == 0


def test_peaks_are_those_of_each_region():
    labels = np.array([[1, 1, 0, 2]], np.int32)
    distance = np.array([[0.1, 0.6, 0.9, 0.3]], np.float32)

    peaks = region_peaks(labels, distance)

    np.testing.assert_allclose(peaks, [0, 0.6, 0.3], rtol=1e-6)
