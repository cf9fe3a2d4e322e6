"""Persons and their repeats, against published and simulated spread."""

import numpy as np
import pytest

from feretlab.core.comparison.operators import spread_of


@pytest.mark.parametrize(("meter", "published"), [("wright", 15.3), ("mini", 19.9)])
def test_repeats_spread_as_bland_and_altman_found(flow, meter, published):
    table = np.stack((flow[meter], flow[f"{meter} again"]), axis=1)
    found = spread_of(table, [meter, meter], table.mean(axis=1))
    assert found.within_sd == pytest.approx(published, abs=0.05)
    assert np.isnan(found.between_sd)


def test_spreads_of_persons_and_repeats_are_told_apart():
    rng = np.random.default_rng(2)
    true = rng.normal(200, 30, (4000, 1))
    # Each person judges each particle in a way of their own, then repeats it.
    persons = true + rng.normal(0, 6, (4000, 3))
    table = np.repeat(persons, 2, axis=1) + rng.normal(0, 4, (4000, 6))
    found = spread_of(table, ["a", "a", "b", "b", "c", "c"], true[:, 0] + 1)
    assert found.within_sd == pytest.approx(4, rel=0.03)
    assert found.between_sd == pytest.approx(6, rel=0.03)
    assert found.total_sd == pytest.approx(52**0.5, rel=0.03)
    assert found.automatic.bias == pytest.approx(1, abs=0.3)


def test_a_person_is_compared_with_the_mean_of_the_others():
    table = np.array([[10.0, 12.0, 17.0], [20.0, 22.0, 27.0]])
    found = spread_of(table, ["a", "b", "c"], np.array([14.0, 24.0]))
    assert [one.bias for one in found.each] == [-4.5, -1.5, 6]
    assert found.automatic.bias == 1
    assert np.isnan(found.within_sd)
    # Standard deviation of 10, 12 and 17.
    assert found.total_sd == found.between_sd == pytest.approx(13**0.5)


def test_means_of_samples_have_no_particles():
    found = spread_of(np.array([[10.0, 12.0]]), ["a", "b"], np.ones(1), single=False)
    assert found.targets == 0
    assert found.between_sd == pytest.approx(2**0.5)
