"""Two distributions side by side, against NumPy, SciPy and known populations."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.comparison.distributions import contrast


@pytest.fixture
def samples():
    rng = np.random.default_rng(5)
    return rng.normal(200, 40, 300), rng.normal(209, 40, 250)


def test_values_are_those_of_numpy(samples):
    manual, automatic = samples
    found = contrast(manual, automatic, resamples=100)
    assert found["median"].manual == np.median(manual)
    assert found["d90"].automatic == np.quantile(automatic, 0.9)
    assert found["sd"].difference.value == pytest.approx(
        automatic.std(ddof=1) - manual.std(ddof=1)
    )


def test_the_interval_of_the_means_is_that_of_welch(samples):
    manual, automatic = samples
    found = contrast(manual, automatic)["mean"].difference
    welch = stats.ttest_ind(automatic, manual, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high), abs=0.9)


def test_the_relative_difference_is_that_over_the_manual_mean(samples):
    manual, automatic = samples
    expected = automatic.mean() / manual.mean() - 1
    assert contrast(manual, automatic)["mean"].relative.value == pytest.approx(expected)


def test_tests_are_those_of_scipy(samples):
    manual, automatic = samples
    found = contrast(manual, automatic, resamples=100)
    distance = stats.ks_2samp(manual, automatic)
    assert found.ks_distance == pytest.approx(distance.statistic)
    assert found.ks_p_value == pytest.approx(distance.pvalue)
    ranks = stats.mannwhitneyu(automatic, manual)
    assert found.mann_whitney_p_value == pytest.approx(ranks.pvalue)


def test_the_greater_share_counts_pairs():
    found = contrast(np.array([1.0, 4.0]), np.array([2.0, 4.0]), resamples=100)
    # 2 > 1, 4 > 1 and half of 4 = 4, of four pairs.
    assert found.greater_share == 2.5 / 4


def test_the_same_seed_gives_the_same_intervals(samples):
    assert contrast(*samples, seed=3) == contrast(*samples, seed=3)
    assert contrast(*samples, seed=3) != contrast(*samples, seed=4)


def test_an_empty_side_has_counts_alone():
    found = contrast(np.zeros(0), np.ones(5))
    assert (found.manual_count, found.automatic_count) == (0, 5)
    assert not found.statistics


def test_two_unlike_images_tell_little_of_the_difference():
    rng = np.random.default_rng(8)
    code = np.repeat([0, 1], 60)
    manual = rng.normal(100, 10, 120)
    automatic = manual + np.array([1.0, 9.0])[code]
    found = contrast(manual, automatic, images=(code, code), resamples=300)["mean"]

    # Student's with one degree of freedom: 12.7 times half the two shifts' distance.
    assert found.difference.high - found.difference.low == pytest.approx(
        2 * 12.7 * 4, rel=0.02
    )
    assert found.relative.low >= -1
