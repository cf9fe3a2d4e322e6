"""Bands of rows: every blob once, whole, and separated as in the whole picture."""

import tracemalloc
from functools import partial
from typing import get_args

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation import separate as separating
from feretlab.core.separation.bands import WHOLE_PX, bands
from feretlab.core.separation.blobs import find_blobs
from feretlab.core.separation.parameters import Method, SeparateParameters
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
    numbers, count = ndimage.label(discs[0])
    blobs = find_blobs(discs[0], 4)
    found = list(bands(blobs, 3, whole_px=0, band_px=40 * 200))
    assert len(found) > 3
    drawn = [numbers[rows][labels > 0] for rows, labels in found]
    assert sorted(np.concatenate([np.unique(n) for n in drawn])) == [
        *range(1, count + 1)
    ]
    assert sum(map(len, drawn)) == discs[0].sum()


def test_bands_reach_beyond_their_blobs_as_far_as_there_are_rows(discs):
    found = list(bands(find_blobs(discs[0], 8), 3, whole_px=0, band_px=40 * 200))
    assert len(found) > 3
    for rows, labels in found:
        filled = np.flatnonzero(labels.any(axis=1)) + rows.start
        assert rows.start == max(filled[0] - 3, 0)
        assert rows.stop == min(filled[-1] + 4, 300)


def test_a_small_picture_is_one_band(discs):
    ((rows, labels),) = bands(find_blobs(discs[0], 8), 3)
    assert rows == slice(0, 300)
    np.testing.assert_array_equal(labels, ndimage.label(discs[0], np.ones((3, 3)))[0])


@pytest.mark.parametrize("method", get_args(Method))
def test_bands_change_no_particle(discs, method, monkeypatch):
    mask, maps = discs
    parameters = SeparateParameters(method=method)
    whole = separate(mask, parameters, maps=maps)
    few = partial(bands, whole_px=0, band_px=20 * 200)
    monkeypatch.setattr(separating, "bands", few)
    parted = separate(mask, parameters, maps=maps)

    assert len(whole) > 15
    np.testing.assert_array_equal(parted.boxes, whole.boxes)
    np.testing.assert_array_equal(parted.separated, whole.separated)
    for one, other in zip(parted.masks(), whole.masks(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_large_picture_takes_few_bytes_a_pixel():
    disc = np.clip(1 - np.hypot(*np.mgrid[-32:32, -32:32]) / 14, 0, 1)
    distance = np.tile((255 * disc).astype(np.uint8), (66, 66))
    assert distance.size > WHOLE_PX
    mask, maps = distance > 0, {"distance": distance, "contact": distance * 0}
    tracemalloc.start()
    found = separate(mask, SeparateParameters(), maps=maps, probability=mask)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 66 * 66
    assert peak < 16 * mask.size, "at once it were 28 times"
