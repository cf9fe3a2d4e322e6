"""Resamples and the intervals from them."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.statistics.bootstrap import (
    counts_without_each,
    interval,
    resampled_counts,
    widened,
)
from feretlab.core.statistics.sample import sample_of


def _draws(sample, resamples=500, seed=0):
    return np.concatenate(list(resampled_counts(sample, resamples, seed)))


def test_a_resample_of_one_image_has_as_many_particles():
    counts = _draws(sample_of(np.arange(1, 31)))
    assert counts.shape == (500, 30)
    assert (counts.sum(axis=1) == 30).all()


def test_draws_of_one_image_are_multinomial():
    counts = _draws(sample_of(np.arange(1, 31)), 4000)
    assert counts.mean() == 1
    assert counts.var() == pytest.approx(29 / 30, rel=0.02)


def test_many_images_are_drawn_whole():
    image = np.repeat(np.arange(12), 4)
    counts = _draws(sample_of(np.arange(48.0), image=image))
    by_image = counts.reshape(500, 12, 4)
    assert (by_image == by_image[..., :1]).all()
    assert (by_image[..., 0].sum(axis=1) == 12).all()


def test_few_images_are_drawn_and_their_particles_anew():
    image = np.tile([0, 1, 2], 10)  # interleaved when sorted by size
    counts = _draws(sample_of(np.arange(30.0), image=image), 2000)
    by_image = counts.reshape(2000, 10, 3).sum(axis=1)
    assert set(np.unique(by_image)) == {0, 10, 20, 30}
    assert (counts.sum(axis=1) == 30).all()
    inside = counts.reshape(2000, 10, 3)[by_image[:, 0] == 10, :, 0]
    assert inside.var() == pytest.approx(0.9, rel=0.05)


def test_images_of_unequal_size_keep_theirs():
    image = np.repeat([0, 1], [3, 7])
    counts = _draws(sample_of(np.arange(10.0), image=image))
    pairs = {(int(row[:3].sum()), int(row[3:].sum())) for row in counts}
    assert pairs == {(6, 0), (3, 7), (0, 14)}


def test_the_seed_decides():
    sample = sample_of(np.arange(1, 31))
    np.testing.assert_array_equal(_draws(sample, seed=3), _draws(sample, seed=3))
    assert (_draws(sample, seed=3) != _draws(sample, seed=4)).any()


def test_the_expanded_interval_of_a_normal_mean_is_students():
    count = 8
    draws = stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    # The bootstrap's standard error of a mean is sqrt((n - 1) / n) of the honest one.
    draws *= np.sqrt((count - 1) / count)
    low, high = interval(draws, 0.95, count)
    assert high == pytest.approx(stats.t.ppf(0.975, count - 1), rel=1e-3)
    assert low == pytest.approx(-high)


def test_one_unit_has_no_interval():
    assert np.isnan(interval([1.0, 2.0], 0.95, 1)).all()
    assert np.isnan(interval([np.nan, np.nan], 0.95, 5)).all()


@pytest.mark.parametrize(
    ("images", "correlation", "least"), [(5, 0.0, 0.95), (5, 0.3, 0.9), (12, 0.2, 0.9)]
)
def test_intervals_of_several_images_hold_the_mean_as_often_as_they_say(
    images, correlation, least
):
    rng = np.random.default_rng(7)
    image = np.repeat(np.arange(images), 15)
    hits = 0
    for trial in range(150):
        shifts = rng.normal(0, np.sqrt(correlation), images)
        noise = rng.normal(0, np.sqrt(1 - correlation), len(image))
        sample = sample_of(100 + shifts[image] + noise, image=image)
        counts = _draws(sample, 300, trial)
        low, high = interval(counts @ sample.values / counts.sum(1), 0.95, images)
        hits += low <= 100 <= high
    # Binomial scatter of 150 trials at 0.95 is 0.018.
    assert hits / 150 >= least - 0.03


@pytest.mark.parametrize(("images", "rows"), [(1, 0), (2, 2), (4, 4), (5, 0)])
def test_each_of_few_images_is_left_out_once(images, rows):
    image = np.repeat(np.arange(images), 3)
    counts = counts_without_each(sample_of(np.arange(3.0 * images), image=image))
    assert counts.shape == (rows, 3 * images)
    for number, row in enumerate(counts):
        assert row[image == number].sum() == 0
        assert row.sum() == 3 * (images - 1)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_widened_interval_of_equal_images_is_students(count):
    means = np.random.default_rng(1).normal(100, 5, count)
    others = [np.delete(means, index).mean() for index in range(count)]
    found = widened(means.mean(), means.mean(), means.mean(), others, 0.95)
    error = means.std(ddof=1) / np.sqrt(count)
    assert found == pytest.approx(
        stats.t.interval(0.95, count - 1, means.mean(), error)
    )


def test_widening_never_narrows():
    assert widened(1.0, 99.0, 50.0, [49.9, 50.1], 0.95) == (1.0, 99.0)


def test_nothing_is_widened_without_images_left_out():
    assert widened(1.0, 3.0, 2.0, [], 0.95) == (1.0, 3.0)
    assert widened(1.0, 3.0, 2.0, [np.nan, 2.0], 0.95) == (1.0, 3.0)


def test_sizes_stay_above_zero_and_signed_values_do_not():
    assert widened(9.0, 11.0, 10.0, [5.0, 15.0], 0.95, least=0)[0] == 0
    assert widened(9.0, 11.0, 10.0, [5.0, 15.0], 0.95)[0] < -50
    assert widened(-1.0, 1.0, 0.0, [-5.0, 5.0], 0.95)[0] < -60


def test_shares_stay_below_one():
    assert widened(0.4, 0.6, 0.5, [0.3, 0.7], 0.95, least=0, most=1) == (0, 1)
