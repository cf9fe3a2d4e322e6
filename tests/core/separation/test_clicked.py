"""The particle that maps show at a place."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.clicked import peak_near, region_at
from feretlab.core.separation.parameters import SeparateParameters

NONE = SeparateParameters(method="none")


def _disc(shape, centre, radius):
    y, x = np.indices(shape)
    return np.hypot(y - centre[0], x - centre[1]) <= radius


def _soft(mask, peak=1.0, blur=1.5):
    """What a network shows of a mask: its edges blurred, half as high there."""
    return ndimage.gaussian_filter(mask.astype(np.float32), blur) * np.float32(peak)


def _whole(region, shape):
    full = np.zeros(shape, bool)
    (top, left), (height, width) = region.corner, region.mask.shape
    full[top : top + height, left : left + width] = region.mask
    return full


@pytest.mark.parametrize("peak", [1.0, 0.45, 0.3, 0.15])
def test_a_disc_has_its_area_however_unsure_the_network_is(peak):
    disc = _disc((120, 120), (60, 50), 15)

    region = region_at((62, 47), _soft(disc, peak), NONE)
    assert region.mask.sum() == pytest.approx(np.pi * 15**2, rel=0.05)
    assert _iou(_whole(region, disc.shape), disc) > 0.95


def test_where_the_network_sees_nothing_there_is_none():
    disc = _disc((120, 120), (60, 50), 15)

    assert region_at((20, 100), _soft(disc), NONE) is None
    assert region_at((60, 50), _soft(disc, 0.08), NONE) is None
    assert region_at((130, 50), _soft(disc), NONE) is None


def test_a_click_may_miss_by_two_pixels():
    square = np.zeros((60, 60), np.float32)
    square[20:26, 20:26] = 0.9

    assert region_at((18, 22), square, NONE).mask.sum() == 36
    assert region_at((16, 22), square, NONE) is None


def test_small_and_unsure_particles_are_given_as_the_limits_do_not_count():
    square = np.zeros((60, 60), np.float32)
    square[20:23, 20:23] = 0.55
    strict = SeparateParameters(method="none", min_size_px=200, min_confidence=0.99)

    assert region_at((21, 21), square, strict).mask.sum() == 9


def test_a_particle_at_the_border_is_given_whatever_the_rule():
    square = np.zeros((60, 60), np.float32)
    square[:10, 20:30] = 0.9
    rule = SeparateParameters(method="none", border="exclude")

    assert region_at((3, 25), square, rule).mask.sum() == 100


def test_touching_discs_are_parted_by_the_method():
    shape = (120, 160)
    left, right = _disc(shape, (60, 50), 20), _disc(shape, (60, 86), 20)
    parameters = SeparateParameters(method="watershed")

    region = region_at((60, 45), _soft(left | right, blur=0.5), parameters)
    assert _iou(_whole(region, shape), left) > 0.9
    assert region.separated


def test_a_line_of_contact_bounds_a_particle():
    shape = (120, 160)
    left, right = _disc(shape, (60, 50), 20), _disc(shape, (60, 86), 20)
    distance = np.zeros(shape, np.float32)
    for disc in (left, right):
        inside = ndimage.distance_transform_edt(disc)
        distance = np.maximum(distance, inside / inside.max())
    contact = np.zeros(shape, np.float32)
    contact[:, 67:70] = (left | right)[:, 67:70]
    maps = {"contact": contact, "distance": distance.astype(np.float32)}

    region = region_at(
        (60, 45), _soft(left | right, blur=0.5), SeparateParameters(), maps=maps
    )
    assert _iou(_whole(region, shape), left) > 0.9


def test_particles_that_are_there_are_not_taken():
    shape = (120, 160)
    left, right = _disc(shape, (60, 50), 20), _disc(shape, (60, 86), 20)

    region = region_at((60, 90), _soft(left | right), NONE, taken=left)
    assert not (_whole(region, shape) & left).any()
    assert region.mask.sum() == pytest.approx((right & ~left).sum(), rel=0.05)


def test_the_slope_of_a_particle_that_is_there_is_none():
    disc = _disc((120, 120), (60, 50), 15)
    probability = _soft(disc, blur=3)
    taken = probability >= 0.5

    assert region_at((60, 68), probability, NONE, taken=taken) is None


def test_a_faint_particle_beside_a_strong_one_ends_where_that_begins():
    shape = (120, 160)
    faint, strong = _disc(shape, (60, 50), 14), _disc(shape, (60, 86), 18)
    probability = np.maximum(_soft(faint, 0.3), _soft(strong, blur=2))
    taken = probability >= 0.5

    region = region_at((60, 48), probability, NONE, taken=taken)
    found = _whole(region, shape)
    assert _iou(found, faint) > 0.85
    assert (found & ndimage.binary_dilation(strong, iterations=2)).sum() < 30


def test_a_particle_larger_than_the_first_look_is_whole():
    shape = (700, 700)
    disc = _disc(shape, (350, 350), 160)

    region = region_at((300, 300), _soft(disc), NONE)
    assert region.mask.sum() == pytest.approx(np.pi * 160**2, rel=0.02)
    assert _iou(_whole(region, shape), disc) > 0.98


def test_maps_in_fewer_bytes_serve_too():
    disc = _disc((120, 120), (60, 50), 15)
    inside = ndimage.distance_transform_edt(disc)
    maps = {
        "contact": np.zeros(disc.shape, np.uint8),
        "distance": np.rint(255 * inside / inside.max()).astype(np.uint8),
    }
    half = _soft(disc).astype(np.float16)

    region = region_at((60, 50), half, SeparateParameters(), maps=maps)
    assert region.mask.sum() == pytest.approx(np.pi * 15**2, rel=0.05)


def test_the_peak_near_a_click_is_told():
    probability = np.zeros((20, 20), np.float32)
    probability[7, 7] = 0.75

    assert peak_near((5, 5), probability) == 0.75
    assert peak_near((4, 5), probability) == 0


def _iou(one, other):
    return (one & other).sum() / (one | other).sum()
