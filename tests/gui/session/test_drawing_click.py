"""The object under a click."""

import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.gui.session.drawing_click import clicked_region


def _disk(radius):
    y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    return y * y + x * x <= radius * radius


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_a_click_finds_the_bright_disk_under_it(dtype):
    rng = np.random.default_rng(4)
    pixels = 60 + 6 * rng.standard_normal((300, 300))
    pixels[130:171, 140:181][_disk(20)] += 80
    pixels[40:61, 40:61][_disk(10)] += 80

    mask, (top, left) = clicked_region(pixels.astype(dtype), (150, 160))
    assert mask.sum() == pytest.approx(_disk(20).sum(), rel=0.08)
    assert top == pytest.approx(130, abs=2)
    assert left == pytest.approx(140, abs=2)


def test_a_click_on_one_of_two_touching_disks_finds_that_one():
    pixels = np.full((300, 300), 60, np.uint8)
    for left in (100, 136):
        pixels[130:171, left : left + 41][_disk(20)] = 150

    mask, (_, left) = clicked_region(pixels, (150, 115))
    assert mask.sum() == pytest.approx(_disk(20).sum(), rel=0.08)
    assert left == pytest.approx(100, abs=2)


def test_a_click_takes_no_pixels_of_particles_that_are_there():
    pixels = np.full((300, 300), 60, np.uint8)
    pixels[100:130, 100:150] = 150
    there = Particles.from_masks([np.ones((30, 25), bool)], [(100, 125)], (300, 300))

    mask, corner = clicked_region(pixels, (115, 110), there)
    assert mask.sum() == pytest.approx(30 * 25, rel=0.08)
    assert corner[1] == pytest.approx(100, abs=2)


def test_a_click_on_the_background_finds_nothing():
    pixels = np.full((300, 300), 60, np.uint8)
    pixels[100:140, 100:140] = 150

    assert clicked_region(pixels, (20, 20)) is None
    assert clicked_region(np.full((300, 300), 9, np.uint8), (20, 20)) is None


def test_a_click_near_the_corner_of_the_field_works():
    pixels = np.full((300, 300), 60, np.uint8)
    pixels[2:22, 3:23] = 150

    mask, corner = clicked_region(pixels, (10, 10))
    assert mask.sum() == pytest.approx(400, rel=0.1)
    assert corner[0] <= 3
