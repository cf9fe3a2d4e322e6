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
from feretlab.core.particles import Particles

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


def by_points(discs, *points):
    """Two manual lengths of 20 nm at places; discs of 21, 21 and 90 nm there."""
    labels = discs((20, 20, 9), (20, 60, 9), (70, 60, 9))
    hand = Measured(
        image="f1",
        ids=np.arange(len(points)).astype(str),
        values=np.full(len(points), 20.0),
        points=np.array(points, float),
    )
    found = Measured(
        image="f1",
        ids=np.array(["1", "2", "3"]),
        values=np.array([21.0, 21.0, 90.0]),
        particles=Particles.from_labels(labels),
    )
    sides = (
        Measurements(name=name, unit="nm", images=(one,))
        for name, one in (("anna", hand), ("automatic", found))
    )
    return verdict(compare_measurements(*sides, FEW), FEW, "min Feret")


def test_beside_a_few_lengths_the_mean_of_all_particles_is_not_told(discs):
    text = by_points(discs, (20, 20), (60, 20))
    assert "larger than manual, +1.0 nm on 20.00 nm (2 pairs)" in text
    assert "The mean of" not in text
    assert "2 of 3 automatic particles measured by hand; the others are not" in text


def test_a_missed_length_counts_in_the_mean_of_what_was_measured(discs):
    text = by_points(discs, (20, 20), (60, 20), (100, 90))
    assert "The mean of all that was measured differs by +5.0 %." in text
    assert "1 manual particle missed, 2 of 3 automatic particles measured" in text


def test_a_single_length_cannot_be_judged(discs):
    assert "1 pair, too few to judge by 5 %" in by_points(discs, (20, 20))


def test_lengths_that_meet_no_particle_are_compared_with_nothing(discs):
    assert by_points(discs, (100, 90), (1, 90)) == (
        "anna: no manual length lies in an automatic particle, nothing can be "
        "compared. 2 manual particles missed, 0 of 3 automatic particles measured by "
        "hand; the others are not compared."
    )


def test_two_equal_sides_are_equal_whatever_rounding_left(discs):
    particles = Particles.from_labels(discs((20, 20, 9), (20, 60, 9), (70, 60, 12)))
    values = np.array([18.1, 18.3, 24.2])

    def side(name, values):
        ids = np.array(["1", "2", "3"])
        one = Measured(image="f1", ids=ids, values=values, particles=particles)
        return Measurements(name=name, unit="nm", images=(one,))

    manual = side("anna", values)
    automatic = side("automatic", np.nextafter(values, [0, 99, 0]))
    text = verdict(compare_measurements(manual, automatic, FEW), FEW, "min Feret")
    assert "is on average equal to manual, +0 nm on 20.20 nm (3 pairs)" in text
    assert "95 % of single particles differ by +0 to +0 nm." in text


def test_spread_names_persons_repeats_and_the_automatic_result():
    table = np.array([[10.0, 12, 20, 20], [30.0, 30, 36, 38], [21.0, 22, 30, 33]])
    spread = spread_of(table, ["a", "a", "b", "b"], table.mean(axis=1) + 1)
    text = spread_verdict(spread, "nm")
    # Squares of repeats 2 + 0 + 0 + 2 + 0.5 + 4.5, over six.
    assert text.startswith("On the same 3 particles, persons differ by ")
    assert "repeats of one person by 1.2 nm" in text
    assert "off their mean by +1.0 nm" in text
