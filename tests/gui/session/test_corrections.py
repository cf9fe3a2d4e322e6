"""Corrections apart from the automatic result."""

import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import (
    DRAWN,
    Correction,
    Corrections,
    Counts,
    corrected,
    corrected_further,
    counted,
    particle_at,
    points_inside,
)

SQUARE = np.ones((6, 6), bool)


@pytest.fixture
def automatic():
    """Squares of 6 px at (2, 2), (2, 20) and (20, 2)."""
    corners = [(2, 2), (2, 20), (20, 2)]
    return Particles.from_masks([SQUARE] * 3, corners, (40, 40))


def _apply(automatic, *items):
    return corrected(automatic, Corrections(items=items))


def test_a_deleted_particle_is_gone_and_the_others_keep_their_origin(automatic):
    particles, origin, _ = _apply(automatic, Correction(kind="delete", at=((4, 22),)))

    assert len(particles) == 2
    assert origin == (0, 2)


def test_a_drawn_particle_comes_last_and_has_no_origin(automatic):
    drawn = Correction(kind="add", regions=((np.ones((4, 3), bool), (30, 30)),))

    particles, origin, _ = _apply(automatic, drawn)

    assert particles.boxes[-1].tolist() == [30, 30, 34, 33]
    assert origin == (0, 1, 2, DRAWN)
    assert np.isnan(particles.confidence[-1])


def test_a_split_puts_two_in_the_place_of_one(automatic):
    half = np.ones((6, 3), bool)
    split = Correction(
        kind="replace", at=((3, 3),), regions=((half, (2, 2)), (half, (2, 5)))
    )

    particles, origin, _ = _apply(automatic, split)

    assert origin == (1, 2, DRAWN, DRAWN)
    assert [int(mask.sum()) for mask in particles.masks()] == [36, 36, 18, 18]


def test_a_class_and_a_reason_stay_with_their_particle(automatic):
    particles, _, excluded = _apply(
        automatic,
        Correction(kind="class", at=((21, 3),), text="rod"),
        Correction(kind="exclude", at=((21, 3),), text="dust"),
        Correction(kind="delete", at=((3, 3),)),
    )

    assert particles.classes == ["particle", "rod"]
    assert excluded == ("", "dust")


def test_a_correction_that_finds_no_particle_any_more_is_passed_over(automatic):
    moved = Correction(kind="replace", at=((38, 38),), regions=((SQUARE, (34, 34)),))

    particles, origin, _ = _apply(automatic, moved)

    assert len(particles) == 3
    assert origin == (0, 1, 2)


def test_corrections_survive_another_automatic_result(automatic):
    grown = Particles.from_masks([np.ones((8, 8), bool)], [(1, 19)], (40, 40))
    delete = Correction(kind="delete", at=points_inside(automatic, [1]))

    assert len(_apply(grown, delete)[0]) == 0


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


def test_new_corrections_on_top_of_old_ones_give_the_same_as_all_at_once(automatic):
    items = (
        Correction(kind="exclude", at=((4, 22),), text="dust"),
        Correction(kind="delete", at=((3, 3),)),
        Correction(kind="add", regions=((SQUARE, (30, 30)),)),
        Correction(kind="class", at=((31, 31),), text="rod"),
    )
    whole = _apply(automatic, *items)
    stepwise = corrected_further(*_apply(automatic, *items[:2]), items[2:])

    assert stepwise[1:] == whole[1:] == ((1, 2, DRAWN), ("dust", "", ""))
    assert stepwise[0].classes == whole[0].classes == ["particle", "particle", "rod"]
    np.testing.assert_array_equal(stepwise[0].bits, whole[0].bits)


def test_the_parts_of_a_particle_keep_its_class(automatic):
    half = np.ones((6, 3), bool)
    particles, _, _ = _apply(
        automatic,
        Correction(kind="class", at=((3, 3),), text="rod"),
        Correction(
            kind="replace", at=((3, 3),), regions=((half, (2, 2)), (half, (2, 5)))
        ),
    )

    assert particles.classes == ["particle", "particle", "rod", "rod"]


def test_corrections_are_counted():
    half = np.ones((6, 3), bool)
    corrections = Corrections(
        items=(
            Correction(kind="delete", at=((3, 3), (4, 22))),
            Correction(kind="add", regions=((half, (2, 2)),)),
            Correction(kind="replace", at=((3, 3),), regions=((half, (2, 2)),) * 2),
            Correction(kind="class", at=((3, 3),), text="rod"),
        )
    )

    assert counted(corrections) == Counts(added=1, deleted=2, changed=3)


def test_a_drawn_particle_that_a_later_analysis_finds_too_counts_once(automatic):
    drawn = Correction(kind="add", regions=((np.ones((7, 6), bool), (2, 20)),))

    particles, origin, _ = _apply(automatic, drawn)
    assert origin == (0, 2, DRAWN)
    assert particles.boxes[-1].tolist() == [2, 20, 9, 26]


def test_a_drawn_particle_beside_or_over_another_one_is_its_own(automatic):
    small = Correction(kind="add", regions=((np.ones((3, 3), bool), (3, 21)),))

    assert _apply(automatic, small)[1] == (0, 1, 2, DRAWN)
