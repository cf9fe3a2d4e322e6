"""Outlines changed by their corners."""

import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.gui.session.drawing_corners import (
    corners_of,
    nearest_on,
    outlined_anew,
)


def _blob(diameter, seed=0):
    """A roundish region without symmetry."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[-diameter : diameter + 1, -diameter : diameter + 1]
    waves = [0.08, 0.05, 0.03]
    angle = np.arctan2(y, x)
    radius = sum(
        wave * np.cos((order + 2) * angle + rng.uniform(0, 6))
        for order, wave in enumerate(waves)
    )
    return np.hypot(y, x) <= diameter / 2 * (1 + radius)


def _alone(mask, shape=(900, 900), corner=(20, 30)):
    return Particles.from_masks([mask], [corner], shape)


def _is_same(particles, region):
    mask, corner = region
    whole = particles.boxes[0, :2].tolist() == list(corner)
    return whole and np.array_equal(mask, particles.mask(0))


@pytest.mark.parametrize("seed", range(4))
def test_a_particle_of_30_px_has_about_a_dozen_corners(seed):
    corners = corners_of(_alone(_blob(30, seed)), 0)

    assert 10 <= len(corners.points) <= 16


@pytest.mark.parametrize(("diameter", "most"), [(10, 12), (100, 22), (400, 36)])
def test_corners_grow_slower_than_particles(diameter, most):
    corners = corners_of(_alone(_blob(diameter)), 0)

    assert 6 <= len(corners.points) <= most


@pytest.mark.parametrize("diameter", [1, 2, 5, 30, 101])
def test_untouched_corners_give_the_same_pixels(diameter):
    particles = _alone(_blob(diameter))

    assert _is_same(
        particles, outlined_anew(particles, 0, corners_of(particles, 0).path())
    )


def test_a_rectangle_has_its_four_corners():
    corners = corners_of(_alone(np.ones((30, 40), bool), corner=(5, 5)), 0)

    assert set(corners.points) == {(5, 5), (5, 45), (35, 5), (35, 45)}


def test_a_moved_corner_changes_the_stretches_beside_it_alone():
    particles = _alone(_blob(60))
    corners = corners_of(particles, 0)
    low = max(range(len(corners.points)), key=lambda at: corners.points[at][0])
    y, x = corners.points[low]

    mask, (top, left) = outlined_anew(
        particles, 0, corners.moved(low, (y + 12, x)).path()
    )
    changed = np.zeros(particles.shape, bool)
    changed[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    y0, x0, y1, x1 = particles.boxes[0]
    changed[y0:y1, x0:x1] ^= particles.mask(0)
    beside = [corners.points[(low + step) % len(corners.points)] for step in (-1, 1)]
    assert changed.any()
    assert np.argwhere(changed)[:, 0].min() >= min(place[0] for place in beside) - 1
    columns = sorted(place[1] for place in beside)
    assert np.argwhere(changed)[:, 1].min() >= columns[0] - 1
    assert np.argwhere(changed)[:, 1].max() <= columns[1]


def test_a_moved_corner_of_a_square_adds_a_triangle():
    particles = _alone(np.ones((40, 40), bool), corner=(20, 20))
    corners = corners_of(particles, 0)
    moved = corners.moved(corners.points.index((20, 20)), (10, 10))

    mask, corner = outlined_anew(particles, 0, moved.path())
    assert corner == (10, 10)
    # Two triangles of base 40 and height 10 stand out.
    assert mask.sum() == pytest.approx(1600 + 2 * 200, abs=20)


def test_an_inserted_corner_changes_nothing_until_it_is_moved():
    particles = _alone(_blob(60))
    corners = corners_of(particles, 0)
    more = corners.inserted(0, corners.points[1])

    assert len(more.points) == len(corners.points) + 1
    assert not more.is_changed
    assert _is_same(particles, outlined_anew(particles, 0, more.path()))


def test_a_corner_is_inserted_where_it_is_wanted():
    particles = _alone(np.ones((40, 40), bool), corner=(20, 20))
    corners = corners_of(particles, 0)
    stretch = next(
        index
        for index in range(4)
        if {
            place[0]
            for place in (corners.stretch(index)[0], corners.stretch(index)[-1])
        }
        == {20}
    )

    assert corners.inserted(stretch, (18.0, 41.3)).points[stretch + 1] == (20, 41)
    moved = corners.moved(stretch, (10.0, 20.0))
    assert moved.inserted(stretch, moved.points[stretch]).points[stretch + 1] == (
        10,
        20,
    )


def test_a_deleted_corner_of_a_square_leaves_a_triangle():
    particles = _alone(np.ones((40, 40), bool), corner=(20, 20))

    mask, _ = outlined_anew(particles, 0, corners_of(particles, 0).without(1).path())
    assert mask.sum() == pytest.approx(800, abs=25)


def test_three_corners_are_kept():
    corners = corners_of(_alone(np.ones((40, 40), bool)), 0)
    for _ in range(3):
        corners = corners.without(0)

    assert len(corners.points) == 3


def test_holes_and_other_parts_stay():
    mask = np.zeros((40, 60), bool)
    mask[:40, :40] = True
    mask[10:20, 10:20] = False
    mask[5:9, 50:55] = True
    particles = _alone(mask, corner=(0, 0))
    corners = corners_of(particles, 0)
    moved = corners.moved(corners.points.index((40, 40)), (50, 50))

    new, _ = outlined_anew(particles, 0, moved.path())
    assert not new[10:20, 10:20].any()
    assert new[5:9, 50:55].all()
    assert new.sum() == pytest.approx(mask.sum() + 400, abs=25)


def test_what_lies_beyond_the_field_is_cut_off():
    particles = _alone(np.ones((20, 20), bool), shape=(60, 60), corner=(0, 0))
    corners = corners_of(particles, 0)
    moved = corners.moved(corners.points.index((0, 0)), (-15, -15))

    assert _is_same(particles, outlined_anew(particles, 0, moved.path()))


def test_an_outline_around_no_pixel_is_nothing():
    particles = _alone(np.ones((20, 20), bool))

    assert outlined_anew(particles, 0, [(1, 1), (1, 1.2), (1.2, 1)]) is None


def test_the_nearest_place_of_a_line_may_be_its_end():
    assert nearest_on((0, 0), (0, 10), (3, 4)) == (0, 4)
    assert nearest_on((0, 0), (0, 10), (3, 14)) == (0, 10)
    assert nearest_on((2, 2), (2, 2), (9, 9)) == (2, 2)
