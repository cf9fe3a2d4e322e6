"""Intraclass correlations, against Shrout and Fleiss."""

import numpy as np
import pytest

from feretlab.core.comparison.reliability import reliability
from feretlab.core.errors import InputError

# Shrout and Fleiss 1979, table 2: six targets, four judges.
JUDGES = np.array(
    [
        [9, 2, 5, 8],
        [6, 1, 3, 2],
        [8, 4, 6, 8],
        [7, 1, 2, 6],
        [10, 5, 6, 9],
        [6, 2, 4, 7],
    ],
    float,
)


def ends(estimate):
    return estimate.value, estimate.low, estimate.high


def test_both_correlations_are_the_published_ones():
    found = reliability(JUDGES)
    assert found.agreement.value == pytest.approx(0.29, abs=0.005)
    assert found.consistency.value == pytest.approx(0.71, abs=0.006)


def test_intervals_are_those_of_the_psych_package():
    found = reliability(JUDGES)
    assert ends(found.agreement) == pytest.approx((0.290, 0.019, 0.761), abs=1e-3)
    assert ends(found.consistency) == pytest.approx((0.715, 0.342, 0.946), abs=1e-3)


def test_a_bias_lowers_agreement_but_not_consistency():
    rng = np.random.default_rng(1)
    true = rng.normal(50, 10, (40, 1))
    table = true + rng.normal(0, 1, (40, 2))
    moved = table + np.array([0, 15])
    assert reliability(moved).consistency.value == pytest.approx(
        reliability(table).consistency.value
    )
    assert reliability(moved).agreement.value < 0.7


def test_equal_columns_correlate_wholly():
    found = reliability(np.tile([[1.0], [2.0], [4.0]], 3))
    assert found.agreement.value == found.consistency.value == 1


def test_nothing_that_varies_has_no_correlation():
    assert np.isnan(reliability(np.ones((4, 2))).agreement.value)


def test_gaps_are_refused():
    with pytest.raises(InputError, match="one number for each particle"):
        reliability(np.array([[1.0, np.nan], [2.0, 3.0]]))
