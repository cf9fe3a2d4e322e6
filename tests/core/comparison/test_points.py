"""Places that tables tell."""

import numpy as np
import pytest

from feretlab.core.comparison.points import containments, read_points
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

SIZE = PixelSize(2.0, 4.0)  # y, x


@pytest.mark.parametrize(
    ("headings", "unit", "expected"),
    [
        (("X (px)", "Y (px)"), "", (40, 10)),
        (("X", "Y"), "px", (40, 10)),
        (("X", "Y"), "nm", (10, 5)),
        (("X (nm)", "Y (nm)"), "px", (10, 5)),
        (("X", "Y"), "um", (10_000, 5_000)),
        (("X (µm)", "Y (µm)"), "", (10_000, 5_000)),
        (("centroid_x_px", "centroid_y_px"), "nm", (40, 10)),
    ],
)
def test_places_are_given_in_pixels_whatever_their_unit(headings, unit, expected):
    table = dict(zip(headings, (np.array([40.0]), np.array([10.0])), strict=True))
    points, problem = read_points(table, unit, SIZE)

    assert (points.tolist(), problem) == ([list(expected)], "")


@pytest.mark.parametrize(
    ("headings", "unit", "size", "said"),
    [
        (("X", "Y"), "", SIZE, "tell no unit"),
        (("X (px)", "Y (nm)"), "", SIZE, "tell no unit"),
        (("X", "Y"), "nm", None, "pixel size is not known"),
        (("Length", "Y"), "nm", SIZE, ""),
    ],
)
def test_what_is_not_known_is_not_guessed(headings, unit, size, said):
    table = dict.fromkeys(headings, np.array([1.0]))
    points, problem = read_points(table, unit, size)

    assert points is None
    assert said in problem
    assert bool(problem) == bool(said)


def test_a_point_lies_in_the_particle_around_it_nearest_to_its_middle(discs):
    particles = Particles.from_labels(discs((50, 30, 10), (50, 80, 20)))
    points = np.array([[30.0, 50.0], [90.0, 50.0], [5.0, 5.0], [np.nan, 50.0]])
    point, particle, nearness = containments(points, particles)

    assert (point.tolist(), particle.tolist()) == ([0, 1], [0, 1])
    assert nearness == pytest.approx([1, 1 / (1 + 10 / 20)], abs=0.01)


def test_a_point_beyond_all_whole_numbers_lies_in_no_particle(discs):
    particles = Particles.from_labels(discs((50, 30, 10)))
    points = np.array([[np.inf, 50.0], [1e19, 50.0], [-np.inf, 50.0], [-0.5, 50.0]])

    assert containments(points, particles)[0].tolist() == []


def test_a_point_in_two_overlapping_particles_is_in_both():
    square = np.ones((10, 10), bool)
    particles = Particles.from_masks([square] * 2, [(0, 0), (5, 5)], (30, 30))
    point, particle, nearness = containments(np.array([[7.0, 7.0]]), particles)

    assert (point.tolist(), particle.tolist()) == ([0, 0], [0, 1])
    assert nearness[0] > nearness[1]


def test_points_beyond_the_picture_lie_in_nothing(discs):
    particles = Particles.from_labels(discs((50, 30, 10)))
    points = np.array([[-1.0, 50.0], [30.0, 1000.0]])

    assert len(containments(points, particles)[0]) == 0
