"""Folders marked as open."""

import os

from feretlab.gui.controllers.project_lock import LOCK, ProjectLock, is_abandoned


def test_the_second_one_learns_who_has_the_folder(qapp, tmp_path):
    first, second = ProjectLock(tmp_path), ProjectLock(tmp_path)

    assert first.take() is None
    holder = second.take()
    assert (holder.folder, holder.pid) == (tmp_path, os.getpid())
    assert str(tmp_path / LOCK) in holder.told()
    assert not second.is_held


def test_a_released_folder_can_be_taken(qapp, tmp_path):
    first, second = ProjectLock(tmp_path), ProjectLock(tmp_path)
    first.take()
    first.release()

    assert second.take() is None
    assert second.is_held


def test_a_mark_of_another_machine_stays_valid(qapp, tmp_path):
    # As QLockFile writes it: process, program, host, machine and boot.
    (tmp_path / LOCK).write_text("4711\npython\nbench\n" + "0" * 32 + "\nboot\n")
    holder = ProjectLock(tmp_path).take()

    assert (holder.pid, holder.host) == (4711, "bench")


def test_a_folder_that_cannot_be_made_is_nobodys(qapp, tmp_path):
    (tmp_path / "file").touch()
    lock = ProjectLock(tmp_path / "file" / "project")

    assert lock.take() is None
    assert not lock.is_held


def test_a_marked_folder_is_not_abandoned(qapp, tmp_path):
    lock = ProjectLock(tmp_path, "lock")
    lock.take()
    assert not is_abandoned(tmp_path, "lock")
    lock.release()

    assert is_abandoned(tmp_path, "lock")
