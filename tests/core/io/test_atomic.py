"""Files that appear whole or not at all."""

import errno

import pytest

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path


def test_a_finished_file_stands_under_its_name(tmp_path):
    with atomic_path(tmp_path / "new" / "table.csv") as partial:
        partial.write_text("a")
        assert not (tmp_path / "new" / "table.csv").exists()
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["table.csv"]


def test_the_partial_name_keeps_the_suffix(tmp_path):
    with atomic_path(tmp_path / "picture.png") as partial:
        partial.touch()
    assert partial.suffix == ".png"


def test_a_name_that_is_just_short_enough_in_its_script_is_written(tmp_path):
    target = tmp_path / f"{'粒' * 80}_labels.tif"
    with atomic_path(target) as partial:
        partial.touch()
    assert target.exists()


def _write_half(target, failure):
    with atomic_path(target) as partial:
        partial.write_text("half")
        raise failure


def test_a_failure_keeps_the_old_file_and_no_remainder(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("old")
    with pytest.raises(KeyError, match="stop"):
        _write_half(target, KeyError("stop"))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interrupt_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt, match="stop"):
        _write_half(tmp_path / "a.tif", KeyboardInterrupt("stop"))
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_one_line(tmp_path):
    target = tmp_path / "a.tif"
    with (
        pytest.raises(FileError, match=r"Writing '.*a\.tif': No space left"),
        atomic_path(target),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_folder_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "a.tif"
    with pytest.raises(FileError, match="Writing"), atomic_path(target):
        pass


def test_a_writer_that_wrote_nothing_is_told(tmp_path):
    with (
        pytest.raises(FileError, match="No such file"),
        atomic_path(tmp_path / "a.tif"),
    ):
        pass


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.ENOSPC, "Free some space"), (errno.EROFS, "Choose a folder")],
)
def test_a_disk_that_takes_nothing_is_told_with_what_to_do(tmp_path, number, remedy):
    with pytest.raises(FileError, match=remedy):
        _write_half(tmp_path / "a.csv", OSError(number, "no"))
