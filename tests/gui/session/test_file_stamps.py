"""Which content of a file something belongs to."""

import hashlib
import os

import pytest

from feretlab.gui.session.file_stamps import FileStamp, seen_at, stamp_of


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(b"grey")
    os.utime(path, ns=(1, 2))
    return path


def test_a_stamp_tells_size_time_and_digest(path):
    digest = hashlib.sha256(b"grey").hexdigest()

    assert stamp_of(path) == FileStamp(size_bytes=4, modified_ns=2, sha256=digest)


def test_a_file_of_other_content_has_another_stamp(path):
    before = stamp_of(path)
    path.write_bytes(b"dark")

    assert stamp_of(path).sha256 != before.sha256


def test_a_missing_file_has_no_stamp(tmp_path):
    assert stamp_of(tmp_path / "gone.tif") == FileStamp()


def test_size_and_time_are_seen_without_a_digest(path):
    assert seen_at(path) == FileStamp(size_bytes=4, modified_ns=2)
