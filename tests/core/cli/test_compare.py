"""``feretlab compare``, as called from a shell."""

import json

import pytest

from feretlab.core.cli.main import main


@pytest.fixture
def tables(tmp_path):
    """Two plain tables in nm."""
    (tmp_path / "hand.csv").write_text(
        " ,Length\n" + "".join(f"{i},{200 + i % 7}\n" for i in range(60))
    )
    (tmp_path / "auto.csv").write_text(
        "min_feret_nm\n" + "".join(f"{202 + i % 7}\n" for i in range(60))
    )
    return tmp_path


def words(folder, *more, manual="hand.csv"):
    sides = ["--manual", str(folder / manual), "--automatic", str(folder / "auto.csv")]
    output = ["--output", str(folder / "out"), "--resamples", "100", "--no-pictures"]
    return ["compare", *sides, *output, *more]


def test_the_verdict_is_the_result(tables, capsys):
    assert main(words(tables)) == 0
    told = capsys.readouterr()
    assert told.out.count("\n") == 1
    assert "they agree within 5 %" in told.out
    assert "taken as nm" in told.err
    assert (tables / "out" / "comparison.csv").exists()


def test_names_of_persons_stand_before_their_files(tables, capsys):
    sides = [f"ben={tables / 'hand.csv'}", f"anna={tables / 'auto.csv'}"]
    assert main(words(tables, "--manual", *sides)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == ["hand", "ben", "anna"]
    assert lines[3].startswith("On the means of the same sample, persons differ by")


def test_sizes_in_pixels_take_the_given_pixel_size(tables):
    (tables / "hand.csv").write_text("Length (px)\n100\n102\n")
    assert main(words(tables, "--pixel-size", "2")) == 0
    lines = (tables / "out" / "comparison.csv").read_text().splitlines()
    assert [line.split(",")[5] for line in lines[1:3]] == ["200", "204"]


def test_a_descriptor_that_is_not_there_is_one_line(tables, capsys):
    assert main(words(tables, "--descriptor", "area")) == 1
    error = capsys.readouterr().err
    assert "found the columns 'min_feret_nm', expected one of numbers" in error


def test_the_record_has_the_chosen_parameters(tables):
    assert main(words(tables, "--tolerance", "0.1")) == 0
    record = json.loads((tables / "out" / "provenance.json").read_text())
    assert record["parameters"]["compare"]["tolerance"] == 0.1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X,Y\n1,2\n", "found the columns 'X', 'Y', expected one of numbers named"),
        ("", "found no text, expected a header line"),
        ("Length\n", "found no sizes, expected some"),
        ("a,Length\n1\n", "row 2 has 1 cells, expected 2"),
    ],
)
def test_a_table_that_does_not_do_is_one_line(tables, capsys, text, expected):
    (tables / "hand.csv").write_text(text)
    assert main(words(tables)) == 1
    error = capsys.readouterr().err
    assert expected in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("absent.csv", "found no such file"), ("notes.docx", "found the ending '.docx'")],
)
def test_a_file_that_does_not_do_is_one_line(tables, capsys, name, expected):
    (tables / "notes.docx").touch()
    assert main(words(tables, manual=name)) == 1
    assert expected in capsys.readouterr().err
