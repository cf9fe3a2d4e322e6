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
            "group": np.array(["Matching", "Agreement", "Agreement"]),
            "statistic": np.array(["Pairs", "Bias", "Lower limit of agreement"]),
            "value": np.array([66.0, 1.5341, -20.0]),
            "low": np.array([NAN, -2.0, NAN]),
            "high": np.array([NAN, 4.0, NAN]),
            "unit": np.array(["", "nm", "nm"]),
        }
    )
    return table


def _texts(table, row):
    items = (table.item(row, column) for column in range(3))
    return [item.text().strip() for item in items if item is not None]


def test_statistics_stand_under_their_groups_with_units_and_intervals(table):
    rows = [_texts(table, row) for row in range(table.rowCount())]

    assert rows == [
        ["Matching"],
        ["Pairs", "66", ""],
        ["Agreement"],
        ["Bias", "1.534 nm", "-2 to 4"],
        ["Lower limit of agreement", "-20.00 nm", ""],
    ]


def test_other_statistics_take_the_place_of_all(table):
    table.show_table({})

    assert table.rowCount() == 0


def test_all_digits_are_copied(table):
    table.copy()

    assert "Bias\t1.5341\t-2.0\t4.0\tnm" in QGuiApplication.clipboard().text()


def test_a_statistic_tells_what_it_means(table):
    assert "automatic minus manual" in table.item(3, 0).toolTip()
