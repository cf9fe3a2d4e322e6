from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.synthesis.placed import Placed
from feretlab.core.synthesis.shapes import finished
from feretlab.core.synthesis.transmission import compose_tem, draw_tem_look

FLAT = replace(
    draw_tem_look(np.random.default_rng(0), 20),
    density=0.5,
    hardness=0.0,
    jitter=0.0,
    core=0.0,
    bands=0.0,
    skin=0.0,
    fringe=0.0,
    texture=0.0,
    dark_field=False,
)


@pytest.fixture
def two_squares():
    mask = np.ones((20, 20), bool)
    square = finished(mask, mask * 10.0, mask * 10.0)
    return [
        Placed(shape=square, top=10, left=10, layer=0),
        Placed(shape=square, top=20, left=20, layer=1),
    ]


def test_overlapping_particles_absorb_by_the_sum_of_their_depths(two_squares):
    ground = np.full((50, 50), 0.8, np.float32)
    grey, visible = compose_tem(np.random.default_rng(0), FLAT, two_squares, ground)
    assert grey[45, 45] == pytest.approx(0.8)
    assert grey[15, 15] == pytest.approx(0.8 * np.exp(-0.5), rel=1e-5)
    assert grey[25, 25] == pytest.approx(0.8 * np.exp(-1.0), rel=1e-5)
    assert visible[25, 25] == 2
    assert visible[15, 15] == 1


def test_dark_field_shows_bright_particles(two_squares):
    look = replace(FLAT, dark_field=True)
    ground = np.full((50, 50), 0.8, np.float32)
    grey, _ = compose_tem(np.random.default_rng(0), look, two_squares, ground)
    assert grey[25, 25] > grey[15, 15] > grey[45, 45]


def test_hollow_particles_are_lighter_inside(two_squares):
    look = replace(FLAT, core=-0.9, core_share=0.5)
    ground = np.full((50, 50), 0.8, np.float32)
    grey, _ = compose_tem(np.random.default_rng(0), look, two_squares[:1], ground)
    assert grey[20, 20] > grey[20, 13]
