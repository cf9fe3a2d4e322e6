"""Outlines as pictures."""

import numpy as np

from feretlab.core.particles import Particles
from feretlab.gui.plots.outlines import outline_picture


def test_outlines_have_their_colours_and_a_faint_inside():
    particles = Particles.from_masks(
        [np.ones((5, 5), bool), np.ones((3, 3), bool)], [(0, 0), (6, 6)], (10, 10)
    )
    colors = np.array([[255, 0, 0], [0, 255, 0]], np.uint8)
    picture = outline_picture(particles, colors)

    assert picture[0, 0].tolist() == [255, 0, 0, 255]
    assert picture[6, 6].tolist() == [0, 255, 0, 255]
    assert 0 < picture[2, 2, 3] < 255
    assert picture[5, 5].tolist() == [0, 0, 0, 0]


def test_particles_beyond_the_picture_are_cut():
    particles = Particles.from_masks([np.ones((5, 5), bool)], [(7, 7)], (10, 10))
    picture = outline_picture(particles, np.full((1, 3), 9, np.uint8), width_px=2)

    assert (picture[7:, 7:, 3] > 0).all()
