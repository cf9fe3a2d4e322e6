"""Numbers of particles against ISO 13322-1 and simulation."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.precision import (
    iso_13322_count,
    normal_count,
    precision_of,
    subsampling_curve,
)
from feretlab.core.statistics.sample import sample_of

SIZES = np.random.default_rng(2).lognormal(3, 0.25, 2000)


def test_a_mean_needs_the_textbooks_number():
    # 1.96² 0.3² / 0.05² = 138.3
    assert normal_count(0.3, 0.05) == pytest.approx(138.3, abs=0.05)


@pytest.mark.parametrize(("alpha", "published"), [(3, 6000), (6, 61_000)])
def test_the_numbers_are_those_in_the_scope_of_the_standard(alpha, published):
    # ISO 13322-1:2004, scope: for a geometric sd of 1.6, "over 6 000 particles" for
    # the volume mean and "at least 61 000" for percentiles, which is alpha 6.
    count = iso_13322_count(np.log(1.6), 0.05, 0.95, alpha=alpha, beta=0)
    assert count == pytest.approx(published, rel=0.016)


@pytest.mark.parametrize(("alpha", "beta"), [(1, 0), (3, 0), (1, 3)])
def test_so_many_particles_reach_the_precision(alpha, beta):
    spread, precision = 0.3, 0.05
    count = round(iso_13322_count(spread, precision, alpha=alpha, beta=beta))
    rng = np.random.default_rng(1)
    logs = rng.normal(0, spread, (2000, count))
    # Mean of x^alpha weighted by x^beta, of the fitted lognormal distribution.
    centre = beta + alpha / 2
    estimates = alpha * (logs.mean(1) + centre * logs.var(1, ddof=1))
    truth = alpha * centre * spread**2
    within = np.abs(np.expm1(estimates - truth)) < precision
    assert within.mean() == pytest.approx(0.95, abs=0.02)


def test_the_needed_numbers_are_those_of_the_sample():
    found = precision_of(sample_of(SIZES))
    variation = SIZES.std(ddof=1) / SIZES.mean()
    assert found.needed_mean == np.ceil(normal_count(variation, 0.05))
    log_sd = np.log(SIZES).std(ddof=1)
    assert found.needed_iso_13322 == np.ceil(iso_13322_count(log_sd, 0.05))


def test_twice_the_precision_needs_four_times_the_particles():
    fine = precision_of(sample_of(SIZES), StatisticsParameters(precision=0.01))
    coarse = precision_of(sample_of(SIZES), StatisticsParameters(precision=0.02))
    assert fine.needed_mean == pytest.approx(4 * coarse.needed_mean, rel=0.01)


def test_likeness_within_images_multiplies_the_numbers():
    plain = precision_of(sample_of(SIZES))
    alike = precision_of(sample_of(SIZES), design_effect=3)
    for name in ("needed_mean", "needed_iso_13322", "needed_iso_13322_volume"):
        expected = pytest.approx(3 * getattr(plain, name), rel=0.02)
        assert getattr(alike, name) == expected
    assert precision_of(sample_of(SIZES), design_effect=np.nan).design_effect == 1


def test_the_subsampling_curve_falls_as_the_root_of_the_number():
    sizes, mean_error, median_error = subsampling_curve(sample_of(SIZES))
    expected = 1.96 * SIZES.std() / SIZES.mean() / np.sqrt(sizes)
    assert sizes[0] == 5
    assert sizes[-1] == 2000
    assert mean_error == pytest.approx(expected, rel=0.3)
    # The median of a normal logarithm varies by sqrt(pi / 2) of its mean.
    expected = 1.96 * 0.25 * np.sqrt(np.pi / 2 / sizes)
    assert median_error[4:] == pytest.approx(expected[4:], rel=0.3)


def test_subsamples_follow_the_weights():
    values = np.concatenate((np.full(50, 10.0), np.full(50, 30.0)))
    weights = np.repeat([3.0, 1.0], 50)
    _, mean_error, _ = subsampling_curve(sample_of(values, weights))
    assert mean_error[-1] == pytest.approx(
        stats.norm.ppf(0.975) * np.sqrt(75) / 15 / 10, rel=0.2
    )


@pytest.mark.parametrize("sizes", [[], [5.0], [0.0, 0.0]])
def test_too_few_particles_leave_the_numbers_open(sizes):
    found = precision_of(sample_of(sizes))
    assert np.isnan([found.needed_mean, found.needed_iso_13322]).all()
    assert len(found.sizes) == 0


def test_equal_particles_need_no_more():
    assert precision_of(sample_of([5.0] * 8)).needed_mean == 0
