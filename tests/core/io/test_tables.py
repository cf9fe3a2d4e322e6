"""CSV tables, against Python's csv module and pandas."""

import csv

import numpy as np
import pytest

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.tables import merged_columns, pooled, read_csv, write_csv

TABLE = {
    "image": np.array(['a,"b".tif', "zwei\nZeilen", "µ"]),
    "particle": np.array([1, 2, 3]),
    "touches_border": np.array([True, False, True]),
    "area_nm2": np.array([1234.56789012, np.nan, -0.0]),
}


def test_pandas_reads_what_was_written(tmp_path):
    pandas = pytest.importorskip("pandas")
    write_csv(TABLE, tmp_path / "t.csv")
    frame = pandas.read_csv(tmp_path / "t.csv")
    assert list(frame["image"]) == list(TABLE["image"])
    assert frame["touches_border"].dtype == bool
    assert frame["particle"].dtype == np.int64
    np.testing.assert_allclose(frame["area_nm2"], TABLE["area_nm2"], rtol=1e-14)


def test_bytes_follow_rfc_4180(tmp_path):
    write_csv(TABLE, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == (
        b"image,particle,touches_border,area_nm2\r\n"
        b'"a,""b"".tif",1,True,1234.56789012\r\n'
        b'"zwei\nZeilen",2,False,\r\n'
        b"\xc2\xb5,3,True,0\r\n"
    )


def test_a_table_survives_the_round_trip(tmp_path):
    write_csv(TABLE, tmp_path / "t.csv")
    read = read_csv(tmp_path / "t.csv")
    assert list(read) == list(TABLE)
    for name, values in TABLE.items():
        assert read[name].dtype.kind == values.dtype.kind
    np.testing.assert_array_equal(read["image"], TABLE["image"])


def test_single_precision_shows_no_false_digits(tmp_path):
    write_csv({"confidence": np.float32([0.1])}, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text().split() == ["confidence", "0.1"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.1 + 0.2, "0.3"), (3342.0, "3342"), (3342 + 13 / 62, "3342.20967741935")],
)
def test_double_precision_has_no_more_digits_than_it_needs(tmp_path, number, text):
    write_csv({"x": np.array([number])}, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text().split() == ["x", text]


def test_empty_tables_keep_their_header(tmp_path):
    write_csv({"a": np.zeros(0), "b": np.zeros(0, int)}, tmp_path / "t.csv")
    assert list(read_csv(tmp_path / "t.csv")) == ["a", "b"]
    assert len(read_csv(tmp_path / "t.csv")["a"]) == 0


def test_tables_are_written_one_below_the_other(tmp_path):
    parts = ({"x": np.arange(i, i + 2)} for i in range(0, 20_000, 2))
    write_csv(parts, tmp_path / "t.csv")
    np.testing.assert_array_equal(read_csv(tmp_path / "t.csv")["x"], np.arange(20_000))


def test_tables_with_other_columns_need_the_columns_named(tmp_path):
    parts = [{"x": np.ones(1)}, {"x": np.ones(1), "x_nm": np.ones(1)}]
    with pytest.raises(InputError, match="'x_nm' is not in every part"):
        write_csv(parts, tmp_path / "t.csv")
    assert not list(tmp_path.iterdir())
    write_csv(parts, tmp_path / "t.csv", columns=("x", "x_nm"))
    np.testing.assert_array_equal(read_csv(tmp_path / "t.csv")["x_nm"], [np.nan, 1])


def test_uneven_columns_are_refused(tmp_path):
    with pytest.raises(InputError, match="differ in length"):
        write_csv({"a": np.ones(1), "b": np.ones(2)}, tmp_path / "t.csv")


def test_merged_columns_keep_each_tables_order():
    merged = merged_columns([("a", "c", "e"), ("a", "b", "c", "d"), ("z",)])
    assert [name for name in merged if name in "ace"] == ["a", "c", "e"]
    assert [name for name in merged if name in "abcd"] == ["a", "b", "c", "d"]
    assert set(merged) == set("abcdez")


def test_pooling_fills_what_a_table_lacks():
    table = pooled([{"x": np.ones(2)}, {}, {"x": np.ones(1), "name": np.array(["n"])}])
    np.testing.assert_array_equal(table["name"], ["", "", "n"])
    assert len(table["x"]) == 3


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        (" \tArea\tLabel\n1\t12,5\ta\n2\t1e3\tb\n", "tab"),
        ('" ";"Area";"Label"\r\n1;12,5;a\r\n2;1000;b\r\n', "semicolon"),
        (" ,Area,Label\n1,12.5,a\n2,1000,b\n", "comma"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tables_of_imagej_and_excel_are_read(tmp_path, text, delimiter, encoding):
    path = tmp_path / f"{delimiter}.csv"
    path.write_bytes(text.encode(encoding))
    table = read_csv(path)
    np.testing.assert_array_equal(table["Area"], [12.5, 1000])
    np.testing.assert_array_equal(table["row"], [1, 2])
    np.testing.assert_array_equal(table["Label"], ["a", "b"])


@pytest.mark.parametrize("line", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_a_line_that_tells_excel_the_separator_is_no_header(tmp_path, line):
    (tmp_path / "t.csv").write_text(f"\ufeff{line}Label;MinFeret\na,b;1,5\n", "utf-8")
    table = read_csv(tmp_path / "t.csv")
    assert list(table) == ["Label", "MinFeret"]
    assert table["MinFeret"].tolist() == [1.5]


def test_windows_latin_headers_are_read(tmp_path):
    (tmp_path / "t.csv").write_bytes("Area (µm²),b\n1,2\n".encode("cp1252"))
    assert list(read_csv(tmp_path / "t.csv")) == ["Area (µm²)", "b"]


def test_names_made_of_digits_stay_names(tmp_path):
    (tmp_path / "t.csv").write_text("image,Label,area\n0012,7,012\n")
    table = read_csv(tmp_path / "t.csv")
    assert (table["image"][0], table["Label"][0], table["area"][0]) == ("0012", "7", 12)


def test_repeated_headers_get_numbers(tmp_path):
    (tmp_path / "t.csv").write_text("a,a\n1,2\n")
    assert list(read_csv(tmp_path / "t.csv")) == ["a", "a_2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "found no text"),
        (b"a,b\n1,2\n3\n", "row 3 has 1 cells, expected 2"),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "field larger"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, message):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(FileError, match=message):
        read_csv(tmp_path / "t.csv")


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(FileError, match="No such file"):
        read_csv(tmp_path / "none.csv")


def test_csv_module_agrees_on_cells(tmp_path):
    write_csv(TABLE, tmp_path / "t.csv")
    with open(tmp_path / "t.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == list(TABLE["image"])
