"""Saves that have to wait for one another, without a window."""

import json
from pathlib import Path
from threading import Event, Timer

import pytest

from feretlab.gui.controllers.projects import Projects, images_in
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.project import FILE_NAME
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs


class Desk:
    """A session and its projects; work in threads waits until it is let."""

    def __init__(self, folder):
        self.session, self.jobs = Session(), Jobs(threads=1)
        preferences = Preferences(folder / "gui.json")
        preferences.update(autosave_seconds=1)
        self.projects = Projects(
            self.session, Micrographs(), self.jobs, preferences, folder / "state"
        )
        self.gate = Event()
        self.jobs.start("hold", lambda progress: self.gate.wait())

    def work_on(self, name):
        """Do something that would be a pity to lose."""
        keys = self.session.add_files([Path("/data") / name])
        self.session.give_pixel_size(keys, 2.5)


@pytest.fixture
def desk(qapp, qtbot, tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.gate.set()
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=30_000)
    desk.projects.close()


def _names(folder):
    images = json.loads((folder / FILE_NAME).read_text())["images"]
    return [image["name"] for image in images]


def _ended(qtbot, desk):
    desk.gate.set()
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=30_000)


def test_a_save_that_waited_does_not_write_the_next_project(desk, qtbot, tmp_path):
    desk.work_on("a.tif")
    desk.projects.save(tmp_path / "project")
    desk.work_on("b.tif")
    desk.projects.save()
    desk.gate.set()
    assert desk.projects.save_now()
    desk.projects.new()
    _ended(qtbot, desk)

    assert _names(tmp_path / "project") == ["a", "b"]


def test_saves_that_waited_do_not_write_a_project_that_is_opened(desk, qtbot, tmp_path):
    other = Desk(tmp_path / "other")
    other.gate.set()
    other.work_on("other.tif")
    assert other.projects.save_now(tmp_path / "second")
    other.projects.close()
    desk.work_on("a.tif")
    desk.projects.save(tmp_path / "first")
    for name in ("b.tif", "c.tif"):
        desk.work_on(name)
        desk.projects.save()
    desk.projects.open(tmp_path / "second")
    _ended(qtbot, desk)

    assert _names(tmp_path / "first") == ["a", "b", "c"]
    assert _names(tmp_path / "second") == ["other"]


def test_a_save_that_waited_writes_what_there_was_when_it_was_asked_for(
    desk, qtbot, tmp_path
):
    desk.work_on("a.tif")
    desk.projects.save(tmp_path / "first")
    desk.work_on("b.tif")
    desk.projects.save()
    desk.projects.save(tmp_path / "second")
    desk.work_on("c.tif")
    desk.projects.save()
    _ended(qtbot, desk)

    assert _names(tmp_path / "first") == ["a", "b"]
    assert _names(tmp_path / "second") == ["a", "b", "c"]
    assert desk.projects.is_saved


def test_a_save_that_ended_late_does_not_call_later_ones_unsaved(desk, qtbot, tmp_path):
    desk.work_on("a.tif")
    desk.projects.save(tmp_path / "project")
    desk.work_on("b.tif")
    desk.gate.set()
    assert desk.projects.save_now()
    _ended(qtbot, desk)

    assert desk.projects.is_saved
    assert images_in(tmp_path / "project") == 2


def test_work_given_up_while_it_is_kept_aside_leaves_no_copy(desk, qtbot, tmp_path):
    desk.work_on("a.tif")
    qtbot.waitUntil(lambda: desk.projects.job is not None, timeout=30_000)
    Timer(0.1, desk.gate.set).start()
    desk.projects.new()
    _ended(qtbot, desk)

    assert list((tmp_path / "state" / "unsaved").glob("*")) == []
