"""Tables of comparisons."""

import numpy as np
import pytest

from feretlab.core.comparison.compare import compare_measurements
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.tables import (
    comparison_table,
    statistics_table,
    summary_table,
)
from feretlab.core.particles import Particles


@pytest.fixture
def found(discs):
    """Three discs by hand, of which the second was missed, and one found beside."""

    def side(name, places, values):
        labels = discs(*((y, x, 9) for y, x in places))
        one = Measured(
            image="f1",
            ids=np.array([f"{name[0]}{i}" for i in range(len(values))]),
            values=np.array(values, float),
            particles=Particles.from_labels(labels),
        )
        return Measurements(name=name, unit="nm", images=(one,))

    manual = side("hand", [(20, 20), (50, 50), (80, 80)], [20, 21, 24])
    automatic = side("automatic", [(20, 90), (20, 20), (80, 80)], [30, 22, 25])
    return compare_measurements(manual, automatic, CompareParameters(resamples=100))


def test_pairs_come_first_then_misses_then_false_finds(found):
    table = comparison_table([found])
    assert table["status"].tolist() == ["pair", "pair", "miss", "false find"]
    assert table["manual_id"].tolist() == ["h0", "h2", "h1", ""]
    assert table["automatic_id"].tolist() == ["a1", "a2", "", "a0"]
    assert table["difference"].tolist()[:2] == [2, 1]
    assert np.isnan(table["difference"][2:]).all()


def test_statistics_name_what_was_computed(found):
    table = statistics_table([found], None)
    columns = (table[name].tolist() for name in ("group", "statistic", "value"))
    values = {(group, name): value for group, name, value in zip(*columns, strict=True)}
    assert values["agreement", "bias"] == 1.5
    assert values["matching", "misses"] == values["matching", "false finds"] == 1
    assert values["manual", "mean"] == pytest.approx(65 / 3)
    assert values["verdict", "relative difference"] == pytest.approx(1.5 / 22)


def test_the_summary_has_a_row_for_each_measurement(found):
    table = summary_table([found, found])
    assert table["pairs"].tolist() == [2, 2]
    assert table["bias"].tolist() == [1.5, 1.5]
