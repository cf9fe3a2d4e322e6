"""Agreement of pairs, against published numbers and SciPy."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from feretlab.core.comparison.agreement import agreement, concordance


def test_bland_and_altman_find_the_published_bias_and_spread(flow):
    found = agreement(flow["mini"], flow["wright"])
    assert found.count == 17
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert (found.bias.low, found.bias.high) == pytest.approx((-22.0, 17.8), abs=0.1)


def test_limits_are_1_96_standard_deviations_from_the_bias(flow):
    found = agreement(flow["mini"], flow["wright"])
    limits = found.lower.value, found.upper.value
    assert limits == pytest.approx((-78.1, 73.9), abs=0.05)


def test_intervals_of_limits_are_those_of_1986(flow):
    found = agreement(flow["mini"], flow["wright"])
    # Published for limits of two standard deviations, with a rounder error.
    assert found.lower.high - found.lower.low == pytest.approx(69.2, rel=0.03)


def test_intervals_of_limits_of_few_pairs_are_those_of_1999():
    found = agreement(np.zeros(3), np.array([1.0, 2.0, 3.0]))
    # Section 2.4: s² (1 / n + 1.96² / (2 (n - 1))), here with n = 3 and s = 1.
    error = np.sqrt(1 / 3 + 1.96**2 / 4)
    half = (found.upper.high - found.upper.low) / 2
    assert half == pytest.approx(stats.t.ppf(0.975, 2) * error, rel=1e-4)


def test_tests_are_those_of_scipy(flow):
    first, second = flow["mini"], flow["wright"]
    found = agreement(first, second)
    assert found.t_p_value == pytest.approx(stats.ttest_rel(second, first).pvalue)
    many = np.tile(second - first, 4)
    signed = stats.wilcoxon(many, zero_method="pratt", method="approx")
    found = agreement(np.zeros(len(many)), many)
    assert found.wilcoxon_p_value == pytest.approx(signed.pvalue)


@pytest.mark.parametrize(
    "differences",
    [
        [1, 2, 3, 4, 5],  # all positive: 2 / 2**5
        [4, 4, 4, 4, 4],
        [2, -2, 2, 4, 0, 2, 2],
        [0, 0, 0, -1],
        [3, -1, -1, 2, 5, 8, -4, 0, 1, 6, 6],
    ],
)
def test_few_pairs_get_the_exact_signed_ranks_with_ties_and_zeros(differences):
    given = np.array(differences, float)
    ranks = stats.rankdata(np.abs(given))[given != 0]
    sums = np.array([np.dot(s, ranks) for s in product((0, 1), repeat=len(ranks))])
    of_these = ranks[given[given != 0] > 0].sum()
    tail = min((sums <= of_these).mean(), (sums >= of_these).mean())
    found = agreement(np.full(len(given), 90.0), 90 + given)
    assert found.wilcoxon_p_value == pytest.approx(min(1, 2 * tail))


def test_pairs_that_all_differ_by_the_same_tell_no_t_test():
    first = np.array([20.1, 23.3, 31.7])
    found = agreement(first, first + 0.3)
    assert np.isnan(found.t_p_value)
    assert found.wilcoxon_p_value == pytest.approx(2 / 2**3)


def test_concordance_is_that_of_stata_for_the_same_people(flow):
    found = concordance(flow["mini"], flow["wright"])
    assert found.value == pytest.approx(0.943, abs=5e-4)
    assert found.low < found.value < found.high < 1


def test_concordance_is_correlation_times_bias_correction():
    rng = np.random.default_rng(4)
    first = rng.normal(50, 9, 40)
    second = 1.2 * first + rng.normal(3, 4, 40)
    ratio = first.std() / second.std()
    shift = (first.mean() - second.mean()) ** 2 / (first.std() * second.std())
    correction = 2 / (ratio + 1 / ratio + shift)
    expected = stats.pearsonr(first, second).statistic * correction
    assert concordance(first, second).value == pytest.approx(expected)


def test_the_interval_of_concordance_covers_as_often_as_it_says():
    rng = np.random.default_rng(8)
    # Correlation 0.8, scale 1.25, shift of half a standard deviation.
    truth = 2 * 0.8 * 1.25 / (1 + 1.25**2 + 0.5**2)
    inside = 0
    for _ in range(400):
        x, noise = rng.normal(size=(2, 50))
        found = concordance(x, 1.25 * (0.8 * x + 0.6 * noise) + 0.5)
        inside += found.low <= truth <= found.high
    assert 0.92 <= inside / 400 <= 0.975


def test_trend_is_the_slope_of_differences_over_means(flow):
    first, second = flow["mini"], flow["wright"]
    line = stats.linregress((first + second) / 2, second - first)
    assert agreement(first, second).trend.value == pytest.approx(line.slope)


def test_equal_pairs_agree_wholly():
    same = np.array([3.0, 5.0, 9.0, 11.0])
    found = agreement(same, same)
    assert (found.bias.value, found.sd, found.t_p_value) == (0, 0, 1)
    assert found.concordance.value == 1


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_pairs_tell_no_spread(count):
    found = agreement(np.zeros(count), np.ones(count))
    assert found.count == count
    assert np.isnan(found.sd)
