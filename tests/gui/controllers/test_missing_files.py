"""Files that are gone when something is to be written of their images."""

import pytest

from feretlab.core.errors import FileError
from feretlab.gui.controllers.missing_files import (
    MissingFilesError,
    check_files,
    mark_missing,
)
from feretlab.gui.session.entries import State
from feretlab.gui.session.session import Session


@pytest.fixture
def session(squares):
    session = Session()
    session.add_files(squares(1, 1, 1))
    return session


def test_files_that_are_there_are_no_fault(session):
    check_files("Writing", session.entries)


def test_a_missing_file_is_named_with_what_to_do(session):
    path = session.entries[1].path
    path.unlink()

    with pytest.raises(FileError, match=r"^Writing: the file .*field1.* Locate…, or"):
        check_files("Writing", session.entries)


def test_missing_files_are_counted_and_the_first_named(session):
    for entry in session.entries[1:]:
        entry.path.unlink()

    with pytest.raises(FileError, match=r"2 files are missing, the first .*field1"):
        check_files("Writing", session.entries)


def test_pages_of_a_missing_stack_are_one_file(session):
    session.expand_pages(session.entries[0].key, 3)
    session.entries[0].path.unlink()

    with pytest.raises(FileError, match=r"the file .*field0"):
        check_files("Writing", session.entries)


def test_images_of_missing_files_are_marked_in_the_list(session):
    error = MissingFilesError("Writing", [session.entries[1].path])
    mark_missing(session, error)

    states = [entry.state for entry in session.entries]
    assert states == [State.WAITING, State.MISSING, State.WAITING]
    assert "is missing" in session.entries[1].message


def test_an_image_under_way_is_left_to_its_analysis(session):
    entry = session.entries[0]
    session.update(entry.key, state=State.RUNNING)
    mark_missing(session, MissingFilesError("Writing", [entry.path]))

    assert session.entry(entry.key).state == State.RUNNING


def test_other_errors_mark_nothing(session):
    mark_missing(session, FileError("Writing: the disk is full."))

    assert {entry.state for entry in session.entries} == {State.WAITING}
