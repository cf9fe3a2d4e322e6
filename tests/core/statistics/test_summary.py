"""Statistics against numpy, closed formulas and simulated truth."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.statistics.bootstrap import resampled_counts
from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import sample_of
from feretlab.core.statistics.summary import (
    STATISTICS,
    _Table,
    summarize,
    weighted_quantiles,
)

FAST = StatisticsParameters(resamples=300)
SIZES = np.random.default_rng(4).lognormal(3.0, 0.3, 251)


def test_number_statistics_are_numpys():
    number = summarize(sample_of(SIZES), FAST)["number"]
    assert number.mean.value == pytest.approx(SIZES.mean())
    assert number.sd.value == pytest.approx(SIZES.std(ddof=1))
    found = [getattr(number, key).value for key in ("d10", "d50", "d90")]
    quantiles = np.quantile(SIZES, (0.1, 0.5, 0.9))
    assert found == pytest.approx(quantiles)
    assert number.median.value == pytest.approx(np.median(SIZES))
    assert number.span.value == pytest.approx((quantiles[2] - quantiles[0]) / found[1])


def test_volume_statistics_are_moment_ratios():
    volume = summarize(sample_of(SIZES), FAST)["volume"]
    moment = [(SIZES**power).sum() for power in range(6)]
    mean = moment[4] / moment[3]  # D[4,3] of ISO 9276-2
    assert volume.mean.value == pytest.approx(mean)
    variance = moment[5] / moment[3] - mean**2
    assert volume.sd.value == pytest.approx(np.sqrt(variance))


def test_volume_quantiles_of_a_lognormal_follow_hatch_and_choate():
    shares = (np.arange(20_000) + 0.5) / 20_000
    sizes = stats.lognorm.ppf(shares, 0.3, scale=20)
    sample = sample_of(sizes)
    levels = (0.1, 0.5, 0.9)
    found = weighted_quantiles(sample.values, sample.volume[None], levels, "volume")
    expected = 20 * np.exp(3 * 0.3**2 + 0.3 * stats.norm.ppf((0.1, 0.5, 0.9)))
    assert found[0] == pytest.approx(expected, rel=2e-3)


def test_three_particles_by_volume_are_what_the_hand_finds():
    volume = summarize(sample_of([1.0, 2.0, 3.0]), FAST)["volume"]
    # Volumes 1, 8, 27 of 36; each size stands at their middle: 0.5, 5, 22.5.
    assert volume.mean.value == pytest.approx((1 + 16 + 81) / 36)
    assert volume.d10.value == pytest.approx(1 + (3.6 - 0.5) / 4.5)
    assert volume.d50.value == pytest.approx(2 + (18 - 5) / 17.5)
    # 32.4 lies beyond the last middle.
    assert volume.d90.value == 3


def test_one_particle_with_most_of_the_volume_is_what_lies_above():
    volume = summarize(sample_of([10.0] * 9 + [50.0]), FAST)["volume"]
    # 9 of 134 thousand lie in the small ones: middles of the last two 8.5 and 71.5.
    assert volume.d50.value == pytest.approx(10 + 40 * (67 - 8.5) / 63)
    assert volume.d90.value == 50


def test_whole_weights_are_repetitions():
    values, times = np.array([2.0, 3, 5, 9]), np.array([3, 1, 2, 4])
    weighted = summarize(sample_of(values, times), FAST)["number"]
    repeated = np.repeat(values, times)
    assert weighted.mean.value == pytest.approx(repeated.mean())
    assert weighted.d10.value <= weighted.d50.value <= weighted.d90.value


def test_the_mode_is_the_peak_of_the_density():
    shares = (np.arange(5000) + 0.5) / 5000
    sizes = stats.lognorm.ppf(shares, 0.4, scale=20)
    number = summarize(sample_of(sizes), FAST)["number"]
    assert number.mode.value == pytest.approx(20 * np.exp(-(0.4**2)), rel=0.03)


def test_the_mode_is_that_of_scipys_kernel_density():
    number = summarize(sample_of(SIZES), FAST)["number"]
    iqr = np.subtract(*np.quantile(SIZES, (0.75, 0.25)))
    width = 0.9 * min(SIZES.std(), iqr / 1.34) * len(SIZES) ** -0.2
    density = stats.gaussian_kde(SIZES, width / SIZES.std(ddof=1))
    grid = np.linspace(SIZES.min(), SIZES.max(), 20_000)
    assert number.mode.value == pytest.approx(grid[density(grid).argmax()], rel=3e-3)


def test_the_mode_by_volume_is_that_of_scipys_kernel_density():
    sizes = np.sort(np.random.default_rng(13).lognormal(3.0, 0.5, 200))
    volume, cubes = summarize(sample_of(sizes), FAST)["volume"], sizes**3
    density = stats.gaussian_kde(sizes, weights=cubes)
    middles = (np.cumsum(cubes) - cubes / 2) / cubes.sum()
    iqr = np.subtract(*np.interp((0.75, 0.25), middles, sizes))
    width = 0.9 * min(volume.sd.value, iqr / 1.34) * density.neff**-0.2
    density.set_bandwidth(width / np.sqrt(np.cov(sizes, aweights=cubes)))
    grid = np.linspace(sizes.min(), sizes.max(), 20_000)
    assert volume.mode.value == pytest.approx(grid[density(grid).argmax()], rel=3e-3)


def test_one_giant_does_not_hide_the_mode():
    sizes = np.append(SIZES, 1e7)
    mode = summarize(sample_of(sizes), FAST)["number"].mode.value
    assert mode == pytest.approx(np.exp(3 - 0.09), rel=0.1)


def test_statistics_do_not_depend_on_the_unit():
    nm = summarize(sample_of(SIZES), FAST)["number"]
    um = summarize(sample_of(SIZES / 1000), FAST)["number"]
    for name in STATISTICS:
        scale = 1 if name == "span" else 1000
        assert getattr(um, name).value * scale == pytest.approx(getattr(nm, name).value)


def test_the_interval_of_a_mean_is_near_students():
    mean = summarize(sample_of(SIZES))["number"].mean
    error = stats.t.ppf(0.975, 250) * SIZES.std(ddof=1) / np.sqrt(251)
    assert mean.high - mean.low == pytest.approx(2 * error, rel=0.06)
    assert mean.low < mean.value < mean.high


def test_the_interval_of_a_median_is_near_the_binomial_one():
    median = summarize(sample_of(SIZES))["number"].d50
    ranks = stats.binom.ppf((0.025, 0.975), 251, 0.5).astype(int)
    low, high = np.sort(SIZES)[ranks]
    assert median.low == pytest.approx(low, rel=0.02)
    assert median.high == pytest.approx(high, rel=0.02)


@pytest.fixture(scope="module")
def coverage():
    """Give how often intervals of 200 lognormal samples hold the true values."""
    truth = {
        "mean": 20 * np.exp(0.045),
        "sd": 20 * np.exp(0.045) * np.sqrt(np.expm1(0.09)),
        **{f"d{p}": stats.lognorm.ppf(p / 100, 0.3, scale=20) for p in (10, 50, 90)},
    }
    rng = np.random.default_rng(12)
    hits = dict.fromkeys(truth, 0)
    for trial in range(200):
        sample = sample_of(rng.lognormal(np.log(20), 0.3, 80))
        parameters = StatisticsParameters(resamples=300, seed=trial)
        number = summarize(sample, parameters)["number"]
        for name, value in truth.items():
            found = getattr(number, name)
            hits[name] += found.low <= value <= found.high
    return {name: count / 200 for name, count in hits.items()}


@pytest.mark.parametrize("name", ["mean", "sd", "d10", "d50", "d90"])
def test_intervals_hold_the_truth_about_as_often_as_they_say(coverage, name):
    # Scatter of 200 samples is 0.016; an sd of skewed sizes is covered less.
    assert coverage[name] >= (0.84 if name == "sd" else 0.89)


def test_quantiles_of_resamples_are_those_of_the_drawn_particles():
    sample = sample_of(SIZES)
    counts = np.concatenate(list(resampled_counts(sample, 40, 0)))
    found = _Table(sample, sample.weights, "number").statistics(counts)
    names = STATISTICS.index("d10"), STATISTICS.index("d90") + 1
    drawn = [np.repeat(sample.values, row.astype(int)) for row in counts]
    expected = [np.quantile(sizes, (0.1, 0.5, 0.9)) for sizes in drawn]
    np.testing.assert_allclose(found[:, slice(*names)], expected)
    assert found[:, 0] == pytest.approx([sizes.mean() for sizes in drawn])
    assert found[:, 1] == pytest.approx([sizes.std(ddof=1) for sizes in drawn])


def test_the_same_seed_gives_the_same_intervals():
    sample = sample_of(SIZES)
    assert summarize(sample, FAST) == summarize(sample, FAST)


def test_no_particles_leave_everything_open():
    for summary in summarize(sample_of([]), FAST).values():
        assert np.isnan([getattr(summary, name).value for name in STATISTICS]).all()


def test_one_particle_has_a_size_but_no_spread():
    number = summarize(sample_of([7.0]), FAST)["number"]
    sizes = [number.mean, number.d10, number.d50, number.d90, number.mode]
    assert [estimate.value for estimate in sizes] == [7] * 5
    assert np.isnan([number.sd.value, number.mean.low]).all()


def test_equal_particles_have_no_spread():
    number = summarize(sample_of([7.0] * 9), FAST)["number"]
    assert [number.sd.value, number.span.value] == [0, 0]
    assert [number.mean.low, number.mean.high, number.mode.value] == [7, 7, 7]


@pytest.mark.parametrize("images", [2, 3])
def test_intervals_of_few_unlike_images_hold_the_truth(images):
    """Resamples alone held the median in 0.73 and 0.87 of such samples."""
    rng = np.random.default_rng(5)
    image = np.repeat(np.arange(images), 20)
    parameters = StatisticsParameters(resamples=100)
    hits = 0
    for _ in range(100):
        shifts = rng.normal(0, 0.3 * np.sqrt(0.3), images)
        logs = shifts[image] + rng.normal(0, 0.3 * np.sqrt(0.7), len(image))
        sample = sample_of(50 * np.exp(logs), image=image)
        found = summarize(sample, parameters)["number"].d50
        hits += found.low <= 50 <= found.high
    # Binomial scatter of 100 samples at 0.95 is 0.022.
    assert hits >= 90
