"""Scores on the terminal and in a file."""

import json

import numpy as np
import pytest
from tifffile import imwrite

from feretlab.core.cli.main import main


@pytest.fixture
def pairs(tmp_path):
    """Three pairs of equal masks in two folders; one prediction is an empty file."""
    for folder in ("p", "t"):
        (tmp_path / folder).mkdir()
        for name in ("a", "b", "c"):
            imwrite(tmp_path / folder / f"{name}.tif", np.eye(8, dtype=np.uint8))
    (tmp_path / "p" / "b.tif").write_bytes(b"")
    return [f"--prediction={tmp_path / 'p'}", f"--truth={tmp_path / 't'}"]


def test_a_bad_file_is_one_line_and_the_others_are_scored(tmp_path, pairs, capsys):
    assert main(["evaluate", *pairs, f"--json={tmp_path / 'scores.json'}"]) == 1
    told = capsys.readouterr()
    (line,) = told.err.splitlines()
    assert "b.tif'" in line
    assert told.out.startswith("2 images")
    assert list(json.loads((tmp_path / "scores.json").read_text())["images"]) == [
        "a",
        "c",
    ]


def test_scores_are_not_written_over_what_is_scored(tmp_path, pairs, capsys):
    path = tmp_path / "t" / "a.tif"
    words = [f"--prediction={path}", f"--truth={path}", f"--json={path}"]
    assert main(["evaluate", *words]) == 1
    assert "a.tif': found one of the inputs" in capsys.readouterr().err


def test_scores_are_not_written_over_one_of_the_files_of_a_folder(
    tmp_path, pairs, capsys
):
    truth = tmp_path / "t" / "a.tif"
    before = truth.read_bytes()
    assert main(["evaluate", *pairs, f"--json={truth}"]) == 1
    assert "a.tif': found one of the inputs" in capsys.readouterr().err
    assert truth.read_bytes() == before
