import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation import uecs
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.uecs import convexity_of, uecs_regions

PARAMETERS = SeparateParameters(method="uecs")


def _discs(*centres, radius=20):
    y, x = np.mgrid[:80, :160]
    return np.any([np.hypot(y - cy, x - cx) <= radius for cy, cx in centres], axis=0)


def _opened(mask, steps):
    """What scipy leaves of a mask after eroding and dilating by both elements."""
    square = np.zeros((3, 3), bool)
    square[1:, 1:] = True
    cross = ndimage.generate_binary_structure(2, 1)
    elements = [(square, cross)[step % 2] for step in range(steps)]
    for element in elements:
        mask = ndimage.binary_erosion(mask, element)
    for element in elements[::-1]:
        mask = ndimage.binary_dilation(mask, element)
    return mask


def test_a_disc_is_convex():
    convexity, hollow = convexity_of(_discs((40, 40)))
    assert convexity > 0.99
    assert hollow == pytest.approx(0, abs=0.01)


def test_a_ring_segment_is_hollow():
    mask = _discs((40, 40)) & ~_discs((40, 52), radius=16)
    convexity, hollow = convexity_of(mask)
    assert convexity < 0.9
    assert hollow > 0.3


def test_a_convex_blob_stays_whole():
    blob = _discs((40, 40))
    (region,) = uecs_regions(blob, PARAMETERS, 30)
    assert region.mask.sum() == blob.sum()


def test_two_discs_are_parted():
    blob = _discs((40, 40), (40, 76))
    regions = uecs_regions(blob, PARAMETERS, 30)
    assert len(regions) == 2
    assert all(0.75 < region.mask.sum() / (np.pi * 400) < 1.05 for region in regions)


def test_regions_are_openings_by_the_two_elements():
    blob = _discs((40, 40), (40, 76))
    regions = uecs_regions(blob, PARAMETERS, 30)
    union = np.zeros(blob.shape, bool)
    for region in regions:
        (y, x), (height, width) = region.corner, region.mask.shape
        union[y : y + height, x : x + width] |= region.mask
    assert any((union == _opened(blob, steps)).all() for steps in range(1, 20))


def test_small_parts_are_no_markers():
    blob = _discs((40, 40), (40, 76))
    assert uecs_regions(blob, PARAMETERS, 5000) == []


def test_a_hollow_blob_is_left_out():
    comb = np.zeros((60, 90), bool)
    comb[:6] = True
    comb[:, ::6] = comb[:, 1::6] = True
    assert convexity_of(np.pad(comb, 1))[0] < 0.5
    assert uecs_regions(comb, PARAMETERS, 1) == []


def test_a_huge_blob_is_thinned_out_not_waited_for(monkeypatch):
    monkeypatch.setattr(uecs, "_BUDGET", 400_000)
    y, x = np.mgrid[:460, :460]
    blob = (np.hypot(y - 140, x - 140) < 138) | (np.hypot(y - 320, x - 320) < 138)
    regions = uecs_regions(blob, PARAMETERS, 30)
    assert len(regions) == 2
    assert all(0.8 < region.mask.sum() / (np.pi * 138**2) < 1.05 for region in regions)
