"""Pairs of drawn particles."""

import numpy as np
import pytest

from feretlab.core.comparison.measurements import Measured
from feretlab.core.comparison.pairing import pair
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.errors import InputError
from feretlab.core.particles import Particles


def measured(labels=None, lines=None, points=None):
    particles = None if labels is None else Particles.from_labels(labels)
    places = next(one for one in (particles, lines, points) if one is not None)
    count = len(places)
    return Measured(
        image="f",
        ids=np.arange(count).astype(str),
        values=np.ones(count),
        particles=particles,
        lines=lines,
        points=points,
    )


def pairs_of(manual, automatic, **given):
    found = pair(manual, Particles.from_labels(automatic), CompareParameters(**given))
    return list(zip(found.manual.tolist(), found.automatic.tolist(), strict=True))


def test_outlines_pair_by_overlap_not_by_order(discs):
    manual = discs((30, 30, 12), (60, 80, 15), (85, 20, 8))
    # The first is missed, the last is found where nothing was drawn.
    automatic = discs((85, 21, 8), (61, 80, 14), (20, 100, 9))
    assert pairs_of(measured(manual), automatic) == [(1, 1), (2, 0)]


def test_the_least_overlap_decides(discs):
    manual, automatic = discs((50, 50, 20)), discs((50, 50, 15))
    # IoU is (15 / 20)², 0.56.
    assert pairs_of(measured(manual), automatic, min_iou=0.5) == [(0, 0)]
    assert pairs_of(measured(manual), automatic, min_iou=0.6) == []


def test_images_of_different_size_pair(discs):
    manual, automatic = discs((30, 30, 12)), discs((30, 30, 12), shape=(60, 60))
    assert pairs_of(measured(manual), automatic) == [(0, 0)]


def test_lines_pair_with_the_particle_they_cross_most(discs):
    automatic = discs((50, 30, 15), (50, 62, 15))
    lines = np.array([[[46.0, 50.0], [76.0, 50.0]], [[30.0, 34.0], [30.0, 66.0]]])
    assert pairs_of(measured(lines=lines), automatic) == [(0, 1), (1, 0)]


def test_two_lines_across_a_merged_particle_make_one_pair():
    automatic = np.zeros((40, 80), np.uint8)
    automatic[10:30, 10:70] = 1
    lines = np.array([[[20.0, 10.0], [20.0, 30.0]], [[60.0, 10.0], [60.0, 30.0]]])
    assert len(pairs_of(measured(lines=lines), automatic)) == 1


def test_a_line_mostly_beside_a_particle_is_a_miss(discs):
    lines = np.array([[[50.0, 50.0], [110.0, 50.0]]])
    assert pairs_of(measured(lines=lines), discs((50, 50, 15))) == []
    near = pairs_of(measured(lines=lines), discs((50, 50, 15)), min_crossing=0.2)
    assert near == [(0, 0)]


def test_points_pair_with_the_particle_around_them(discs):
    automatic = discs((50, 30, 15), (50, 80, 15), (20, 100, 9))
    points = np.array([[80.0, 52.0], [10.0, 10.0], [33.0, 50.0]])
    assert pairs_of(measured(points=points), automatic) == [(0, 1), (2, 0)]


def test_of_two_points_in_one_particle_the_nearer_to_its_middle_is_the_pair(discs):
    points = np.array([[60.0, 50.0], [47.0, 50.0]])
    assert pairs_of(measured(points=points), discs((50, 50, 15))) == [(1, 0)]


def test_sizes_alone_cannot_be_paired(discs):
    alone = Measured(image="f", ids=np.array(["1"]), values=np.ones(1))
    with pytest.raises(InputError, match="found sizes alone"):
        pairs_of(alone, discs((50, 50, 15)))
