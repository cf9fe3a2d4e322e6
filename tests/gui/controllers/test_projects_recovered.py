"""Unsaved work of a run that is over, and two windows that want it."""

from pathlib import Path

import pytest

from feretlab.gui.controllers.projects import Projects
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.project import is_project
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences

LONG = 30_000


@pytest.fixture
def make(jobs, tmp_path):
    """Make a session with its projects; ``errors`` keeps what failed."""
    made = []

    def one():
        session, preferences = Session(), Preferences(tmp_path / "gui.json")
        projects = Projects(
            session, Micrographs(), jobs, preferences, tmp_path / "state"
        )
        projects.errors = []
        projects.failed.connect(lambda _, error: projects.errors.append(str(error)))
        made.append(projects)
        return session, projects

    yield one
    assert jobs.wait()
    for projects in made:
        projects.close()


@pytest.fixture
def left_behind(tmp_path):
    """The folder of such work."""
    session = Session()
    session.give_pixel_size(session.add_files([Path("/data/a.tif")]), 2.5)
    project = ProjectFolder(tmp_path / "state" / "unsaved" / "crashed")
    project.write(session.snapshot())
    return project.folder


@pytest.fixture
def recovered(make, qtbot, left_behind):
    """The same, once a window has gone on with it."""
    session, projects = make()
    projects.recover(left_behind)
    qtbot.waitUntil(lambda: bool(session.entries), timeout=LONG)
    return left_behind


@pytest.mark.parametrize("act", ["recover", "discard"])
def test_work_is_left_to_the_window_that_went_on_with_it(make, recovered, act):
    session, projects = make()
    getattr(projects, act)(recovered)
    projects.close()

    assert "open in another FeretLab" in projects.errors[0]
    assert session.entries == ()
    assert is_project(recovered)


def test_work_is_free_again_where_its_recovery_is_cancelled(
    make, qtbot, left_behind, jobs
):
    _, projects = make()
    projects.recover(left_behind)
    jobs.cancel_all()
    assert projects.recoverable() == ()
    qtbot.waitUntil(lambda: not jobs.running, timeout=LONG)

    assert projects.recoverable() == (left_behind,)


def test_work_that_cannot_be_read_is_free_again(make, qtbot, left_behind):
    for file in left_behind.glob("*.json"):
        file.write_text("damaged", "utf-8")
    _, projects = make()
    projects.recover(left_behind)
    qtbot.waitUntil(lambda: bool(projects.errors), timeout=LONG)

    assert projects.recoverable() == (left_behind,)
