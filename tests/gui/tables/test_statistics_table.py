"""Statistics of a comparison as rows."""

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from feretlab.gui.tables.statistics_table import StatisticsTable

NAN = float("nan")


@pytest.fixture
def table(qtbot):
    table = StatisticsTable()
    qtbot.addWidget(table)
    table.show_table(
        {
            "group": np.array(["Matching", "Agreement"]),
            "statistic": np.array(["Pairs", "Bias"]),
            "value": np.array([66.0, 1.5341]),
            "low": np.array([NAN, -2.0]),
            "high": np.array([NAN, 4.0]),
            "unit": np.array(["", "nm"]),
        }
    )
    return table


def test_counts_and_values_are_shown_with_units_and_intervals(table):
    rows = [[table.item(row, column).text() for column in (2, 3)] for row in (0, 1)]

    assert rows == [["66", ""], ["1.534 nm", "-2 – 4"]]


def test_all_digits_are_copied(table):
    table.copy()

    assert "Bias\t1.5341\t-2.0\t4.0\tnm" in QGuiApplication.clipboard().text()


def test_a_statistic_tells_what_it_means(table):
    assert "automatic minus manual" in table.item(1, 1).toolTip()
