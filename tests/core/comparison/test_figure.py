"""Panels of comparisons hold what they show."""

import numpy as np
import pytest

from feretlab.core.comparison.compare import compare_measurements
from feretlab.core.comparison.figure import (
    draw_curves,
    draw_differences,
    draw_histograms,
    draw_scatter,
    p_text,
)
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.io.figures import new_figure
from feretlab.core.particles import Particles


@pytest.fixture(scope="module")
def found(discs):
    """Six discs, the automatic sizes larger by 1 to 6."""
    places = [(y, x, 9) for y in (20, 50, 80) for x in (20, 60)]
    particles = Particles.from_labels(discs(*places))
    sides = []
    for name, more in (("hand", 0), ("automatic", np.arange(1, 7))):
        one = Measured(
            image="f",
            ids=np.arange(6).astype(str),
            values=np.array([20.0, 24, 29, 31, 36, 42]) + more,
            particles=particles,
        )
        sides.append(Measurements(name=name, unit="nm", images=(one,)))
    return compare_measurements(*sides, CompareParameters(resamples=100))


@pytest.fixture
def axes():
    return new_figure(4, 3).subplots()


def test_differences_are_drawn_over_means(found, axes):
    draw_differences(axes, found.paired, "Min Feret (nm)", "nm")
    points = axes.get_lines()[0]
    assert points.get_ydata().tolist() == [1, 2, 3, 4, 5, 6]
    assert points.get_xdata().tolist() == [20.5, 25, 30.5, 33, 38.5, 45]
    assert axes.get_lines()[2].get_ydata()[0] == 3.5
    assert axes.get_ylabel() == "Automatic - manual (nm)"


def test_lines_run_through_the_pairs(found, axes):
    draw_scatter(axes, found.paired, "Min Feret (nm)")
    slope = found.paired.lines[1].slope.value
    x, y = axes.get_lines()[3].get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope)


def test_both_histograms_sum_to_all_particles(found, axes):
    draw_histograms(axes, found, "Min Feret (nm)")
    bars = axes.containers[0]
    assert sum(bar.get_height() for bar in bars) == pytest.approx(100)
    steps = next(p for p in axes.patches if hasattr(p, "get_data"))
    assert steps.get_data().values.sum() == pytest.approx(100)
    assert axes.get_ylim()[1] > steps.get_data().values.max()


def test_curves_rise_to_all_particles(found, axes):
    draw_curves(axes, found, "Min Feret (nm)")
    assert [line.get_ydata()[-1] for line in axes.get_lines()] == [100, 100]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0312, "p = 0.031"), (1e-9, "p < 0.001"), (np.nan, "p unknown")],
)
def test_small_p_values_are_not_zero(value, text):
    assert p_text(value) == text
