"""Patches stay true to what they were cut from."""

import numpy as np
import pytest

from feretlab.core.training.augmentation import (
    cut_patch,
    disturb,
    random_square,
    turn,
    wrinkle,
)


def test_a_patch_of_the_same_scale_is_the_window_itself():
    rng = np.random.default_rng(0)
    grey = rng.uniform(size=(40, 50)).astype(np.float32)
    labels = rng.integers(1, 5, (40, 50)).astype(np.int32)

    patch = cut_patch(grey, labels, grey, (3, 7), 32, 32)

    np.testing.assert_allclose(patch[0], grey[3:35, 7:39])
    assert np.array_equal(patch[1], labels[3:35, 7:39])
    np.testing.assert_allclose(patch[2], grey[3:35, 7:39])


@pytest.mark.parametrize("source", [32, 96, 128])
def test_grey_and_labels_stay_on_top_of_each_other_at_every_scale(source):
    y, x = np.mgrid[:128, :128]
    labels = (np.hypot(y - source / 2, x - source / 3) < source / 4).astype(np.int32)
    grey = labels.astype(np.float32)

    new_grey, new_labels, _ = cut_patch(grey, labels, grey, (0, 0), source, 64)

    assert np.mean((new_grey > 0.5) != (new_labels > 0)) < 0.01
    assert new_labels.mean() == pytest.approx(np.pi / 16, rel=0.05)


def test_squares_lie_inside_and_scales_in_their_range():
    rng = np.random.default_rng(1)
    squares = [random_square((300, 500), 128, (0.5, 2.0), rng) for _ in range(300)]

    assert all(top + s <= 300 and left + s <= 500 for (top, left), s in squares)
    sizes = [size for _, size in squares]
    assert 64 <= min(sizes) < 75
    assert 225 < max(sizes) <= 256


def test_a_small_micrograph_is_used_whole():
    rng = np.random.default_rng(1)

    assert random_square((50, 60), 256, (1.0, 1.0), rng)[1] == 50


def test_turns_give_eight_different_positions():
    picture = np.arange(9).reshape(3, 3)

    positions = {turn(picture, which).tobytes() for which in range(8)}

    assert len(positions) == 8


def test_disturbed_grey_stays_in_range_and_leaves_its_source():
    grey = np.random.default_rng(0).uniform(0, 1, (64, 64)).astype(np.float32)
    before = grey.copy()

    results = [disturb(grey, 0.5, np.random.default_rng(seed)) for seed in range(60)]

    assert all(each.dtype == np.float32 for each in results)
    assert min(each.min() for each in results) >= -0.5
    assert max(each.max() for each in results) <= 1.5
    assert np.array_equal(grey, before)


def test_chance_repeats_with_its_seed():
    grey = np.linspace(0, 1, 4096, dtype=np.float32).reshape(64, 64)

    first, again, other = (
        disturb(grey, 0.5, np.random.default_rng(seed)) for seed in (11, 11, 12)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_wrinkles_are_faint_and_leave_particles_alone():
    labels = np.zeros((96, 96), np.int32)
    labels[30:60, 20:70] = 1
    grey = labels.astype(np.float32)

    results = [wrinkle(grey, labels, np.random.default_rng(seed)) for seed in range(9)]

    changes = [np.abs(each - grey) for each in results]
    assert not any(change[labels > 0].any() for change in changes)
    assert 0.04 < max(change.max() for change in changes) < 0.3501
