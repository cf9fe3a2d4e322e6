"""Files of measurements and their tables."""

import numpy as np
import pytest

from feretlab.core.comparison.files import (
    files_of,
    image_name,
    pixel_size_of,
    read_results,
)
from feretlab.core.errors import FileError


@pytest.mark.parametrize(
    "stem",
    ["f3", "RoiSet_f3", "f3_rois", "f3_RoiSet", "f3_m", "f3_labels", "f3 Results"],
)
def test_the_image_is_what_the_name_is_about(stem):
    assert image_name(stem) == "f3"


@pytest.mark.parametrize("stem", ["RoiSet", "SEM"])
def test_a_name_of_nothing_else_stays(stem):
    assert image_name(stem) == stem


@pytest.mark.parametrize(
    "text",
    [
        " ,Area,Length\r\n1,4,12.5\r\n2,5,13.25\r\n",
        " \tArea\tLength\n1\t4\t12,5\n2\t5\t13,25\n",
        "\ufeff;Area;Length\n1;4;12,5\n2;5;13,25\n",
        '"",Area,Length\n1,4,"12,5"\n2,5,"13,25"\n',
    ],
)
def test_tables_read_alike_whatever_parts_their_cells(tmp_path, text):
    path = tmp_path / "Results.xls"
    path.write_bytes(text.encode())
    table = read_results(path)
    assert table["row"].tolist() == [1, 2]
    assert table["Length"].tolist() == [12.5, 13.25]


@pytest.mark.parametrize(
    "cells",
    [
        "1.234,5;987;",
        "1\u00a0234,5;987;",
        "1\u202f234,50;987,0;",
        "1'234.5;987.0;",
        "1,234.5;987;",
        "1234,5;987;",
    ],
)
def test_thousands_that_are_parted_are_read(tmp_path, cells):
    path = tmp_path / "sizes.csv"
    first, second, none = cells.split(";")
    path.write_text(f"Nr;MinFeret\n1;{first}\n2;{second}\n3;{none}\n", "utf-8")
    sizes = read_results(path)["MinFeret"]
    np.testing.assert_array_equal(sizes, [1234.5, 987, np.nan])


@pytest.mark.parametrize("names", [("12.3.4", "a,b"), ("1908", "007"), ("1,5", "2")])
@pytest.mark.parametrize("heading", ["image", "Label"])
def test_names_stay_names(tmp_path, names, heading):
    path = tmp_path / "sizes.csv"
    path.write_text(f"Nr;{heading}\n1;{names[0]}\n2;{names[1]}\n", "utf-8")
    assert read_results(path)[heading].tolist() == list(names)


def test_rows_of_imagejs_summary_are_no_particles(tmp_path):
    path = tmp_path / "Results.csv"
    rows = ["1,a,4", "2,b,6", "3,Mean,5", "4,SD,1.4", "5,Min,4", "6,Max,6"]
    path.write_text("\n".join([" ,Label,Length", *rows]))
    assert read_results(path)["Length"].tolist() == [4, 6]


@pytest.mark.parametrize("start", [b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 new"])
def test_a_workbook_is_named_as_such(tmp_path, start):
    path = tmp_path / "sizes.xls"
    path.write_bytes(start)
    with pytest.raises(FileError, match=r"sizes\.xls': found an Excel workbook"):
        read_results(path)


def test_a_folder_gives_its_rois_before_its_tables(tmp_path):
    for name in ("a.zip", "b.zip", "Results.csv", ".hidden.zip"):
        (tmp_path / name).touch()
    assert [path.name for path in files_of(tmp_path)] == ["a.zip", "b.zip"]


def test_an_analysis_gives_its_table(tmp_path):
    for name in ("a_rois.zip", "particles.csv"):
        (tmp_path / name).touch()
    assert files_of(tmp_path) == [tmp_path / "particles.csv"]


def test_nothing_usable_is_said(tmp_path):
    with pytest.raises(FileError, match=r"found none, expected files ending in \.csv"):
        files_of(tmp_path)
    with pytest.raises(FileError, match=r"absent\.csv': found no such file"):
        files_of(tmp_path / "absent.csv")


def test_micrographs_are_found_by_the_record_of_the_analysis(tmp_path):
    from feretlab.core.comparison.files import micrographs_of
    from feretlab.core.provenance import Provenance, file_record, write_provenance

    for name in ("f1.tif", "f2.tif", "f3.tif"):
        (tmp_path / name).write_bytes(b"pixels")
    records = tuple(file_record(tmp_path / f"f{i}.tif") for i in (1, 2, 3))
    (tmp_path / "f2.tif").unlink()
    (tmp_path / "f3.tif").write_bytes(b"other pixels")
    record = Provenance(operation="analyze", parameters={}, inputs=records)
    write_provenance(record, tmp_path / "out" / "provenance.json")
    found = micrographs_of(tmp_path / "out" / "particles.csv")
    assert found == {"f1": tmp_path / "f1.tif"}
    assert micrographs_of(tmp_path / "particles.csv") == {}


def test_places_that_are_no_numbers_tell_no_pixel_size():
    words, numbers = np.array(["1.5 nm", "6.5"]), np.array([3.0, 13.0])
    table = {
        "centroid_y_px": numbers, "centroid_x_px": numbers,
        "centroid_y_nm": words, "centroid_x_nm": numbers * 2,
    }  # fmt: skip
    assert pixel_size_of(table) is None
