"""Corrections and the particles that they concern."""

import numpy as np

from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import (
    Correction,
    Corrections,
    covered_by,
    particle_at,
    points_inside,
)


def test_of_overlapping_particles_the_smallest_is_hit():
    masks = [np.ones((10, 10), bool), np.ones((3, 3), bool)]
    particles = Particles.from_masks(masks, [(0, 0), (4, 4)], (20, 20))

    assert particle_at(particles, (5, 5)) == 1
    assert particle_at(particles, (1, 1)) == 0
    assert particle_at(particles, (15, 15)) is None


def test_the_point_inside_lies_inside_a_ring():
    y, x = np.mgrid[-9:10, -9:10]
    ring = (np.hypot(y, x) < 9) & (np.hypot(y, x) > 4)
    particles = Particles.from_masks([ring], [(5, 5)], (40, 40))

    (point,) = points_inside(particles, [0])

    assert particle_at(particles, point) == 0


def test_the_point_of_a_particle_avoids_smaller_ones_that_lie_over_it():
    masks = [np.ones((20, 20), bool), np.ones((6, 6), bool)]
    particles = Particles.from_masks(masks, [(5, 5), (12, 12)], (40, 40))

    large, small = points_inside(particles, [0, 1])
    assert particle_at(particles, large) == 0
    assert particle_at(particles, small) == 1


def test_regions_cover_what_lies_mostly_in_one_of_them():
    masks = [np.ones((6, 6), bool)] * 3
    particles = Particles.from_masks(masks, [(2, 2), (2, 12), (20, 20)], (40, 40))
    region = np.ones((10, 14), bool), (0, 0)

    assert covered_by(particles, [region]) == (0,)
    assert covered_by(particles, [region, (np.ones((9, 9), bool), (19, 19))]) == (0, 2)


def test_corrections_tell_what_was_added_to_earlier_ones():
    first, second = Correction(kind="delete"), Correction(kind="delete")
    earlier, both = Corrections(items=(first,)), Corrections(items=(first, second))

    assert both.since(earlier) == (second,)
    assert both.since(both) == ()
    assert earlier.since(both) is None
    assert both.since(Corrections(items=(second,))) is None
