"""Curves of the families against SciPy."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.statistics.curves import cumulative, density, quantiles

FAMILIES = {
    "normal": stats.norm(20, 6),
    "lognormal": stats.lognorm(6, scale=20),
    "weibull": stats.weibull_min(6, scale=20),
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("size", [-3.0, 0.0, 1e-6, 5.0, 20.0, 60.0, 1e6])
def test_density_and_share_are_scipys_at_any_size(family, size):
    sizes = np.array([[size]])
    expected = FAMILIES[family]
    assert density(family, sizes, 20, 6) == pytest.approx(expected.pdf(sizes))
    assert cumulative(family, sizes, 20, 6) == pytest.approx(expected.cdf(sizes))


@pytest.mark.parametrize("family", FAMILIES)
def test_quantiles_are_scipys_to_the_ends(family):
    shares = np.array([0, 1e-6, 0.5, 0.999, 1])
    expected = FAMILIES[family].ppf(shares)
    np.testing.assert_allclose(quantiles(family, shares, 20, 6), expected)
