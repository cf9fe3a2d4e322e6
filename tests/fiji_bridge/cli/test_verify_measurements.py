"""``feretlab verify-measurements``, as called from a shell."""

import json

import numpy as np
import pytest
import tifffile

from feretlab.core.cli.main import main
from feretlab.core.io.rois import write_rois
from feretlab.core.io.tables import read_csv
from feretlab.core.particles import Particles

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("running_imagej")]


@pytest.fixture
def folder(tmp_path):
    """A label image and the same regions as a ROI set."""
    labels = np.zeros((30, 40), np.uint8)
    labels[2:9, 3:17], labels[9:20, 5:8], labels[20:29, 20:40] = 1, 2, 3
    tifffile.imwrite(tmp_path / "f_labels.tif", labels)
    write_rois(Particles.from_labels(labels), tmp_path / "f_rois.zip")
    return tmp_path


def test_agreement_is_told_by_descriptor(folder, capsys):
    table = folder / "out.csv"
    assert main(["verify-measurements", str(folder), "--output", str(table)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "FeretLab beside ImageJ 1.54p"
    assert any(line.split()[:2] == ["min_feret_px", "6"] for line in lines)
    assert any(
        line.split() == ["convexity", "-", "ImageJ", "has", "none"] for line in lines
    )
    assert lines[-1] == "No difference is larger than 1e-06."
    rows = read_csv(table)
    assert rows["absolute"].max() <= 1e-6
    assert rows["compared"][rows["descriptor"] == "pixels"].tolist() == [3]


def test_a_difference_is_told_with_its_place(folder, capsys, monkeypatch):
    from feretlab.fiji_bridge import verification

    def wrong(particles, **how):
        from feretlab.core.measurement.measure import measure

        table = measure(particles, **how)
        table["feret_px"][1] += 0.5
        return table

    monkeypatch.setattr(verification, "measure", wrong)
    words = ["verify-measurements", str(folder / "f_labels.tif"), "--json"]
    assert main(words) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["agrees"] is False
    one = next(d for d in told["differences"] if d["descriptor"] == "feret_px")
    assert (one["absolute"], one["particle"]) == (0.5, 2)
    assert one["case"] == "f_labels.tif"


def test_a_pixel_size_adds_the_columns_in_nm(folder, capsys):
    words = ["verify-measurements", str(folder / "f_labels.tif"), "--pixel-size", "2.5"]
    assert main(words) == 0
    assert "min_feret_nm                    3" in capsys.readouterr().out


def test_bad_files_are_one_line_each_and_the_others_go_on(folder, capsys):
    (folder / "broken.zip").write_bytes(b"PK no archive")
    (folder / "text.tif").write_text("no picture")
    tifffile.imwrite(folder / "half.tif", np.full((4, 4), 0.5, np.float32))
    names = ("broken.zip", "text.tif", "half.tif", "none.roi", "f_rois.zip")
    assert main(["verify-measurements", *(str(folder / name) for name in names)]) == 1
    told = capsys.readouterr()
    errors = told.err.splitlines()
    assert len(errors) == 4
    for name, text in zip(
        names,
        ("not a zip file", "found no picture", "fractions", "No such file"),
        strict=False,
    ):
        assert any(name in line and text in line for line in errors), name
    assert "No difference is larger" in told.out


def test_a_folder_gives_roi_sets_whatever_the_case_of_their_endings(folder, capsys):
    (folder / "f_rois.zip").rename(folder / "F_ROIS.ZIP")
    assert main(["verify-measurements", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["inputs"] == ["f_labels.tif", "F_ROIS.ZIP"]


def test_a_name_that_stands_for_nothing_is_one_line(folder, capsys):
    assert main(["verify-measurements", str(folder / "none*.tif")]) == 1
    assert "pattern matches no image" in capsys.readouterr().err
