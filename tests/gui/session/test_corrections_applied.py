"""Corrections apart from the automatic result, and applied to it."""

import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import Correction, Corrections, points_inside
from feretlab.gui.session.corrections_applied import (
    DRAWN,
    corrected,
    corrected_further,
    without_missed,
)

SQUARE = np.ones((6, 6), bool)


@pytest.fixture
def automatic():
    """Squares of 6 px at (2, 2), (2, 20) and (20, 2)."""
    corners = [(2, 2), (2, 20), (20, 2)]
    return Particles.from_masks([SQUARE] * 3, corners, (40, 40))


def _apply(automatic, *items):
    made = corrected(automatic, Corrections(items=items))
    return made.particles, made.origin, made.excluded


def _missed(automatic, *items):
    return corrected(automatic, Corrections(items=items)).missed


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


def test_new_corrections_on_top_of_old_ones_give_the_same_as_all_at_once(automatic):
    items = (
        Correction(kind="exclude", at=((4, 22),), text="dust"),
        Correction(kind="delete", at=((3, 3),)),
        Correction(kind="add", regions=((SQUARE, (30, 30)),)),
        Correction(kind="class", at=((31, 31),), text="rod"),
    )
    whole = corrected(automatic, Corrections(items=items))
    begun = corrected(automatic, Corrections(items=items[:2]))
    stepwise = corrected_further(begun, items[2:])

    assert stepwise.origin == whole.origin == (1, 2, DRAWN)
    assert stepwise.excluded == whole.excluded == ("dust", "", "")
    assert stepwise.missed == whole.missed == ((),) * 4
    classes = stepwise.particles.classes
    assert classes == whole.particles.classes == ["particle", "particle", "rod"]
    np.testing.assert_array_equal(stepwise.particles.bits, whole.particles.bits)


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


def test_a_drawn_particle_that_a_later_analysis_finds_too_counts_once(automatic):
    drawn = Correction(kind="add", regions=((np.ones((7, 6), bool), (2, 20)),))

    particles, origin, _ = _apply(automatic, drawn)
    assert origin == (0, 2, DRAWN)
    assert particles.boxes[-1].tolist() == [2, 20, 9, 26]


def test_a_drawn_particle_beside_or_over_another_one_is_its_own(automatic):
    small = Correction(kind="add", regions=((np.ones((3, 3), bool), (3, 21)),))

    assert _apply(automatic, small)[1] == (0, 1, 2, DRAWN)


def test_where_a_correction_no_longer_applies_is_told(automatic):
    missed = _missed(
        automatic,
        Correction(kind="delete", at=((4, 22), (38, 38))),
        Correction(kind="exclude", at=((38, 30),), text="dust"),
        Correction(kind="class", at=((21, 3),), text="rod"),
    )

    assert missed == (((38, 38),), ((38, 30),), ())


@pytest.mark.parametrize("kind", ["delete", "exclude", "class"])
def test_a_particle_of_quite_another_size_is_another_one(automatic, kind):
    speck = Correction(kind=kind, at=((4, 4),), text="dust", areas=(9,))
    similar = Correction(kind=kind, at=((4, 4),), text="dust", areas=(20,))

    assert _missed(automatic, speck, similar) == (((4, 4),), ())


def test_a_merge_holds_where_the_analysis_merges_too():
    one = np.ones((6, 24), bool)
    merge = Correction(
        kind="replace",
        at=((4, 4), (4, 22)),
        regions=((one, (2, 2)),),
        areas=(36, 36),
        beside=(),
    )
    merged = Particles.from_masks([one], [(2, 2)], (40, 40))

    assert _apply(merged, merge)[1] == (DRAWN,)
    assert _missed(merged, merge) == ((),)


def test_a_merge_drops_the_parts_that_a_later_analysis_finds():
    merge = Correction(
        kind="replace",
        at=((4, 3), (4, 22)),
        regions=((np.ones((6, 24), bool), (2, 2)),),
        areas=(36, 36),
        beside=(),
    )
    third = np.ones((6, 3), bool)
    corners = [(2, 2), (2, 5), (2, 20), (20, 2)]
    parts = Particles.from_masks([third, third, SQUARE, SQUARE], corners, (40, 40))

    assert _apply(parts, merge)[1] == (3, DRAWN)


def test_a_split_holds_where_the_analysis_splits_too():
    half = np.ones((6, 3), bool)
    split = Correction(
        kind="replace",
        at=((4, 3),),
        regions=((half, (2, 2)), (half, (2, 5))),
        areas=(36,),
        beside=(),
    )
    halves = Particles.from_masks([half, half], [(2, 2), (2, 5)], (40, 40))

    assert _apply(halves, split)[1] == (DRAWN, DRAWN)


def test_small_particles_over_a_reshaped_one_stay():
    masks = [np.ones((20, 20), bool), np.ones((4, 4), bool)]
    particles = Particles.from_masks(masks, [(5, 5), (12, 12)], (40, 40))
    reshape = Correction(
        kind="replace",
        at=((7, 7),),
        regions=((np.ones((22, 22), bool), (4, 4)),),
        areas=(400,),
        beside=((13, 13),),
    )

    assert _apply(particles, reshape)[1] == (1, DRAWN)


def test_a_correction_of_an_earlier_version_drops_only_what_it_names():
    masks = [np.ones((20, 20), bool), np.ones((4, 4), bool)]
    particles = Particles.from_masks(masks, [(5, 5), (12, 12)], (40, 40))
    region = np.ones((22, 22), bool), (4, 4)
    reshape = Correction(kind="replace", at=((7, 7),), regions=(region,))

    assert _apply(particles, reshape)[1] == (1, DRAWN)


def test_what_is_forgotten_is_what_met_nothing(automatic):
    corrections = Corrections(
        items=(
            Correction(kind="delete", at=((4, 22), (38, 38)), areas=(36, 36)),
            Correction(kind="exclude", at=((38, 30),), text="dust"),
            Correction(kind="class", at=((21, 3),), text="rod"),
            Correction(kind="add", regions=((SQUARE, (30, 30)),)),
        )
    )
    missed = corrected(automatic, corrections).missed

    left = without_missed(corrections, missed)
    assert [each.kind for each in left.items] == ["delete", "class", "add"]
    assert (left.items[0].at, left.items[0].areas) == (((4, 22),), (36,))
    assert corrected(automatic, left).missed == ((), (), ())
