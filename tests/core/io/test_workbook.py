"""Workbooks, read back with openpyxl."""

import errno

import numpy as np
import openpyxl
import pytest

from feretlab.core.errors import FileError
from feretlab.core.io import workbook
from feretlab.core.io.workbook import number_format, write_workbook

PARTICLES = {
    "image": np.array(["=1+1", "b.tif\x07", "@SUM(A1)"]),
    "particle": np.array([1, 2, 3]),
    "touches_border": np.array([True, False, False]),
    "confidence": np.float32([0.5, np.nan, 1.0]),
    "feret_nm": np.array([12.3456789, np.inf, 0.5]),
}
SUMMARY = {"image": np.array(["b.tif"]), "count": np.array([3])}
STATISTICS = {"quantity": np.array([]), "value": np.zeros(0)}
PARAMETERS = {"segment": {"threshold": 0.5, "invert": None}, "measure": {"unit": "nm"}}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "results.xlsx"
    write_workbook(path, PARTICLES, SUMMARY, STATISTICS, PARAMETERS)
    return path


@pytest.fixture
def book(path):
    book = openpyxl.load_workbook(path)
    yield book
    book.close()


def test_sheets_stand_in_order(book):
    assert book.sheetnames == ["particles", "summary", "statistics", "parameters"]


def test_values_are_kept(book):
    rows = list(book["particles"].values)
    assert rows[0] == tuple(PARTICLES)
    assert rows[1][1:] == (1, True, 0.5, 12.3456789)
    assert rows[2][3:] == (None, None)


def test_text_never_becomes_a_formula(book):
    cells = [row[0] for row in book["particles"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["=1+1", "b.tif", "@SUM(A1)"]
    assert all(cell.data_type == "s" for cell in cells)


def test_headers_are_frozen_bold_and_filtered(book):
    sheet = book["particles"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E4"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["C"].width > len("touches_border")


def test_empty_tables_keep_their_header(book):
    assert list(book["statistics"].values) == [("quantity", "value")]


def test_parameters_are_listed_by_operation(book):
    rows = list(book["parameters"].values)
    assert rows[1] == ("segment", "threshold", "0.5")
    assert rows[3] == ("measure", "unit", "nm")


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("feret_nm", "0.00"),
        ("area_nm2", "0.00"),
        ("area_variance_within_images_nm4", "0.00"),
        ("solidity", "0.000"),
        ("x", "General"),
    ],
)
def test_formats_follow_the_unit(column, code):
    assert number_format(column, np.ones(1)) == code


def test_cells_carry_their_format(book):
    row = book["particles"][2]
    assert [cell.number_format for cell in row[1:2] + row[3:]] == ["0", "0.000", "0.00"]


def test_long_tables_go_on_in_a_second_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 4)
    table = {"particle": np.arange(8)}
    write_workbook(tmp_path / "r.xlsx", table, {}, {}, {})
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    columns = [
        [row[0] for row in book[name].values]
        for name in ("particles", "particles_2", "particles_3")
    ]
    assert columns == [
        ["particle", 0, 1, 2],
        ["particle", 3, 4, 5],
        ["particle", 6, 7],
    ]


def test_the_same_results_give_the_same_bytes(path, tmp_path):
    write_workbook(tmp_path / "b.xlsx", PARTICLES, SUMMARY, STATISTICS, PARAMETERS)
    assert path.read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_folder_in_the_way_gives_one_line(tmp_path):
    (tmp_path / "r.xlsx").mkdir()
    (tmp_path / "r.xlsx" / "kept").touch()
    with pytest.raises(FileError, match=r"Writing '.*r\.xlsx'"):
        write_workbook(tmp_path / "r.xlsx", {}, {}, {}, {})
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.xlsx"]


def test_a_full_disk_gives_one_line(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", full)
    with pytest.raises(
        FileError, match=r"No space left on device\. Free some space there"
    ):
        write_workbook(tmp_path / "r.xlsx", PARTICLES, {}, {}, {})
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_one_line(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", fail)
    with pytest.raises(FileError, match=r"results\.xlsx.*No space left"):
        write_workbook(
            tmp_path / "results.xlsx", PARTICLES, SUMMARY, STATISTICS, PARAMETERS
        )
    assert not list(tmp_path.iterdir())
