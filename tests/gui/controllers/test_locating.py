"""Missing files found elsewhere, without a window."""

import numpy as np
import pytest
import tifffile

from feretlab.gui.controllers import loading
from feretlab.gui.controllers.loading import Loader
from feretlab.gui.controllers.locating import relocate
from feretlab.gui.session.entries import State
from feretlab.gui.session.session import Session


@pytest.fixture
def gone(tmp_path):
    """A folder of which the files are elsewhere now."""
    return tmp_path / "gone"


@pytest.fixture
def missing(qtbot, jobs, gone, monkeypatch):
    """A session of two missing files, and its loader."""
    monkeypatch.setattr(loading, "can_read_bars", lambda: False)
    session = Session()
    loader = Loader(session, jobs)
    session.add_files([gone / "field0.tif", gone / "field1.tif"])
    qtbot.waitUntil(lambda: _states(session) == [State.MISSING] * 2, timeout=60_000)
    yield session, loader
    qtbot.waitUntil(lambda: not jobs.running, timeout=60_000)


def _states(session):
    return [entry.state for entry in session.entries]


def _paths(session):
    return [entry.path for entry in session.entries]


def test_missing_files_are_located_with_those_beside_them(
    missing, qtbot, gone, squares
):
    session, loader = missing
    places = squares(1, 2)
    relocate(session, loader, gone / "field0.tif", places[0])

    qtbot.waitUntil(lambda: all(entry.shape for entry in session.entries))
    assert _paths(session) == places
    assert _states(session) == [State.WAITING] * 2


def test_locating_is_undone_and_done_again(missing, qtbot, gone, squares):
    session, loader = missing
    places = squares(1, 2)
    before = _paths(session)
    relocate(session, loader, gone / "field0.tif", places[0])
    qtbot.waitUntil(lambda: all(entry.shape for entry in session.entries))
    assert session.history.undo_title == "locate 2 images"
    session.history.undo()
    assert _paths(session) == before
    assert _states(session) == [State.MISSING] * 2

    session.history.redo()
    assert _paths(session) == places


def test_undoing_a_location_gives_back_what_was_known_of_the_pixel_size(
    missing, qtbot, gone, squares
):
    session, loader = missing
    key = session.entries[0].key
    session.update(key, pixel_size_nm=(2.0, 2.0), pixel_size_source="metadata")
    relocate(session, loader, gone / "field0.tif", squares(1, 2)[0])
    qtbot.waitUntil(lambda: all(entry.shape for entry in session.entries))
    session.history.undo()

    assert session.entry(key).pixel_size_nm == (2.0, 2.0)


@pytest.fixture
def located_stack(missing, qtbot, gone, tmp_path):
    """A session whose first file turned out to be a stack once it was located."""
    session, loader = missing
    tifffile.imwrite(
        tmp_path / "field0.tif",
        np.zeros((3, 40, 60), np.uint8),
        photometric="minisblack",
    )
    relocate(session, loader, gone / "field0.tif", tmp_path / "field0.tif")
    qtbot.waitUntil(lambda: len(session.entries) == 4, timeout=60_000)
    return session


def test_all_pages_of_a_stack_go_back_and_are_located_again_together(
    located_stack, gone, tmp_path
):
    located_stack.history.undo()
    assert _paths(located_stack)[:3] == [gone / "field0.tif"] * 3
    assert _states(located_stack) == [State.MISSING] * 4

    located_stack.history.redo()
    assert _paths(located_stack)[:3] == [tmp_path / "field0.tif"] * 3


def test_files_of_read_only_data_are_located_for_looking(missing, gone, squares):
    session, loader = missing
    places = squares(1, 2)
    session.is_read_only = True
    relocate(session, loader, gone / "field0.tif", places[0])

    assert _paths(session) == places
    assert session.history.undo_title == "add 2 images"


def test_a_place_without_the_file_changes_nothing(missing, gone, tmp_path):
    session, loader = missing
    relocate(session, loader, gone / "field0.tif", tmp_path / "nowhere.tif")

    assert session.history.undo_title == "add 2 images"
