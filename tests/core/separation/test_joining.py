"""Regions joined across borders that are probably none."""

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from feretlab.core.separation.borders import FEATURES
from feretlab.core.separation.joining import border_features, join_regions

SHAPE = (60, 110)
CONTACT_ALONE = np.array([-5.0, 10.0, 0, 0, 0, 0])  # even odds at a contact of 0.5


def _discs():
    """Three discs in a row that overlap, parted down the middles between them."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    labels = np.zeros(SHAPE, np.int32)
    for number, column in enumerate((25, 54, 83), start=1):
        inside = (np.hypot(y - 30, x - column) < 18) & (abs(x - column) <= 14)
        labels[inside] = number
    return labels


def _maps(contacts):
    """Contact of a strength at each of the two borders; no other map tells."""
    contact = np.zeros(SHAPE, np.float32)
    for column, strength in zip((39, 68), contacts, strict=True):
        contact[:, column : column + 2] = strength
    flat = np.full(SHAPE, 0.5, np.float32)
    return contact, flat, np.ones(SHAPE, np.float32)


def _corner_hull(mask):
    rows, columns = np.nonzero(mask)
    steps = ((0, 0), (0, 1), (1, 0), (1, 1))
    corners = [np.stack([rows + down, columns + along], 1) for down, along in steps]
    return ConvexHull(np.concatenate(corners)).volume


@pytest.mark.parametrize(("contacts", "left"), [((0.9, 0.1), 2), ((0.9, 0.8), 3)])
def test_improbable_borders_go(contacts, left):
    joined = join_regions(_discs(), *_maps(contacts), CONTACT_ALONE, 0.5)

    assert joined.max() == left
    assert np.array_equal(joined > 0, _discs() > 0)


def test_a_least_chance_of_none_keeps_every_border():
    joined = join_regions(_discs(), *_maps((0, 0)), CONTACT_ALONE, 0.0)

    assert joined.max() == 3


def test_a_join_is_judged_by_the_whole_border_that_it_makes():
    # 1 and 2 join first; what parts them from 3 is strong in one half of it only.
    labels = np.zeros((20, 20), np.int32)
    labels[:10, :10], labels[10:, :10], labels[:, 10:] = 1, 2, 3
    contact = np.zeros(labels.shape, np.float32)
    contact[:10, 9:11] = 0.8
    ones = np.ones(labels.shape, np.float32)

    low, high = (
        join_regions(labels, contact, ones, ones, CONTACT_ALONE, chance).max()
        for chance in (0.2, 0.5)
    )

    assert (low, high) == (2, 1)


def test_the_least_probable_border_goes_first():
    weights = np.array([-5.0, 10.0, 0, 0, 0, 0])
    labels = np.zeros((10, 30), np.int32)
    labels[:, :10], labels[:, 10:20], labels[:, 20:] = 1, 2, 3
    contact = np.zeros(labels.shape, np.float32)
    contact[:, 9:11], contact[:, 19:21] = 0.3, 0.7
    ones = np.ones(labels.shape, np.float32)

    joined = join_regions(labels, contact, ones, ones, weights, 0.5)

    assert joined[0, 0] == joined[0, 15] != joined[0, 25]


def test_solidity_is_that_of_scipys_hull():
    labels = _discs()
    _, features = border_features(labels, *_maps((0.2, 0.6)))
    found = dict(zip(FEATURES, features[0], strict=True))

    areas = [(labels == number).sum() for number in (1, 2)]
    apart = [_corner_hull(labels == number) for number in (1, 2)]
    union = sum(areas) / _corner_hull((labels == 1) | (labels == 2))
    alone = sum(area**2 / hull for area, hull in zip(areas, apart, strict=True))

    assert found["solidity"] == pytest.approx(union, rel=1e-12)
    assert found["notch"] == pytest.approx(alone / sum(areas) - union, rel=1e-9)
    assert found["contact"] == pytest.approx(0.2, rel=1e-6)


def test_labels_without_neighbours_stay_as_they_are():
    labels = np.zeros((20, 20), np.int32)
    labels[2:6, 2:6], labels[10:14, 10:14] = 1, 2
    blank = np.zeros(labels.shape, np.float32)

    joined = join_regions(labels, blank, blank, blank, CONTACT_ALONE, 0.9)

    np.testing.assert_array_equal(joined, labels)


def _joined_one_by_one(labels, maps, weights, min_chance):
    """Join the least probable border and look at all of them anew, each time."""
    least = np.log(min_chance / (1 - min_chance))
    labels = labels.copy()
    while True:
        pairs, features = border_features(labels, *maps)
        odds = weights[0] + features @ weights[1:]
        if not len(odds) or odds.min() >= least:
            return labels
        keep, gone = pairs[np.argmin(odds)]
        labels[labels == gone] = keep
        # Numbers without gaps, in the same order.
        labels = np.unique(labels, return_inverse=True)[1].reshape(labels.shape)
        labels = labels.astype(np.int32)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_joins_are_those_of_looking_at_all_borders_anew(seed):
    rng = np.random.default_rng(seed)
    seeds = rng.uniform(0, 90, (40, 2))
    y, x = np.mgrid[:90, :90]
    away = np.hypot(y[..., None] - seeds[:, 0], x[..., None] - seeds[:, 1])
    labels = (away.argmin(axis=2) + 1).astype(np.int32)
    labels[rng.random(labels.shape) < 0.02] = 0
    labels = np.unique(labels, return_inverse=True)[1].reshape(labels.shape)
    labels = labels.astype(np.int32)
    maps = [rng.random(labels.shape, np.float32) for _ in range(3)]
    weights = np.array([-6.0, 8.0, 5.0, -6.0, 14.0, 3.0])

    found = join_regions(labels, *maps, weights, 0.7)

    expected = _joined_one_by_one(labels, maps, weights, 0.7)
    assert 1 < expected.max() < labels.max()
    np.testing.assert_array_equal(found, expected)
