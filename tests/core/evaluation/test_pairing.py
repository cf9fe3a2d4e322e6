"""Which file belongs to which."""

import os
from pathlib import Path

import pytest

from feretlab.core.errors import FileError
from feretlab.core.evaluation.pairing import pair_files, stem_of


@pytest.fixture
def folders(tmp_path):
    """Make two folders with files of the given names."""

    def make(predictions, truths):
        for folder, names in (("p", predictions), ("t", truths)):
            (tmp_path / folder).mkdir()
            for name in names:
                (tmp_path / folder / name).touch()
        return tmp_path / "p", tmp_path / "t"

    return make


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("1908248_m.tif", "1908248"),
        ("a_b_probability.tif", "a_b"),
        ("field.png", "field"),
        ("_mask.png", "_mask"),
        ("film.tif", "film"),
    ],
)
def test_endings_that_tell_the_kind_are_cut(name, stem):
    assert stem_of(Path(name)) == stem


def test_folders_are_paired_by_stem(folders):
    sides = folders(["b_mask.tif", "a_mask.tif", "notes.csv"], ["a_m.tif", "b.png"])
    pairs = [(p.name, p.prediction.name, p.truth.name) for p in pair_files(*sides)]
    assert pairs == [("a", "a_mask.tif", "a_m.tif"), ("b", "b_mask.tif", "b.png")]


def test_labels_go_before_maps_and_maps_before_masks(folders):
    sides = folders(["a_mask.tif", "a_probability.tif", "a_labels.tif"], ["a.png"])
    assert pair_files(*sides)[0].prediction.name == "a_labels.tif"


def test_a_suffix_chooses(folders):
    sides = folders(["a_mask.tif", "a_labels.tif"], ["a.png"])
    pairs = pair_files(*sides, prediction_suffix="_mask")
    assert pairs[0].prediction.name == "a_mask.tif"


def test_the_folder_of_an_analysis_gives_its_labels(folders):
    drawn = ["a_overlay.png", "distribution.png"]
    pairs = pair_files(*folders(["a_labels.tif", *drawn], ["a.png"]))
    assert [pair.prediction.name for pair in pairs] == ["a_labels.tif"]


def test_two_files_of_one_rank_are_refused(folders):
    sides = folders(["a.tif", "a.png"], ["a.png"])
    with pytest.raises(FileError, match=r"'a.png' and 'a.tif' for 'a'"):
        pair_files(*sides)


@pytest.mark.parametrize(
    ("predictions", "truths", "match"),
    [
        (["a.png"], ["a.png", "b.png"], "no predictions for 'b.png'"),
        (["a.png", "b.png"], ["a.png"], "no ground truth for 'b.png'"),
        ([], ["a.png"], "no images in"),
        (["x.png"], [f"{i}.png" for i in range(5)], "'2.png' and 2 more"),
    ],
)
def test_files_without_a_partner_are_named(folders, predictions, truths, match):
    with pytest.raises(FileError, match=match):
        pair_files(*folders(predictions, truths))


def test_a_file_and_a_folder_are_no_pair(folders):
    predictions, truths = folders(["a.png"], ["a.png"])
    with pytest.raises(FileError, match="two files or two folders"):
        pair_files(predictions / "a.png", truths)


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(FileError, match="found no such file"):
        pair_files(tmp_path / "none.png", tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_told_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.tif")
    with pytest.raises(FileError, match=r"pipe\.tif'.*pipe or device"):
        pair_files(tmp_path / "pipe.tif", tmp_path)


def test_two_files_need_no_common_stem(folders):
    predictions, truths = folders(["a.png"], ["b_gt.png"])
    pairs = pair_files(predictions / "a.png", truths / "b_gt.png")
    assert [pair.name for pair in pairs] == ["b"]
