from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.synthesis.placed import Placed
from feretlab.core.synthesis.shading_sem import compose_sem, draw_sem_look
from feretlab.core.synthesis.shapes import finished

PLAIN = replace(
    draw_sem_look(np.random.default_rng(0), 20),
    body=0.5,
    jitter=0.0,
    tilt=0.0,
    layer_gain=0.4,
    relief=0.0,
    slope_gain=0.0,
    rim_gain=0.0,
    shadow=0.0,
    occlusion=0.0,
    clarity=0.0,
    texture=0.0,
    merges=False,
    inverted=False,
)
GROUND = np.full((50, 50), 0.1, np.float32)


@pytest.fixture
def two_squares():
    mask = np.ones((20, 20), bool)
    square = finished(mask, mask * 10.0, mask * 10.0)
    return [
        Placed(shape=square, top=10, left=10, layer=0),
        Placed(shape=square, top=20, left=20, layer=1),
    ]


def drawn(look, placed):
    return compose_sem(np.random.default_rng(0), look, placed, GROUND)


def test_upper_particle_covers_the_lower_and_is_brighter(two_squares):
    grey, visible = drawn(PLAIN, two_squares)
    assert grey[15, 15] == pytest.approx(0.5)
    assert grey[25, 25] == pytest.approx(0.5 * 1.4)
    assert grey[45, 45] == pytest.approx(0.1)
    assert (visible == 2).sum() == 400
    assert (visible == 1).sum() == 300


def test_rim_is_brighter_than_the_middle(two_squares):
    grey, _ = drawn(replace(PLAIN, rim_gain=0.5, rim_px=1.0), two_squares)
    assert grey[30, 38] > 1.1 * grey[30, 30]


def test_shadow_darkens_what_lies_under_the_outline(two_squares):
    grey, _ = drawn(replace(PLAIN, shadow=0.8, shadow_px=2.0), two_squares)
    assert grey[19, 25] < 0.7 * grey[12, 25]


def test_occlusion_darkens_the_substrate_beside_particles(two_squares):
    grey, _ = drawn(replace(PLAIN, occlusion=0.8, occlusion_px=4.0), two_squares)
    assert grey[30, 18] < grey[48, 5]


def test_piercing_particles_show_the_higher_surface(two_squares):
    lower, upper = two_squares
    sunk = replace(upper, layer=0, shape=replace(upper.shape, top=upper.shape.top / 2))
    _, visible = drawn(replace(PLAIN, merges=True), [lower, sunk])
    assert visible[25, 25] == 1
    assert visible[35, 35] == 2


def test_inverted_particles_are_darker_than_the_substrate(two_squares):
    grey, _ = drawn(replace(PLAIN, inverted=True), two_squares)
    assert grey[25, 25] < grey[45, 45]
