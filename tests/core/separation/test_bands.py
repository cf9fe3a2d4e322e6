"""Bands of rows: every blob once, whole, and separated as in the whole picture."""

from functools import partial

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation import separate as separating
from feretlab.core.separation.bands import bands
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.separate import separate


@pytest.fixture
def discs():
    """Discs that touch in heaps, some at the edges, with a network's maps of them."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:300, :200]
    distance = np.zeros((300, 200), np.float32)
    for row, column in rng.uniform((0, 0), (300, 200), (60, 2)):
        radius = rng.uniform(6, 14)
        inside = 1 - np.hypot(y - row, x - column) / radius
        distance = np.maximum(distance, inside).astype(np.float32)
    noise = ndimage.gaussian_filter(rng.normal(0, 1, distance.shape), 2)
    contact = np.clip(0.3 + noise, 0, 1).astype(np.float32)
    return distance > 0, {"distance": distance, "contact": contact}


def test_every_blob_is_in_one_band_whole(discs):
    blobs, count = ndimage.label(discs[0])
    found = [
        (rows, blobs[rows][part]) for rows, part in bands(blobs, 3, at_once_px=40 * 200)
    ]
    assert len(found) > 3
    numbers = np.concatenate([np.unique(inside) for _, inside in found])
    assert sorted(numbers) == list(range(1, count + 1))
    assert sum(len(inside) for _, inside in found) == discs[0].sum()


def test_bands_reach_beyond_their_blobs_as_far_as_there_are_rows(discs):
    blobs = ndimage.label(discs[0])[0]
    found = list(bands(blobs, 3, at_once_px=40 * 200))
    assert len(found) > 3
    for rows, part in found:
        filled = np.flatnonzero(part.any(axis=1)) + rows.start
        assert rows.start == max(filled[0] - 3, 0)
        assert rows.stop == min(filled[-1] + 4, 300)


def test_a_small_picture_is_one_band(discs):
    blobs = ndimage.label(discs[0])[0]
    ((rows, part),) = bands(blobs, 3)
    assert rows == slice(0, 300)
    np.testing.assert_array_equal(part, discs[0])


@pytest.mark.parametrize("method", ["network", "watershed"])
def test_bands_change_no_particle(discs, method, monkeypatch):
    mask, maps = discs
    parameters = SeparateParameters(method=method)
    whole = separate(mask, parameters, maps=maps)
    few = partial(bands, at_once_px=20 * 200)
    monkeypatch.setattr(separating, "bands", few)
    parted = separate(mask, parameters, maps=maps)

    assert len(whole) > 30
    np.testing.assert_array_equal(parted.boxes, whole.boxes)
    np.testing.assert_array_equal(parted.separated, whole.separated)
    for one, other in zip(parted.masks(), whole.masks(), strict=True):
        np.testing.assert_array_equal(one, other)
