"""Input files from names, folders and patterns."""

import sys
from pathlib import Path

import pytest

from feretlab.core.errors import FileError
from feretlab.core.io.paths import expand_inputs, make_folder, unique_name

FILES = (
    "im10.tif im2.TIF im2.txt im2_labels.tif .hidden.tif im2_mask.tif im2_overlay.png "
    "s_1.ser s.emi t.emi distribution.png comparison.png"
)


@pytest.fixture
def folder(tmp_path):
    for name in FILES.split():
        (tmp_path / name).touch()
    (tmp_path / "sub.tif").mkdir()
    return tmp_path


def names(*inputs):
    return [path.name for path in expand_inputs(inputs)]


def test_a_folder_gives_its_images_as_people_count(folder):
    assert names(folder) == ["im2.TIF", "im10.tif", "s_1.ser", "t.emi"]


def test_a_pattern_gives_images_only(folder):
    assert names(f"{folder}/im*") == ["im2.TIF", "im10.tif"]


def test_a_named_file_is_taken_whatever_its_ending(folder):
    assert names(folder / "im2_mask.tif", folder / "im2.txt") == [
        "im2_mask.tif",
        "im2.txt",
    ]


def test_each_file_comes_once_in_the_order_given(folder):
    assert names(folder / "im10.tif", folder)[:2] == ["im10.tif", "im2.TIF"]
    assert len(names(folder, folder)) == 4


def test_a_file_comes_once_though_a_path_goes_through_a_parent(folder):
    (folder / "sub").mkdir()
    again = folder / "sub" / ".." / "im10.tif"
    assert names(folder / "im10.tif", again) == ["im10.tif"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_beside_its_file_is_the_same_file(folder):
    (folder / "link.tif").symlink_to(folder / "im10.tif")
    assert names(folder / "im*.tif", folder / "link.tif") == ["im10.tif"]


def test_a_file_named_like_a_pattern_is_itself(tmp_path):
    (tmp_path / "a[1].tif").touch()
    assert names(tmp_path / "a[1].tif") == ["a[1].tif"]


def test_a_pattern_in_a_folder_named_like_one_finds_its_images(tmp_path):
    folder = tmp_path / "run [2]" / "a"
    folder.mkdir(parents=True)
    (folder / "a.tif").touch()
    assert names(tmp_path / "run [2]" / "a" / "*.tif") == ["a.tif"]
    assert names(tmp_path / "run [2]" / "*" / "*.tif") == ["a.tif"]
    assert names(tmp_path / "run*" / "**" / "*.tif") == ["a.tif"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent.tif", "file is missing"),
        ("x*.tif", "pattern matches no image"),
        ("sub.tif", "holds no image"),
    ],
)
def test_what_stands_for_nothing_is_told(folder, name, message):
    with pytest.raises(FileError, match=message):
        expand_inputs([str(folder / name)])


def test_inputs_without_a_file_are_told_apart_from_the_others(folder):
    told = []
    found = expand_inputs(
        [f"{folder}/x*", folder / "sub.tif", folder / "im2.TIF"],
        refuse=lambda entry, error: told.append((Path(entry).name, str(error))),
    )
    assert [path.name for path in found] == ["im2.TIF"]
    assert [name for name, _ in told] == ["x*", "sub.tif"]
    assert "pattern matches no image" in told[0][1]
    assert "holds no image" in told[1][1]


def test_where_no_input_has_a_file_the_search_fails(folder):
    with pytest.raises(FileError, match="pattern matches no image"):
        expand_inputs([folder / "absent.tif", f"{folder}/x*"], refuse=pytest.fail)


def test_a_missing_file_beside_another_is_left_to_its_reader(folder):
    assert names(folder / "absent.tif", folder / "im2.TIF") == ["absent.tif", "im2.TIF"]


def test_missing_files_alone_are_told(folder):
    with pytest.raises(FileError, match=r"absent\.tif': the file is missing"):
        expand_inputs([folder / "absent.tif", folder / "gone.tif"])


def test_a_name_that_no_system_takes_is_missing():
    with pytest.raises(FileError, match="file is missing"):
        expand_inputs(["a" * 5000])


def test_a_folder_that_cannot_be_read_is_told(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(FileError, match=r"cannot be read \(Permission denied\)"):
        expand_inputs([folder])


def test_no_input_is_told():
    with pytest.raises(FileError, match="none was given"):
        expand_inputs([])


def test_outputs_are_inputs_where_they_are_wanted(folder):
    (folder / "im2_labels.tif").rename(folder / "im3_labels.tif")
    found = expand_inputs([folder], wanted=("_labels", "_mask"))
    assert [path.name for path in found] == ["im3_labels.tif"]
    found = expand_inputs([f"{folder}/*"], wanted=("_mask",))
    assert [path.name for path in found] == ["im2_mask.tif"]


def test_a_folder_without_wanted_outputs_gives_its_images(folder):
    (folder / "im2_mask.tif").unlink()
    found = expand_inputs([folder], wanted=("_mask",))
    assert [path.name for path in found][:2] == ["im2.TIF", "im10.tif"]


def test_names_stay_apart_whatever_their_case():
    taken = set()
    names = [unique_name(stem, taken) for stem in ("a", "A", "a_2", "b")]
    assert names == ["a", "A_2", "a_2_2", "b"]


def test_names_are_one_printable_line():
    assert unique_name("a\nb\udce9c d", set()) == "a_b_c d"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(
        FileError, match=r"Making the folder .*file.*hoose another folder\."
    ):
        make_folder(tmp_path / "file")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_folder_that_takes_no_file_is_told_at_once():
    with pytest.raises(
        FileError, match=r"Writing to the folder '/proc/self'.*hoose another folder\."
    ):
        make_folder(Path("/proc/self"))


def test_trying_to_write_leaves_nothing(tmp_path):
    make_folder(tmp_path / "new")
    assert not list((tmp_path / "new").iterdir())
