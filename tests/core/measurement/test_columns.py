"""The table of descriptors."""

import pytest

from feretlab.core.measurement.columns import COLUMN, COLUMNS


def test_names_are_unique():
    assert len(COLUMN) == len(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_the_name_says_the_unit(column):
    endings = {"px": "_px", "px²": "_px", "nm": "_nm", "nm²": "_nm2", "°": "_deg"}
    assert column.name == column.descriptor + endings.get(column.unit, "")
    assert column.calibrated == column.unit.startswith("nm")


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_the_definition_is_one_sentence(column):
    assert column.help.endswith(".")
    assert "\n" not in column.help


def test_imagejs_headings_mean_one_column_in_pixels():
    headings = [c.imagej for c in COLUMNS if c.imagej and not c.calibrated]
    assert len(set(headings)) == len(headings) == 19
