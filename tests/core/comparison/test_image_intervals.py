"""Pairs of several images: the values stay, the intervals are those of images."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.comparison.agreement import agreement
from feretlab.core.comparison.image_intervals import over_images
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.reliability import reliability


@pytest.fixture(scope="module")
def found():
    """Fifteen images, each with a bias of its own, before and after."""
    rng = np.random.default_rng(6)
    code = np.repeat(np.arange(15), 20)
    manual = rng.normal(200, 30, len(code))
    shift = rng.normal(4, 3, 15)
    automatic = manual + shift[code] + rng.normal(0, 2, len(code))
    table = np.stack((manual, automatic), axis=1)
    before = agreement(manual, automatic), reliability(table)
    after = over_images(table, code, *before, CompareParameters())
    each = np.array([(automatic - manual)[code == i].mean() for i in range(15)])
    return before, after, each


def test_the_values_are_kept(found):
    (before, correlations), (after, others), _ = found
    for name in ("bias", "lower", "upper", "trend", "concordance"):
        assert getattr(after, name).value == getattr(before, name).value, name
    assert others.agreement.value == correlations.agreement.value
    assert (after.images, after.t_p_value) == (15, before.t_p_value)


def test_resampled_statistics_are_those_of_all_pairs(found):
    before, after, _ = found
    for one, other in zip(before, after, strict=True):
        for name in ("bias", "lower", "upper", "concordance", "agreement"):
            if hasattr(other, name):
                estimate = getattr(other, name)
                assert estimate.low < getattr(one, name).value < estimate.high, name


def test_the_bias_is_as_uncertain_as_that_of_the_images(found):
    (before, _), (after, _), each = found
    expected = stats.t.interval(0.95, 14, each.mean(), stats.sem(each))
    assert (after.bias.low, after.bias.high) == pytest.approx(expected, abs=0.25)
    assert after.bias.high - after.bias.low > 2 * (before.bias.high - before.bias.low)


def covered_biases(images, trials=150):
    """Share of intervals that hold the true bias, of images that differ in it."""
    rng = np.random.default_rng(17)
    parameters = CompareParameters(resamples=100)
    code = np.repeat(np.arange(images), 30)
    hits = 0
    for _ in range(trials):
        manual = rng.normal(200, 30, len(code))
        shift = rng.normal(4, 3, images)[code]
        automatic = manual + shift + rng.normal(0, 4, len(code))
        table = np.stack((manual, automatic), axis=1)
        before = agreement(manual, automatic), reliability(table)
        bias = over_images(table, code, *before, parameters)[0].bias
        hits += bias.low <= 4 <= bias.high
    return hits / trials


@pytest.mark.parametrize("images", [2, 3])
def test_the_bias_of_few_images_is_held_as_often_as_promised(images):
    # Four standard errors of 150 trials at 0.95 are 0.07.
    assert covered_biases(images) >= 0.88


def test_a_bias_of_two_images_may_reach_below_zero():
    rng = np.random.default_rng(3)
    code = np.repeat([0, 1], 50)
    manual = rng.normal(200, 30, 100)
    automatic = manual + np.array([2.0, 8.0])[code] + rng.normal(0, 1, 100)
    table = np.stack((manual, automatic), axis=1)
    before = agreement(manual, automatic), reliability(table)
    found, correlations = over_images(table, code, *before, CompareParameters())

    assert found.bias.low < 0 < found.bias.value
    assert correlations.agreement.high <= 1
    assert found.concordance.high <= 1
