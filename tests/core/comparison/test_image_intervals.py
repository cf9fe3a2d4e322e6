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
