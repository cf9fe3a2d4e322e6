"""Comparisons in plain words."""

import numpy as np
import pytest

from feretlab.core.comparison.compare import compare_measurements
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.operators import spread_of
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.verdict import (
    relative_difference,
    spread_verdict,
    verdict,
)

FEW = CompareParameters(resamples=200)


def sizes(name, values):
    one = Measured(image="", ids=np.arange(len(values)).astype(str), values=values)
    return Measurements(name=name, unit="nm", images=(one,))


def said(shift, count=400, parameters=FEW):
    manual = np.random.default_rng(0).normal(200, 20, count)
    found = compare_measurements(
        sizes("anna", manual), sizes("automatic", manual + shift), parameters
    )
    return found, verdict(found, parameters, "min Feret")


def test_a_small_difference_agrees():
    _, text = said(2)
    assert "on average 1.0 % (" in text
    assert "larger than manual, +2.0 nm on 199.3 nm" in text
    assert "they agree within 5 %." in text
    assert "400 automatic and 400 manual sizes" in text


def test_a_large_difference_does_not():
    _, text = said(-30)
    assert "smaller than manual, -30 nm" in text
    assert "they differ by more than 5 %." in text


@pytest.mark.parametrize("shift", [-9, 9])
def test_an_interval_across_the_tolerance_leaves_it_open(shift):
    _, text = said(shift, count=40)
    assert "whether they agree within 5 % is not certain yet" in text


def test_the_tolerance_is_the_users():
    _, text = said(2, parameters=CompareParameters(resamples=200, tolerance=0.001))
    assert "not certain yet" in text


def test_one_size_cannot_be_judged():
    _, text = said(2, count=1)
    assert "too few particles to judge" in text


def test_without_pairs_the_means_are_compared():
    found, _ = said(10)
    assert relative_difference(found) == found.contrasts["mean"].relative


def test_spread_names_persons_repeats_and_the_automatic_result():
    table = np.array([[10.0, 12, 20, 20], [30.0, 30, 36, 38], [21.0, 22, 30, 33]])
    spread = spread_of(table, ["a", "a", "b", "b"], table.mean(axis=1) + 1)
    text = spread_verdict(spread, "nm")
    # Squares of repeats 2 + 0 + 0 + 2 + 0.5 + 4.5, over six.
    assert text.startswith("On the same 3 particles, persons differ by ")
    assert "repeats of one person by 1.2 nm" in text
    assert "off their mean by +1.0 nm" in text
