"""Lines through pairs, against R's mcr, closed forms and plain loops."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.comparison.lines import deming, passing_bablok

X = np.arange(1.0, 21.0)
Y = np.array([
    1.03, 2.05, 2.79, 3.67, 5.00, 5.82, 7.16, 7.69, 8.53, 10.38,
    11.11, 12.17, 13.47, 13.83, 15.15, 16.12, 16.94, 18.09, 19.13, 19.54,
])  # fmt: skip


def ends(estimate):
    return estimate.value, estimate.low, estimate.high


def test_passing_bablok_is_that_of_mcr():
    # mcreg(x, y, method.reg="PaBa", alpha=0.05, method.ci="analytical") of R's mcr.
    line = passing_bablok(X, Y)
    assert line.slope.value == pytest.approx(1.0050, abs=5e-5)
    # mcr takes the mean of two neighbouring slopes where the paper rounds the rank.
    assert ends(line.slope) == pytest.approx((1.0050, 0.9848077, 1.0265805), abs=2e-3)
    expected = (0.0125, -0.2975146, 0.1393271)
    assert ends(line.intercept) == pytest.approx(expected, abs=0.02)


def test_passing_bablok_of_exchanged_methods_is_the_inverse_line():
    line, inverse = passing_bablok(X, Y), passing_bablok(Y, X)
    assert inverse.slope.value == pytest.approx(1 / line.slope.value, rel=1e-3)


def test_passing_bablok_hardly_moves_by_an_outlier():
    wild = Y.copy()
    wild[3] = 60
    assert passing_bablok(X, wild).slope.value == pytest.approx(1, abs=0.03)
    assert stats.linregress(X, wild).slope < 0.8


@pytest.mark.parametrize("fit", [passing_bablok, deming])
def test_points_on_a_line_give_it_back(fit):
    line = fit(X, 3 + 0.5 * X)
    assert (line.slope.value, line.intercept.value) == pytest.approx((0.5, 3))


def test_deming_of_equal_errors_is_the_main_axis():
    points = np.stack((X - X.mean(), Y - Y.mean()))
    axis = np.linalg.svd(points)[0][:, 0]
    line = deming(X, Y)
    assert line.slope.value == pytest.approx(axis[1] / axis[0])
    height = Y.mean() - line.slope.value * X.mean()
    assert line.intercept.value == pytest.approx(height)


def test_deming_of_an_exact_first_method_is_least_squares():
    assert deming(X, Y, ratio=1e9).slope.value == pytest.approx(
        stats.linregress(X, Y).slope, rel=1e-6
    )


def test_deming_intervals_leave_out_one_pair_at_a_time():
    whole, count = deming(X, Y), len(X)
    pseudo = []
    for left in range(count):
        kept = np.arange(count) != left
        one = deming(X[kept], Y[kept])
        pair = [(whole.slope, one.slope), (whole.intercept, one.intercept)]
        pseudo.append([count * w.value - (count - 1) * o.value for w, o in pair])
    reach = stats.t.ppf(0.975, count - 2) * stats.sem(np.array(pseudo))
    found = [e.high - e.value for e in (whole.slope, whole.intercept)]
    assert found == pytest.approx(reach)


def test_deming_of_points_above_each_other_but_one_has_no_interval():
    line = deming(np.array([95.0, 105, 105]), np.array([95.0, 110, 100]))
    # Sums of squares about the middle: 200 / 3, 350 / 3, of products 200 / 3.
    assert line.slope.value == pytest.approx((3 + 73**0.5) / 8)
    assert np.isnan([line.slope.low, line.slope.high]).all()


def test_deming_of_a_method_that_always_says_the_same_is_flat():
    line = deming(X, np.full(len(X), 7.0))
    assert ends(line.slope) == (0, 0, 0)
    assert ends(line.intercept) == pytest.approx((7, 7, 7))


def test_deming_finds_the_line_that_least_squares_flattens():
    rng = np.random.default_rng(3)
    truth = rng.uniform(20, 60, 3000)
    first = truth + rng.normal(0, 8, 3000)
    second = 1.1 * truth + 2 + rng.normal(0, 8, 3000)
    line = deming(first, second)
    assert line.slope.low < 1.1 < line.slope.high
    assert stats.linregress(first, second).slope < 0.9


@pytest.mark.parametrize("fit", [passing_bablok, deming])
@pytest.mark.parametrize("x", [[1.0, 2.0], [4.0, 4.0, 4.0]])
def test_points_that_tell_no_line_give_none(fit, x):
    assert np.isnan(fit(np.array(x), np.arange(float(len(x)))).slope.value)
