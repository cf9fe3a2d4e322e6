"""The nano share against published intervals and the definition."""

import numpy as np
import pytest

from feretlab.core.statistics.nano import _verdict, nano_share, wilson_interval
from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.sample import sample_of

FAST = StatisticsParameters(resamples=300)


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(hits, count, low, high):
    assert wilson_interval(hits / count, count) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("nano", "verdict"),
    [(90, "nanomaterial"), (50, "undecided"), (10, "not a nanomaterial")],
)
def test_the_verdict_needs_the_whole_interval_on_one_side(nano, verdict):
    sizes = np.concatenate((np.full(nano, 60.0), np.full(100 - nano, 300.0)))
    found = nano_share(sample_of(sizes), FAST)
    assert found.share == nano / 100
    assert (found.low, found.high) == wilson_interval(nano / 100, 100)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.5, 0.6, "nanomaterial"),
        (0.4, 0.5, "undecided"),
        (0.3, 0.49, "not a nanomaterial"),
    ],
)
def test_half_of_the_particles_are_enough(low, high, verdict):
    # Recommendation 2022/C 229/01: "50 % or more of these particles".
    assert _verdict(low, high) == verdict


def test_a_size_at_the_limit_counts():
    assert nano_share(sample_of([100.0, 100.1]), FAST).share == 0.5
    limit = StatisticsParameters(nano_limit_nm=50)
    assert nano_share(sample_of([40.0, 100.0, 60.0, 70.0]), limit).share == 0.25


def test_weights_count():
    assert nano_share(sample_of([60.0, 300.0], [1, 3]), FAST).share == 0.25


def test_images_that_differ_widen_the_interval():
    sizes = np.repeat([60.0, 300.0], 100)
    mixed = nano_share(sample_of(sizes, image=np.tile(np.arange(10), 20)), FAST)
    parted = nano_share(sample_of(sizes, image=np.arange(200) // 20), FAST)
    assert mixed.share == parted.share == 0.5
    assert (mixed.low, mixed.high) == wilson_interval(0.5, 200)
    # Ten images, five of them all nano: as ten coins, not as 200.
    assert parted.high - parted.low == pytest.approx(2 * 2.262 * 0.5 / 3, rel=0.15)


def test_images_that_all_agree_keep_wilsons_interval():
    found = nano_share(sample_of(np.full(40, 60.0), image=np.arange(40) % 4), FAST)
    assert (found.low, found.high) == wilson_interval(1.0, 40)


def test_no_particles_decide_nothing():
    found = nano_share(sample_of([]), FAST)
    assert np.isnan([found.share, found.low, found.high]).all()
    assert found.verdict == "undecided"


def test_two_unlike_images_decide_nothing():
    """Shares of 0.6 and 0.9: Student's t with one degree of freedom is 12.7."""
    sizes = np.concatenate(
        [np.repeat([50.0, 150.0], [60, 40]), np.repeat([50.0, 150.0], [90, 10])]
    )
    found = nano_share(sample_of(sizes, image=np.repeat([0, 1], 100)), FAST)
    assert (found.low, found.high) == (0, 1)
    assert found.verdict == "undecided"
