"""Table and ROIs of a real ImageJ, asked for through a folder."""

import json

import pytest

from feretlab.core.comparison.files import read_results
from feretlab.core.errors import FileError
from feretlab.core.io.rois import read_rois
from feretlab.fiji_bridge.exchange import (
    ANSWER,
    ASK,
    RESULTS,
    ROIS,
    answer,
    read_answer,
)
from feretlab.fiji_bridge.macro import run_macro

MEASURED = """
open(getArgument());
run("Set Measurements...", "area feret's display redirect=None decimal=3");
makeOval(60, 60, 21, 21); roiManager("add");
makeRectangle(10, 20, 30, 40); roiManager("add"); run("Measure");
setResult("Area", 1, 1396); setResult("Feret", 1, 1 / 3);
"""


@pytest.mark.java
def test_results_and_rois_are_handed_over(fresh_imagej, discs, tmp_path):
    run_macro(MEASURED, str(discs))
    (tmp_path / ASK).touch()

    assert answer(tmp_path)
    given = read_answer(tmp_path)
    assert (given.rows, given.rois, given.unit) == (2, 2, "nm")
    table = read_results(tmp_path / RESULTS)
    assert table["Area"][0] == 30 * 40 * 4  # at 2 nm a pixel
    assert table["Feret"][1] == pytest.approx(1 / 3, abs=1e-9)
    rois = read_rois(tmp_path / ROIS, (120, 160))
    assert rois.boxes.tolist() == [[60, 60, 81, 81], [20, 10, 60, 40]]


@pytest.mark.java
def test_an_empty_imagej_says_so_and_leaves_no_old_files(fresh_imagej, tmp_path):
    for name in (ASK, RESULTS, ROIS):
        (tmp_path / name).touch()
    answer(tmp_path)

    assert read_answer(tmp_path) == type(read_answer(tmp_path))()
    assert sorted(path.name for path in tmp_path.iterdir()) == [ANSWER]


@pytest.mark.java
def test_rois_of_one_name_are_all_handed_over(fresh_imagej, discs, tmp_path):
    run_macro(
        MEASURED + 'for (i = 0; i < 2; i++) {roiManager("select", i); '
        'roiManager("rename", "a/b");}',
        str(discs),
    )
    (tmp_path / ASK).touch()
    answer(tmp_path)

    assert len(read_rois(tmp_path / ROIS, (120, 160))) == 2


def test_nothing_is_written_where_nobody_asks(tmp_path):
    assert not answer(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_answer_is_told_in_one_line(tmp_path):
    (tmp_path / ANSWER).write_text("{", encoding="utf-8")

    with pytest.raises(FileError, match=r"cannot be read; ask once more\.$"):
        read_answer(tmp_path)


def test_a_failure_inside_imagej_is_told_in_one_line(tmp_path):
    told = json.dumps({"error": "disk full"})
    (tmp_path / ANSWER).write_text(told, encoding="utf-8")

    with pytest.raises(FileError, match=r"could not write them \(disk full\)\.$"):
        read_answer(tmp_path)
