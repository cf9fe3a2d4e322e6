"""A project's file."""

import json
from pathlib import Path

import pytest

from feretlab.core.errors import FileError
from feretlab.gui.session.project import (
    FILE_NAME,
    ImageRecord,
    ProjectRecord,
    is_project,
    located,
    read_record,
    relative_path,
    write_record,
)


@pytest.fixture
def record():
    image = ImageRecord(name="a", path="../a.tif", absolute="/data/a.tif")
    return ProjectRecord(images=(image,), recipe={"threshold": 0.4}, current=0)


def test_what_was_written_is_read_back(tmp_path, record):
    write_record(record, tmp_path / "project")

    assert read_record(tmp_path / "project") == record
    assert is_project(tmp_path / "project")


def test_the_file_is_readable_text(tmp_path, record):
    write_record(record, tmp_path)

    content = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    assert content["images"][0]["absolute"] == "/data/a.tif"


def test_a_newer_layout_is_refused_with_its_version(tmp_path, record):
    write_record(record, tmp_path)
    path = tmp_path / FILE_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"version": 99, "feretlab": "7.0"}))

    with pytest.raises(FileError, match=r"found layout 99.*FeretLab 7\.0\. Update"):
        read_record(tmp_path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is damaged .* Put a copy of that file from before"),
        ("[" * 100_000, "is damaged .*nested too deeply"),
        ("[]", "no version number"),
        ('{"version": 1, "images": 3, "recipe": {}}', "field 'images'"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(tmp_path, text, why):
    (tmp_path / FILE_NAME).write_text(text)

    with pytest.raises(FileError, match=why):
        read_record(tmp_path)


def test_a_value_without_end_is_told_in_a_line(tmp_path):
    content = {"version": 1, "images": "x" * 10_000, "recipe": {}}
    (tmp_path / FILE_NAME).write_text(json.dumps(content))

    with pytest.raises(FileError, match="field 'images'") as caught:
        read_record(tmp_path)
    assert len(str(caught.value)) < 600


def test_what_this_version_does_not_know_is_passed_over(tmp_path, record):
    write_record(record, tmp_path)
    path = tmp_path / FILE_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"origin": "/data/earlier"}))

    assert read_record(tmp_path) == record


def test_a_pixel_size_of_nothing_is_refused(tmp_path, record):
    write_record(record, tmp_path)
    path = tmp_path / FILE_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    content["images"][0]["given_size_nm"] = 0
    path.write_text(json.dumps(content))

    with pytest.raises(FileError, match="given_size_nm"):
        read_record(tmp_path)


def test_a_folder_without_a_project_is_refused(tmp_path):
    with pytest.raises(FileError, match=f"found no {FILE_NAME}"):
        read_record(tmp_path)


def test_an_image_is_found_beside_a_project_that_moved(tmp_path):
    moved = tmp_path / "moved"
    (moved / "project").mkdir(parents=True)
    (moved / "a.tif").write_bytes(b"")
    record = ImageRecord(name="a", path="../a.tif", absolute="/gone/a.tif")

    assert located(record, moved / "project") == moved / "a.tif"
    assert located(record, tmp_path / "elsewhere") == Path("/gone/a.tif")


def test_a_relative_path_has_slashes():
    assert relative_path(Path("/x/images/a.tif"), Path("/x/p")) == "../images/a.tif"
