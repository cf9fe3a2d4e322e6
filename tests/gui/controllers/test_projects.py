"""Projects opened, saved, kept and recovered, without a window."""

import subprocess
import sys
from pathlib import Path

import pytest

from feretlab.gui.controllers import loading
from feretlab.gui.controllers.loading import Loader
from feretlab.gui.controllers.locating import relocate
from feretlab.gui.controllers.project_lock import LOCK, ProjectLock
from feretlab.gui.controllers.projects import Projects, images_in
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.project import FILE_NAME, is_project, read_record
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs
from feretlab.models.catalog import MODELS_HOME, add_model, remove_model


@pytest.fixture
def make(qapp, tmp_path):
    """Make a session with its projects, as a run of the application has them."""
    made = []

    def one():
        session, jobs = Session(), Jobs()
        preferences = Preferences(tmp_path / "gui.json")
        preferences.update(autosave_seconds=1)
        projects = Projects(
            session, Micrographs(), jobs, preferences, tmp_path / "state"
        )
        made.append((projects, jobs))
        return session, projects

    yield one
    for projects, jobs in made:
        assert jobs.wait()
        projects.close()


def _work_on(session, name="a.tif"):
    """Do something that would be a pity to lose."""
    keys = session.add_files([Path("/data") / name])
    session.give_pixel_size(keys, 2.5)


def _saved(qtbot, projects):
    qtbot.waitUntil(lambda: projects.is_saved and projects.job is None, timeout=30_000)


def test_a_saved_project_is_opened_again(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    projects.save(tmp_path / "project")
    _saved(qtbot, projects)
    projects.close()
    other, others = make()
    others.open(tmp_path / "project" / FILE_NAME)

    qtbot.waitUntil(lambda: bool(other.entries), timeout=30_000)
    assert other.entries[0].given_size_nm == 2.5
    assert others.folder == tmp_path / "project"
    assert others.is_saved


def test_a_change_of_a_saved_project_is_saved_by_itself(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    projects.save(tmp_path / "project")
    _saved(qtbot, projects)
    _work_on(session, "b.tif")

    assert not projects.is_saved
    _saved(qtbot, projects)
    assert images_in(tmp_path / "project") == 2


def test_a_list_of_files_alone_is_no_work_to_lose(make):
    session, projects = make()
    session.add_files([Path("/data/a.tif")])

    assert projects.is_saved


def test_unsaved_work_is_kept_aside_until_it_is_given_up(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    kept = tmp_path / "state" / "unsaved"
    qtbot.waitUntil(
        lambda: kept.is_dir() and any(map(is_project, kept.iterdir())), timeout=30_000
    )

    assert not projects.is_saved
    assert projects.recoverable() == ()  # it is this run's own
    projects.close()
    assert list(kept.iterdir()) == []


def test_work_of_a_run_that_crashed_is_recovered(make, qtbot, tmp_path):
    code = f"""
import os
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from feretlab.gui.controllers.projects import Projects
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs
application = QCoreApplication([])
session = Session()
folder = Path({str(tmp_path)!r})
projects = Projects(
    session, Micrographs(), Jobs(), Preferences(folder / "x.json"), folder / "state"
)
session.give_pixel_size(session.add_files([Path("/data/a.tif")]), 2.5)
projects._saver._keep()
projects.job.ended.connect(lambda: os._exit(9))
application.exec()
"""
    crashed = subprocess.run([sys.executable, "-c", code], timeout=120, check=False)
    session, projects = make()
    (folder,) = projects.recoverable()
    projects.recover(folder)

    assert crashed.returncode == 9
    qtbot.waitUntil(lambda: bool(session.entries), timeout=30_000)
    assert session.entries[0].given_size_nm == 2.5
    assert not projects.is_saved
    assert projects.recoverable() == ()


def test_a_failure_to_save_is_told_and_nothing_is_taken_for_saved(
    make, qtbot, tmp_path
):
    session, projects = make()
    _work_on(session)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / FILE_NAME).mkdir()  # a folder in the way
    with qtbot.waitSignal(projects.failed, timeout=30_000) as told:
        projects.save(tmp_path / "project")

    assert "Writing" in str(told.args[1])
    assert not projects.is_saved
    assert not projects.save_now()


def test_what_cannot_be_saved_is_kept_aside_until_it_can(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    place, kept = tmp_path / "project", tmp_path / "state" / "unsaved"
    (place / FILE_NAME).mkdir(parents=True)  # a folder in the way
    with qtbot.waitSignal(projects.failed, timeout=30_000):
        projects.save(place)
    _work_on(session, "b.tif")
    saved = lambda: [images_in(one) for one in kept.iterdir()] == [2]  # noqa: E731
    qtbot.waitUntil(lambda: kept.is_dir() and saved(), timeout=30_000)

    (place / FILE_NAME).rmdir()
    projects.save()
    _saved(qtbot, projects)
    assert list(kept.iterdir()) == []


def test_a_project_is_not_saved_over_a_file(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    (tmp_path / "a.tif").write_text("an image")
    with qtbot.waitSignal(projects.failed) as told:
        projects.save(tmp_path / "a.tif")

    assert "found a file there" in str(told.args[1])
    assert projects.folder is None


def test_a_corrupt_project_is_told_and_the_session_stays(make, qtbot, tmp_path):
    session, projects = make()
    session.add_files([Path("/data/a.tif")])
    (tmp_path / FILE_NAME).write_text("{")
    with qtbot.waitSignal(projects.failed, timeout=30_000) as told:
        projects.open(tmp_path)

    assert "is damaged" in str(told.args[1])
    assert len(session.entries) == 1


# Open elsewhere

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from feretlab.gui.controllers.projects import Projects
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs
folder = Path(sys.argv[1])
application = QCoreApplication([])
session, jobs = Session(), Jobs()
projects = Projects(
    session, Micrographs(), jobs, Preferences(folder / "x.json"), folder / "other"
)
session.give_pixel_size(session.add_files([Path("/data/a.tif")]), 2.5)
projects.save(folder / "project")
def tell():
    if projects.is_saved:
        print("saved", flush=True)
        timer.stop()
timer = QTimer()
timer.timeout.connect(tell)
timer.start(20)
application.exec()
"""


@pytest.fixture
def other_window(tmp_path):
    """Another process that has the project ``project`` open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "saved\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_project_that_is_open_elsewhere_is_told_with_its_holder(
    make, tmp_path, other_window
):
    session, projects = make()
    holders = []
    projects.occupied.connect(holders.append)
    projects.open(tmp_path / "project")

    (holder,) = holders
    assert holder.pid == other_window.pid
    assert f"process {other_window.pid} on" in holder.told()
    assert session.entries == ()


def _content(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: path.read_bytes() for path in files}


def test_a_project_open_read_only_is_never_written(make, qtbot, tmp_path, other_window):
    before = _content(tmp_path / "project")
    session, projects = make()
    projects.open_read_only(tmp_path / "project")
    qtbot.waitUntil(lambda: bool(session.entries), timeout=30_000)
    assert projects.is_saved
    assert projects.read_only == tmp_path / "project"
    _work_on(session, "b.tif")

    assert [entry.path.name for entry in session.entries] == ["a.tif"]
    assert projects.is_saved
    assert _content(tmp_path / "project") == before


def test_a_read_only_project_can_be_changed_once_it_is_saved_as_a_copy(
    make, qtbot, tmp_path, other_window
):
    session, projects = make()
    projects.open_read_only(tmp_path / "project")
    qtbot.waitUntil(lambda: bool(session.entries), timeout=30_000)
    session.set_filters({"area_px": (2.0, 3.0)})
    projects.save(tmp_path / "copy")
    _work_on(session, "b.tif")
    _saved(qtbot, projects)

    assert images_in(tmp_path / "copy") == 2
    assert projects.read_only is None


def test_a_copy_is_saved_at_once_and_the_project_is_not_touched(
    make, qtbot, tmp_path, other_window
):
    before = _content(tmp_path / "project")
    session, projects = make()
    projects.open_copy(tmp_path / "project", tmp_path / "copy")
    qtbot.waitUntil(lambda: bool(session.entries), timeout=30_000)
    _saved(qtbot, projects)

    assert projects.folder == tmp_path / "copy"
    assert images_in(tmp_path / "copy") == 1
    assert _content(tmp_path / "project") == before


def test_nothing_is_saved_over_a_project_that_is_open_elsewhere(
    make, tmp_path, other_window
):
    before = _content(tmp_path / "project")
    session, projects = make()
    _work_on(session, "b.tif")
    errors = []
    projects.failed.connect(lambda what, error: errors.append(str(error)))
    projects.save(tmp_path / "project")

    assert "is open in another FeretLab" in errors[0]
    assert projects.folder is None
    assert _content(tmp_path / "project") == before


def test_the_mark_of_a_crashed_process_stands_in_nobodys_way(
    make, qtbot, tmp_path, other_window
):
    other_window.kill()
    other_window.wait()
    assert (tmp_path / "project" / LOCK).is_file()
    session, projects = make()
    projects.open(tmp_path / "project")
    qtbot.waitUntil(lambda: bool(session.entries), timeout=30_000)

    assert projects.folder == tmp_path / "project"


def test_a_project_is_free_again_once_another_is_opened(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    projects.save(tmp_path / "project")
    _saved(qtbot, projects)
    projects.new()

    assert ProjectLock(tmp_path / "project").take() is None


def test_the_project_that_is_open_here_can_be_opened_again(make, qtbot, tmp_path):
    session, projects = make()
    _work_on(session)
    projects.save(tmp_path / "project")
    _saved(qtbot, projects)
    (key,) = [entry.key for entry in session.entries]
    projects.open(tmp_path / "project")
    qtbot.waitUntil(
        lambda: [entry.key for entry in session.entries] != [key], timeout=30_000
    )

    assert projects.folder == tmp_path / "project"
    _work_on(session, "b.tif")
    _saved(qtbot, projects)
    assert images_in(tmp_path / "project") == 2


def test_a_damaged_project_is_left_unmarked(make, qtbot, tmp_path):
    _, projects = make()
    (tmp_path / FILE_NAME).write_text("{")
    with qtbot.waitSignal(projects.failed, timeout=30_000):
        projects.open(tmp_path)

    assert not (tmp_path / LOCK).exists()


def test_a_new_project_is_empty_and_saved(make):
    session, projects = make()
    _work_on(session)

    projects.new()

    assert session.entries == ()
    assert projects.is_saved
    assert projects.folder is None


def test_a_new_project_begins_with_the_users_network(
    make, tmp_path, bright_model, monkeypatch
):
    monkeypatch.setenv(MODELS_HOME, str(tmp_path / "mine"))
    add_model(bright_model)
    session, projects = make()
    projects._preferences.update(model="bright")
    projects.new()
    assert session.recipe.model == "bright"
    assert not session.history.undo_title

    remove_model("bright")
    again, _ = make()
    assert again.recipe.model == "default"


def test_where_a_file_was_located_is_saved_by_itself(
    make, qtbot, tmp_path, squares, monkeypatch
):
    monkeypatch.setattr(loading, "can_read_bars", lambda: False)
    session, projects = make()
    loader = Loader(session, projects._jobs)
    (there,) = squares(1)
    session.add_files([tmp_path / "gone" / "a.tif"])
    projects.save(tmp_path / "project")
    _saved(qtbot, projects)
    relocate(session, loader, tmp_path / "gone" / "a.tif", there)

    assert not projects.is_saved
    _saved(qtbot, projects)
    qtbot.waitUntil(lambda: not projects._jobs.running, timeout=30_000)
    assert read_record(tmp_path / "project").images[0].absolute == str(there)
