"""Tables of comparisons."""

import numpy as np
import pytest

from feretlab.core.comparison.compare import compare_measurements
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.statistic_names import statistic_named
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
    assert values["Agreement", "Bias"] == 1.5
    assert values["Matching", "Misses"] == values["Matching", "False finds"] == 1
    assert values["Manual", "Mean"] == pytest.approx(65 / 3)


def test_shares_are_told_in_percent_and_sizes_in_their_unit(found):
    table = statistics_table([found], None)
    columns = (table[name].tolist() for name in ("group", "statistic", "value", "unit"))
    rows = {row[:2]: row[2:] for row in zip(*columns, strict=True)}

    assert rows["Verdict", "Relative difference"] == (pytest.approx(150 / 22), "%")
    mean = rows["Relative difference", "Mean"]
    assert mean == (pytest.approx(100 * (77 / 65 - 1)), "%")
    assert rows["Agreement", "Bias"] == (1.5, "nm")
    assert rows["Tests", "Kolmogorov-Smirnov distance"][1] == ""


def test_every_title_is_one_for_people_that_has_help(found):
    table = statistics_table([found], None)

    for title in table["statistic"].tolist():
        assert title[0].isupper()
        assert "_" not in title
        assert statistic_named(title).help.endswith(".")


def test_the_summary_has_a_row_for_each_measurement(found):
    table = summary_table([found, found])
    assert table["pairs"].tolist() == [2, 2]
    assert table["bias"].tolist() == [1.5, 1.5]
