"""Copies of unsaved projects, each of one run at a time."""

import pytest

from feretlab.gui.controllers.spare_copies import SpareCopies
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session


@pytest.fixture
def copy(qapp, tmp_path):
    """The folder of a copy whose run is over."""
    project = ProjectFolder(tmp_path / "copy")
    project.write(Session().snapshot())
    return project.folder


@pytest.fixture
def one(tmp_path):
    return SpareCopies(tmp_path)


@pytest.fixture
def two(tmp_path):
    return SpareCopies(tmp_path)


def test_a_copy_is_claimed_by_one_run(one, two, copy):
    lock = one.claim(copy)

    assert lock.is_held
    assert two.claim(copy) is None
    assert two.abandoned() == ()


def test_a_copy_that_was_deleted_is_not_claimed(one, two, copy):
    assert two.discard(copy)

    assert one.claim(copy) is None
    assert not copy.exists()


def test_a_copy_in_which_another_run_goes_on_is_not_deleted(one, two, copy):
    one.adopt(ProjectFolder(copy), one.claim(copy))

    assert not two.discard(copy)
    assert copy.is_dir()


def test_an_adopted_copy_goes_once_its_work_is_saved(one, copy):
    one.adopt(ProjectFolder(copy), one.claim(copy))
    one.drop()

    assert not copy.exists()
