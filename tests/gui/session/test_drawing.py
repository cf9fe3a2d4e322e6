"""Regions from what was drawn by hand."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.particles import Particles
from feretlab.gui.session.drawing import (
    merged_region,
    polygon_region,
    reshaped_region,
    split_regions,
    without_region,
)

SHAPE = (80, 100)


def _placed(region, shape=SHAPE):
    mask, (top, left) = region
    field = np.zeros(shape, bool)
    field[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    return field


def _disk(radius):
    y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    return y * y + x * x <= radius * radius


@pytest.fixture
def one():
    """A rectangle of 20 x 40 px at (10, 20)."""
    return Particles.from_masks([np.ones((20, 40), bool)], [(10, 20)], SHAPE)


def test_a_rectangle_along_pixel_edges_is_filled_exactly():
    mask, corner = polygon_region([(10, 20), (10, 60), (30, 60), (30, 20)], SHAPE)

    assert (mask.shape, corner, mask.all()) == ((20, 40), (10, 20), True)


def test_a_circle_holds_the_pixels_whose_middle_lies_inside():
    turns = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    points = [(40.3 + 25 * np.sin(turn), 50.7 + 25 * np.cos(turn)) for turn in turns]

    y, x = np.indices(SHAPE) + 0.5
    inside = np.hypot(y - 40.3, x - 50.7) < 25
    assert (_placed(polygon_region(points, SHAPE)) != inside).sum() <= 2


def test_what_lies_beyond_the_field_is_cut_off():
    mask, corner = polygon_region([(-10, -10), (-10, 5), (5, 5), (5, -10)], SHAPE)

    assert (corner, mask.shape) == ((0, 0), (5, 5))


@pytest.mark.parametrize(
    "points",
    [
        [(1, 1), (5, 5)],
        [(1.6, 1.6), (1.6, 1.9), (1.9, 1.9)],
        [(200, 200), (200, 220), (220, 220)],
        [(3, 3), (3, 9), (3, 5)],
    ],
    ids=["two points", "inside of a pixel", "outside", "flat"],
)
def test_an_outline_without_pixels_gives_nothing(points):
    assert polygon_region(points, SHAPE) is None


@pytest.mark.parametrize("line", [[(5, 40), (35, 40)], [(8, 30), (32, 50)]])
def test_a_split_gives_two_that_are_the_whole(one, line):
    parts = split_regions(one, 0, line)

    assert len(parts) == 2
    both = sum(_placed(part).astype(int) for part in parts)
    assert both.max() == 1
    np.testing.assert_array_equal(both > 0, one.to_mask())


def test_a_line_from_edge_to_edge_need_not_reach_beyond(one):
    assert len(split_regions(one, 0, [(10.5, 40.5), (29.5, 40.5)])) == 2


@pytest.mark.parametrize("line", [[(5, 40), (35, 40)], [(35, 40), (5, 40)]])
def test_a_line_along_pixel_edges_cuts_exactly_there(one, line):
    parts = split_regions(one, 0, line)

    assert sorted(corner[1] for _, corner in parts) == [20, 40]
    assert [mask.shape for mask, _ in parts] == [(20, 20)] * 2


def test_a_line_that_ends_inside_does_not_split(one):
    assert len(split_regions(one, 0, [(5, 40), (20, 40)])) == 1


def test_touching_particles_merge_into_their_union():
    masks = [np.ones((20, 20), bool)] * 2
    particles = Particles.from_masks(masks, [(10, 10), (10, 30)], SHAPE)

    np.testing.assert_array_equal(
        _placed(merged_region(particles, [0, 1])), particles.to_mask()
    )


def test_particles_with_a_gap_are_joined_across_it():
    masks = [_disk(10), _disk(10)]
    particles = Particles.from_masks(masks, [(20, 10), (20, 36)], SHAPE)
    merged = _placed(merged_region(particles, [0, 1]))

    assert ndimage.label(merged)[1] == 1
    assert (merged & particles.to_mask()).sum() == particles.to_mask().sum()
    assert merged.sum() < 1.35 * particles.to_mask().sum()


def test_merging_at_the_border_stays_inside_the_field():
    masks = [_disk(8), _disk(8)]
    particles = Particles.from_masks(masks, [(0, 0), (0, 20)], SHAPE)

    mask, (top, left) = merged_region(particles, [0, 1])
    assert min(top, left) >= 0
    assert top + mask.shape[0] <= SHAPE[0]


def test_a_stroke_from_inside_adds(one):
    stroke = [(20, 50), (20, 80), (28, 80), (28, 50)]

    field = _placed(reshaped_region(one, 0, stroke))
    assert field[24, 70]
    assert field.sum() == 20 * 40 + 8 * 20


def test_a_stroke_from_outside_takes_away(one):
    stroke = [(5, 70), (5, 50), (40, 50), (40, 70)]

    field = _placed(reshaped_region(one, 0, stroke))
    assert not field[20, 55]
    assert field.sum() == 20 * 30


def test_taking_everything_away_leaves_nothing(one):
    assert reshaped_region(one, 0, [(0, 0), (0, 90), (70, 90), (70, 0)]) is None


def test_a_region_is_taken_out_of_a_particle(one):
    middle = np.ones((60, 10), bool), (0, 30)

    common, (right, left) = without_region(one, 0, middle)
    assert common == 200
    assert (right[1], right[0].shape) == ((10, 40), (20, 20))
    assert (left[1], left[0].shape) == ((10, 20), (20, 10))


def test_a_region_beside_a_particle_takes_nothing(one):
    common, (rest,) = without_region(one, 0, (np.ones((5, 5), bool), (60, 80)))

    assert common == 0
    assert rest[0].sum() == 800
