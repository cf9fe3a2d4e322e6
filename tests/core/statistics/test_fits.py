"""Fitted distributions against SciPy and known populations."""

import numpy as np
import pytest
from scipy import optimize, stats

from feretlab.core.statistics.fits import QUANTILE_POINTS, fit_distributions
from feretlab.core.statistics.sample import sample_of

SIZES = np.random.default_rng(11).lognormal(3.2, 0.35, 400)
FAMILIES = ("normal", "lognormal", "weibull")


def _fit(family, values, weights=None):
    fits = fit_distributions(sample_of(values, weights))
    return next(fit for fit in fits if fit.family == family)


def _scipy(family, location, shape):
    return {
        "normal": stats.norm(location, shape),
        "lognormal": stats.lognorm(shape, scale=location),
        "weibull": stats.weibull_min(shape, scale=location),
    }[family]


def test_parameters_are_scipys():
    assert _fit("normal", SIZES).location == pytest.approx(SIZES.mean())
    assert _fit("normal", SIZES).shape == pytest.approx(SIZES.std())
    shape, _, scale = stats.lognorm.fit(SIZES, floc=0)
    assert _fit("lognormal", SIZES).shape == pytest.approx(shape, rel=1e-5)
    assert _fit("lognormal", SIZES).location == pytest.approx(scale, rel=1e-5)
    shape, _, scale = stats.weibull_min.fit(SIZES, floc=0)
    assert _fit("weibull", SIZES).shape == pytest.approx(shape, rel=1e-4)
    assert _fit("weibull", SIZES).location == pytest.approx(scale, rel=1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_likelihood_is_scipys(family):
    fit = _fit(family, SIZES)
    expected = _scipy(family, fit.location, fit.shape).logpdf(SIZES).sum()
    assert fit.log_likelihood == pytest.approx(expected)
    assert fit.aic == pytest.approx(4 - 2 * expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_weighted_parameters_have_the_greatest_weighted_likelihood(family):
    weights = np.random.default_rng(5).uniform(0.5, 3, len(SIZES))
    fit = _fit(family, SIZES, weights)

    def loss(parameters):
        return -weights @ _scipy(family, *np.exp(parameters)).logpdf(SIZES)

    start = np.log([fit.location, fit.shape]) + 0.05
    best = optimize.minimize(loss, start, method="Nelder-Mead", tol=1e-9)
    assert [fit.location, fit.shape] == pytest.approx(np.exp(best.x), rel=1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_curves_are_scipys(family):
    fit = _fit(family, SIZES)
    expected = _scipy(family, fit.location, fit.shape)
    sizes = np.array([0.0, 5, 20, 40, 400])
    assert fit.density(sizes) == pytest.approx(expected.pdf(sizes))
    assert fit.cumulative(sizes) == pytest.approx(expected.cdf(sizes))
    shares = np.array([0.001, 0.5, 0.99])
    assert fit.quantiles(shares) == pytest.approx(expected.ppf(shares))


@pytest.mark.filterwarnings("ignore:As of SciPy 1.17:FutureWarning")
@pytest.mark.parametrize("family", ["normal", "lognormal"])
def test_the_statistic_is_scipys(family):
    values = SIZES if family == "normal" else np.log(SIZES)
    expected = stats.anderson(values, "norm").statistic
    assert _fit(family, SIZES).anderson_darling == pytest.approx(expected)


@pytest.mark.filterwarnings("ignore:As of SciPy 1.17:FutureWarning")
def test_the_weibull_statistic_is_scipys_of_the_mirrored_logarithm():
    # -ln of a Weibull size follows Gumbel's distribution of maxima.
    expected = stats.anderson(-np.log(SIZES), "gumbel_r").statistic
    found = _fit("weibull", SIZES).anderson_darling
    assert found == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("family", "population"),
    [
        ("normal", stats.norm(50, 5)),
        ("lognormal", stats.lognorm(0.4, scale=20)),
        ("weibull", stats.weibull_min(2.5, scale=30)),
    ],
)
def test_the_population_is_the_best_fit(family, population):
    sizes = population.rvs(1500, random_state=np.random.default_rng(3))
    best = fit_distributions(sample_of(sizes))[0]
    assert best.family == family
    assert best.p_value > 0.05
    others = fit_distributions(sample_of(sizes))[1:]
    assert all(fit.p_value < 0.01 for fit in others)


@pytest.mark.parametrize(
    ("family", "population"),
    [("lognormal", stats.lognorm(0.4, scale=20)), ("weibull", stats.weibull_min(2.5))],
)
def test_p_values_of_the_right_family_are_uniform(family, population):
    rng = np.random.default_rng(9)
    found = [
        _fit(family, population.rvs(60, random_state=rng)).p_value for _ in range(300)
    ]
    assert stats.kstest(found, "uniform").pvalue > 0.01


@pytest.mark.parametrize(
    ("family", "population"),
    [
        ("normal", stats.norm(50, 5)),
        ("lognormal", stats.lognorm(0.4, scale=20)),
        ("weibull", stats.weibull_min(2.5)),
    ],
)
def test_ten_particles_reject_the_right_family_as_often_as_they_say(family, population):
    rng = np.random.default_rng(4)
    found = np.array(
        [_fit(family, population.rvs(10, random_state=rng)).p_value for _ in range(800)]
    )
    # Binomial scatter is 0.0077 and 0.0106.
    assert np.mean(found < 0.05) == pytest.approx(0.05, abs=0.02)
    assert np.mean(found < 0.10) == pytest.approx(0.10, abs=0.028)


def test_quantiles_pair_every_value_with_its_expectation():
    sizes = stats.norm.ppf((np.arange(99) + 0.5) / 99, 50, 5)
    fit = _fit("normal", sizes)
    np.testing.assert_array_equal(fit.sample_quantiles, sizes)
    assert fit.fitted_quantiles == pytest.approx(sizes, abs=0.15)


def test_long_samples_keep_a_limited_number_of_quantiles():
    sizes = np.random.default_rng(0).normal(50, 5, 5000)
    fit = _fit("normal", sizes)
    assert len(fit.sample_quantiles) == QUANTILE_POINTS
    assert fit.sample_quantiles[[0, -1]] == pytest.approx([sizes.min(), sizes.max()])


@pytest.mark.parametrize("sizes", [[], [3.0], [3.0, 4.0], [3.0] * 20, [1.0, 2.0] * 9])
def test_too_few_different_sizes_are_not_fitted(sizes):
    fits = fit_distributions(sample_of(sizes))
    assert np.isnan([(fit.location, fit.aic, fit.p_value) for fit in fits]).all()


def test_sizes_of_zero_allow_only_the_normal_distribution():
    fits = fit_distributions(sample_of([0.0, 1, 2, 3, 4]))
    assert fits[0].family == "normal"
    assert np.isnan([fit.aic for fit in fits[1:]]).all()


@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_extreme_units_change_only_the_location(scale):
    plain, scaled = _fit("weibull", SIZES), _fit("weibull", SIZES * scale)
    assert scaled.shape == pytest.approx(plain.shape)
    assert scaled.location == pytest.approx(plain.location * scale)
    assert scaled.p_value == pytest.approx(plain.p_value)
