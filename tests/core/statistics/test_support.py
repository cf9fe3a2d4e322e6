"""What statistics by volume rest on."""

import numpy as np
import pytest

from feretlab.core.statistics.describe import describe_distribution, to_columns
from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import sample_of
from feretlab.core.statistics.support import volume_support

FAST = StatisticsParameters(resamples=100)


def drawn(count, spread, seed=0):
    return np.random.default_rng(seed).lognormal(3, spread, count)


def mixed(count, share, seed=0):
    """Mostly 20 nm, a share of 60 nm."""
    rng = np.random.default_rng(seed)
    return np.where(rng.random(count) < share, 60, 20) * rng.lognormal(0, 0.2, count)


def test_equal_particles_all_count():
    found = volume_support(sample_of([5.0] * 40))
    assert found.effective == pytest.approx(40)
    assert found.largest_share == pytest.approx(1 / 40)


def test_one_large_particle_leaves_few():
    found = volume_support(sample_of([1.0] * 1000 + [10.0]))
    assert found.largest_share == pytest.approx(0.5)
    assert found.effective == pytest.approx(2000**2 / (1000 + 1000**2))


@pytest.mark.parametrize(
    ("sizes", "is_enough"),
    [
        (drawn(20, 0.2), False),
        (drawn(100, 0.6), False),
        (drawn(400, 0.6), True),
        (drawn(200, 0.1), True),
        (mixed(20, 0.1), False),
        (mixed(300, 0.1), False),
        (mixed(3000, 0.1), True),
        (20 * (1 + np.random.default_rng(0).pareto(4.5, 2000)), False),
    ],
)
def test_trust_takes_particles_and_a_tail_that_ends(sizes, is_enough):
    assert volume_support(sample_of(sizes)).is_enough == is_enough


@pytest.mark.parametrize("sizes", [[], [0.0, 0.0], [np.nan]])
def test_no_volume_has_no_verdict(sizes):
    assert volume_support(sample_of(sizes)).verdict == ""


def test_tables_tell_it_beside_the_numbers():
    columns = to_columns(describe_distribution(mixed(20, 0.1), parameters=FAST))
    assert columns["min_feret_volume_intervals"] == "may be too narrow"
    assert 0 < columns["min_feret_volume_largest_share"] < 1
    many = to_columns(describe_distribution(drawn(400, 0.2), parameters=FAST))
    assert many["min_feret_volume_intervals"] == "can be trusted"
    assert many["min_feret_volume_effective_count"] > 100
