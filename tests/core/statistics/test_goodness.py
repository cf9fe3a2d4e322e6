"""Anderson-Darling against SciPy and the published tables."""

import numpy as np
import pytest
from scipy import special, stats

from feretlab.core.statistics.goodness import (
    anderson_darling,
    normal_p_value,
    weibull_p_value,
)

# D'Agostino and Stephens 1986, table 4.7: upper tail of the modified A².
NORMAL = [(0.631, 0.10), (0.752, 0.05), (0.873, 0.025), (1.035, 0.01)]
# The same, table 4.17, case 3: extreme value, so Weibull.
WEIBULL = [(0.637, 0.10), (0.757, 0.05), (0.877, 0.025), (1.038, 0.01)]
MANY = 1e12  # where the statistic needs no modification


def _statistic(values, weights):
    score = (values - values.mean()) / values.std(ddof=1)
    total = weights.sum() ** 2 / (weights**2).sum()
    return anderson_darling(
        special.log_ndtr(score), special.log_ndtr(-score), weights, total
    )


def test_the_statistic_is_the_textbooks_sum():
    values = np.sort(np.random.default_rng(0).normal(5, 2, 60))
    share = stats.norm.cdf((values - values.mean()) / values.std(ddof=1))
    odd = 2 * np.arange(1, 61) - 1
    expected = -60 - (odd * (np.log(share) + np.log(1 - share[::-1]))).sum() / 60
    assert _statistic(values, np.ones(60)) == pytest.approx(expected)


def test_weights_are_the_distance_of_the_weighted_curve():
    values = np.sort(np.random.default_rng(1).normal(0, 1, 12))
    weights = np.random.default_rng(2).uniform(0.5, 2, 12)
    score = (values - values.mean()) / values.std(ddof=1)
    shares = stats.norm.cdf(score)
    # The integral of (S - z)² / (z (1 - z)) by brute force.
    grid = (np.arange(2_000_000) + 0.5) / 2_000_000
    steps = np.concatenate(([0], np.cumsum(weights) / weights.sum()))
    curve = steps[np.searchsorted(shares, grid, side="right")]
    distance = np.mean((curve - grid) ** 2 / (grid * (1 - grid)))
    total = weights.sum() ** 2 / (weights**2).sum()
    assert _statistic(values, weights) == pytest.approx(total * distance, rel=1e-4)


@pytest.mark.parametrize(("critical", "level"), NORMAL)
def test_normal_p_values_are_the_tables(critical, level):
    assert normal_p_value(critical, MANY) == pytest.approx(level, rel=0.03)


@pytest.mark.parametrize(("critical", "level"), WEIBULL)
def test_weibull_p_values_are_the_tables(critical, level):
    assert weibull_p_value(critical, MANY) == pytest.approx(level, rel=0.03)


def test_small_samples_are_modified_as_the_tables_say():
    modified = 0.7 * (1 + 0.75 / 20 + 2.25 / 400)
    assert normal_p_value(0.7, 20) == pytest.approx(normal_p_value(modified, MANY))
    assert weibull_p_value(0.7, 25) == pytest.approx(weibull_p_value(0.728, MANY))


@pytest.mark.parametrize("p_value", [normal_p_value, weibull_p_value])
def test_p_values_fall_from_one_to_zero(p_value):
    sizes = np.concatenate(([1e-9], np.linspace(0.05, 40, 800)))
    found = np.array([p_value(size, 500) for size in sizes])
    assert found[0] == pytest.approx(1, abs=1e-3)
    assert found[-1] < 1e-12
    assert (np.diff(found) <= 1e-2).all()
