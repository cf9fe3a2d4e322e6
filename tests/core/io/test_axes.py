"""Panels of figures."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from feretlab.core.io.axes import (
    MAX_BINS,
    Scale,
    draw_cumulative,
    draw_fits,
    draw_histogram,
    draw_images,
    draw_qq,
    size_scale,
)
from feretlab.core.statistics.fits import fit_distributions
from feretlab.core.statistics.sample import sample_of


def normal(count=4000, mean=60.0, sd=5.0):
    return np.sort(np.random.default_rng(0).normal(mean, sd, count))


def scale_of(values):
    return size_scale(values, np.ones(len(values)))


@pytest.fixture
def axes():
    return Figure().subplots()


def test_bins_are_those_of_freedman_and_diaconis():
    values = normal()
    edges = scale_of(values).edges
    expected = np.histogram_bin_edges(values, "fd")
    assert len(edges) == pytest.approx(len(expected), abs=1)
    assert edges[0] == pytest.approx(values[0])
    assert edges[-1] == pytest.approx(values[-1])


def test_sizes_over_decades_take_a_log_axis():
    scale = scale_of(np.sort(np.exp(np.random.default_rng(0).normal(3, 1.4, 2000))))
    assert scale.is_log
    np.testing.assert_allclose(np.diff(np.log(scale.edges), 2), 0, atol=1e-9)


def test_each_whole_pixel_has_its_bin():
    values = np.sort(np.round(normal(800, 12, 2)))
    edges = scale_of(values).edges
    np.testing.assert_allclose(edges, np.arange(values[0], values[-1] + 2) - 0.5)


def test_sizes_far_above_all_others_do_not_squeeze_the_axis():
    scale = scale_of(np.append(normal(), [900.0, 1200.0]))
    assert scale.outside == 2
    assert scale.edges[-1] < 150


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [0.0, 0.0, 0.0], [1.0, 2.0]])
def test_few_and_equal_sizes_have_bins(values):
    edges = scale_of(np.array(values)).edges
    assert (np.diff(edges) > 0).all()
    assert np.histogram(values, edges)[0].sum() == len(values)


def test_there_are_never_too_many_bins():
    values = np.sort(np.random.default_rng(0).standard_cauchy(3000) ** 2 + 1)
    assert len(scale_of(values).edges) <= MAX_BINS + 2


def test_bars_sum_to_all_particles(axes):
    values = normal()
    weights = np.linspace(0.5, 1.5, len(values))
    draw_histogram(axes, values, weights, scale_of(values))
    assert sum(bar.get_height() for bar in axes.patches) == pytest.approx(100)


@pytest.mark.parametrize("is_log", [False, True])
def test_a_fit_lies_on_the_histogram_of_its_own_sizes(axes, is_log):
    values = normal(20_000, 60, 3)
    edges = (np.geomspace if is_log else np.linspace)(45, 75, 31)
    counts, _ = np.histogram(values, edges)
    fits = fit_distributions(sample_of(values))
    draw_fits(axes, fits[:1], Scale(edges, is_log, 0))
    x, y = axes.lines[0].get_data()
    middles = np.sqrt(edges[1:] * edges[:-1])
    expected = 100 * counts / len(values)
    np.testing.assert_allclose(np.interp(middles, x, y), expected, atol=0.8)


def test_the_cumulative_curve_passes_its_quantiles(axes):
    values = normal()
    axes.set_xlim(values[0], values[-1])
    median = float(np.median(values))
    draw_cumulative(axes, values, np.ones(len(values)), {50: (median, "60 nm")})
    x, y = axes.lines[0].get_data()
    assert np.interp(median, x, y) == pytest.approx(50, abs=0.1)
    assert (y[0], y[-1]) == (0, pytest.approx(100))
    assert [text.get_text() for text in axes.texts] == ["D50 60 nm"]


@pytest.mark.parametrize(("count", "named"), [(3, True), (100, False)])
def test_few_images_have_names(axes, count, named):
    groups = [(f"image{i:03d}" * 5, np.array([1.0, 2.0, 3.0])) for i in range(count)]
    draw_images(axes, groups, 2.0)
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert len(labels) == (count if named else 0)
    assert all(label.endswith("002") for label in labels[2:])
    assert len(axes.lines[1].get_xdata()) == count


def test_a_fit_is_named_as_people_write_it(axes):
    fits = fit_distributions(sample_of(normal()))
    draw_fits(axes, fits, Scale(np.linspace(40, 80, 31), False, 0))
    labels = [line.get_label() for line in axes.lines]
    assert sorted(labels) == ["Weibull fit", "lognormal fit", "normal fit"]
    draw_qq(axes, next(fit for fit in fits if fit.family == "weibull"), "nm")
    assert axes.get_title(loc="left") == "Q-Q plot: Weibull"


def test_quantiles_of_a_right_fit_lie_on_the_line(axes):
    fit = fit_distributions(sample_of(normal()))[0]
    draw_qq(axes, fit, "nm")
    expected, observed = axes.lines[1].get_data()
    inner = slice(25, -25)
    np.testing.assert_allclose(observed[inner], expected[inner], rtol=0.02)
