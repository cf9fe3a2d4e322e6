"""What samples of known distributions say of tails, against formulas and truth."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import sample_of
from feretlab.core.statistics.summary import (
    STATISTICS,
    _estimates,
    _Table,
    summarize,
)
from feretlab.core.statistics.tails import LognormalTable, WeibullTable, tail_of

SPREAD, MEDIAN = 0.35, 40.0
SIZES = np.random.default_rng(8).lognormal(np.log(MEDIAN), SPREAD, 60)


def _truth(power):
    """Give `STATISTICS` of a lognormal distribution weighted by size ** power."""
    weighted = stats.lognorm(SPREAD, scale=MEDIAN * np.exp(power * SPREAD**2))
    d10, d50, d90 = weighted.ppf([0.1, 0.5, 0.9])
    mode = d50 * np.exp(-(SPREAD**2))
    return [weighted.mean(), weighted.std(), d10, d50, d90, mode, (d90 - d10) / d50]


@pytest.mark.parametrize("power", [0, 2, 3])
def test_a_lognormal_population_has_its_own_statistics(power):
    shares = (np.arange(200_000) + 0.5) / 200_000
    sizes = stats.lognorm.ppf(shares, SPREAD, scale=MEDIAN)
    sample = sample_of(sizes, volume=5 * sizes**power)
    table = LognormalTable(sample, by_volume=power > 0)
    found = table.statistics(np.ones((1, len(sizes))))[0]
    assert found == pytest.approx(_truth(power), rel=1e-4)


@pytest.mark.parametrize("power", [0, 2, 3])
@pytest.mark.parametrize("modulus", [1.5, 4.0])
def test_a_weibull_population_has_its_own_statistics(power, modulus):
    shares = (np.arange(400_000) + 0.5) / 400_000
    sizes = stats.weibull_min.ppf(shares, modulus, scale=MEDIAN)
    sample = sample_of(sizes, volume=5 * sizes**power)
    found = WeibullTable(sample, by_volume=power > 0).statistics(
        np.ones((1, len(sizes)))
    )[0]
    by_volume = stats.gengamma(1 + power / modulus, modulus, scale=MEDIAN)
    d10, d50, d90 = by_volume.ppf([0.1, 0.5, 0.9])
    sizes = np.linspace(d10 / 9, d90, 200_000)
    mode = sizes[by_volume.pdf(sizes).argmax()]
    span = (d90 - d10) / d50
    expected = [by_volume.mean(), by_volume.std(), d10, d50, d90, mode, span]
    assert found == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("table", [LognormalTable, WeibullTable])
def test_weights_are_repetitions(table):
    weighted = table(sample_of(SIZES), by_volume=True)
    counts = np.random.default_rng(1).integers(1, 4, (1, len(SIZES))).astype(float)
    repeated = sample_of(np.repeat(np.sort(SIZES), counts[0].astype(int)))
    plain = table(repeated, by_volume=True)
    assert weighted.statistics(counts) == pytest.approx(
        plain.statistics(np.ones((1, len(repeated.values))))
    )


WEIBULL = stats.weibull_min.ppf((np.arange(90) + 0.5) / 90, 1.5, scale=30)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (SIZES, LognormalTable),
        (WEIBULL, WeibullTable),
        (np.concatenate([SIZES, SIZES + 300]), None),
        (SIZES - 30, None),
        ([], None),
        ([3.0, 4.0], None),
        ([0.0, 1.0, 2.0, 3.0], None),
    ],
)
def test_only_what_sizes_do_not_contradict_is_taken(sizes, expected):
    assert tail_of(sample_of(sizes)) is expected


@pytest.mark.parametrize(
    ("by", "count", "truth", "least"),
    [
        # Resamples alone held D90 in 0.5 and 0.82 of samples.
        ("volume", 50, stats.gengamma(1 + 3 / 2, 2, scale=30), 85),
        ("number", 20, stats.weibull_min(2, scale=30), 90),
    ],
)
def test_the_tail_of_a_weibull_sample_is_not_cut_at_its_largest(
    by, count, truth, least
):
    rng, hits = np.random.default_rng(4), 0
    for seed in range(100):
        sample = sample_of(30 * rng.weibull(2, count))
        parameters = StatisticsParameters(resamples=200, seed=seed)
        found = summarize(sample, parameters)[by].d90
        hits += found.low <= truth.ppf(0.9) <= found.high
    assert hits >= least


@pytest.mark.parametrize(("count", "is_wider"), [(20, True), (400, False)])
def test_many_particles_keep_the_interval_of_resamples(count, is_wider):
    sample = sample_of(30 * np.random.default_rng(6).weibull(2, count))
    parameters = StatisticsParameters(resamples=200)
    tail = tail_of(sample)(sample, by_volume=False)
    tables = [_Table(sample, sample.weights, "number"), tail]
    alone, of_tail = (one["d90"] for one in _estimates(sample, tables, parameters))
    assert of_tail.high > alone.high
    found = summarize(sample, parameters)["number"].d90
    assert (found.high > alone.high) == is_wider


@pytest.fixture(scope="module")
def coverage():
    """Give how often intervals by volume of 200 samples of 50 hold the truth."""
    rng = np.random.default_rng(2)
    truth = dict(zip(STATISTICS, _truth(3), strict=True))
    hits = dict.fromkeys(truth, 0)
    for seed in range(200):
        sample = sample_of(rng.lognormal(np.log(MEDIAN), SPREAD, 50))
        parameters = StatisticsParameters(resamples=200, seed=seed)
        volume = summarize(sample, parameters)["volume"]
        for name, value in truth.items():
            found = getattr(volume, name)
            hits[name] += found.low <= value <= found.high
    return {name: count / 200 for name, count in hits.items()}


@pytest.mark.parametrize("name", STATISTICS)
def test_intervals_by_volume_hold_the_truth(coverage, name):
    """Resamples alone held D90 in 0.37, the sd in 0.35, the mean in 0.7."""
    assert coverage[name] >= 0.86


def test_two_kinds_of_particles_keep_the_interval_of_resamples():
    kinds = np.concatenate([SIZES, SIZES + 300])
    found = summarize(sample_of(kinds), StatisticsParameters(resamples=200))["volume"]
    assert found.d90.high <= kinds.max()
