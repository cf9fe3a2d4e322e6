import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.blobs import find_blobs


def drawn(blobs):
    return blobs.drawn(1, len(blobs.tops) + 1, slice(0, blobs.shape[0]))


def test_specks_go_and_parts_of_the_limit_stay():
    mask = np.zeros((20, 20), bool)
    mask[2:4, 2:4] = mask[10:13, 10:13] = True
    assert (drawn(find_blobs(mask, 8, 9)) == 1).sum() == 9


@pytest.mark.parametrize(("connectivity", "left"), [(4, 0), (8, 8)])
def test_corners_join_only_where_connectivity_says_so(connectivity, left):
    mask = np.eye(10, dtype=bool)[:8, :8]
    assert (drawn(find_blobs(mask, connectivity, 3)) > 0).sum() == left


@pytest.mark.parametrize("connectivity", [4, 8])
@pytest.mark.parametrize("density", [0.3, 0.5, 0.62, 0.9])
def test_blobs_are_the_large_components_of_scipy_in_their_order(density, connectivity):
    cloud = np.random.default_rng(5).random((90, 130)) < density
    structure = ndimage.generate_binary_structure(2, 2 if connectivity == 8 else 1)
    labels = ndimage.label(cloud, structure)[0]
    large = np.flatnonzero(np.bincount(labels[cloud]) >= 12)
    blobs = find_blobs(cloud, connectivity, 12)
    expected = np.isin(labels, large) * np.searchsorted(large, labels, "right")
    np.testing.assert_array_equal(drawn(blobs), expected)
    boxes = ndimage.find_objects(expected)
    assert blobs.tops.tolist() == [box[0].start for box in boxes]
    assert blobs.bottoms.tolist() == [box[0].stop for box in boxes]


def test_some_blobs_are_drawn_alone_and_numbered_from_1():
    mask = np.zeros((12, 6), bool)
    mask[1:3, 1:3] = mask[2:7, 4:] = mask[4:8, 1:3] = mask[9:] = True
    expected = np.zeros((6, 6), int)
    expected[0:5, 4:], expected[2:6, 1:3] = 1, 2
    np.testing.assert_array_equal(
        find_blobs(mask, 8).drawn(2, 4, slice(2, 8)), expected
    )


def test_an_empty_mask_has_no_blobs():
    assert not len(find_blobs(np.zeros((0, 5), bool), 8, 16).tops)
    assert not len(find_blobs(np.zeros((4, 5), bool), 8, 16).tops)
