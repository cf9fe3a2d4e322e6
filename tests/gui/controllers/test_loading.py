"""New entries become known, one file after the other."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile

from feretlab.gui.controllers import loading
from feretlab.gui.controllers.loading import Loader, files_in, thumbnail
from feretlab.gui.session.entries import State
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.worker import Jobs


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def loader(qapp, session, monkeypatch):
    monkeypatch.setattr(loading, "can_read_bars", lambda: False)
    jobs = Jobs()
    loader = Loader(session, jobs)
    loader.jobs = jobs
    yield loader
    assert jobs.wait()


@pytest.fixture
def bars(monkeypatch):
    """Files whose bars were read; each said 2 nm a pixel."""
    read, found = loading.read_pages, []

    def read_with_bars(path, with_bar, progress):
        pages = read(path, False, progress)
        if not with_bar:
            return pages
        found.append(path.name)
        bar = {"pixel_size_nm": (2.0, 2.0), "pixel_size_source": "scale bar '20 nm'"}
        return [replace(page, **bar) for page in pages]

    monkeypatch.setattr(loading, "read_pages", read_with_bars)
    monkeypatch.setattr(loading, "can_read_bars", lambda: True)
    return found


@pytest.fixture
def readings(monkeypatch):
    """The names of files, once for each time that one was read."""
    read, names = loading.read_pages, []

    def read_and_note(path, with_bar, progress):
        names.append(path.name)
        return read(path, with_bar, progress)

    monkeypatch.setattr(loading, "read_pages", read_and_note)
    return names


def _write(path, pages=1):
    grey = np.tile(np.arange(60, dtype=np.uint8), (40, 1))
    tifffile.imwrite(
        path,
        np.stack([grey] * pages) if pages > 1 else grey,
        photometric="minisblack",
    )
    return path


def _read(qtbot, loader):
    qtbot.waitUntil(lambda: not loader.jobs.running, timeout=30_000)


def test_a_file_gets_its_shape_and_a_thumbnail(qtbot, loader, session, tmp_path):
    (key,) = session.add_files([_write(tmp_path / "a.tif")])
    _read(qtbot, loader)

    assert session.entry(key).shape == (40, 60)
    assert session.entry(key).state == State.WAITING
    assert loader.thumbnail(key).width() == loading.THUMBNAIL_PX


def test_a_stack_becomes_an_entry_for_each_page(qtbot, loader, session, tmp_path):
    session.add_files([_write(tmp_path / "a.tif", 3), _write(tmp_path / "b.tif")])
    _read(qtbot, loader)

    names = [entry.name for entry in session.entries]
    assert names == ["a_p0001", "a_p0002", "a_p0003", "b"]
    assert all(entry.shape == (40, 60) for entry in session.entries)
    assert all(loader.thumbnail(entry.key) is not None for entry in session.entries)


def test_a_damaged_file_stays_as_failed_and_can_be_read_again(
    qtbot, loader, session, tmp_path
):
    path = tmp_path / "a.tif"
    path.write_bytes(b"no picture")
    (key,) = session.add_files([path])
    _read(qtbot, loader)
    assert session.entry(key).state == State.FAILED
    assert "Reading" in session.entry(key).message
    _write(path)
    loader.read_again((key,))
    _read(qtbot, loader)

    assert (session.entry(key).state, session.entry(key).message) == (State.WAITING, "")


def test_a_failed_analysis_keeps_its_reason_while_the_file_is_read(
    qtbot, loader, session, tmp_path
):
    (key,) = session.add_files([_write(tmp_path / "a.tif")])
    session.update(key, state=State.FAILED, message="No room.")
    _read(qtbot, loader)

    entry = session.entry(key)
    assert (entry.shape, entry.message) == ((40, 60), "No room.")


def test_a_file_that_is_not_there_is_missing(qtbot, loader, session, tmp_path):
    (key,) = session.add_files([tmp_path / "gone.tif"])
    _read(qtbot, loader)

    assert session.entry(key).state == State.MISSING


def test_an_entry_that_was_removed_meanwhile_is_passed_over(
    qtbot, loader, session, tmp_path
):
    keys = session.add_files([_write(tmp_path / "a.tif")])
    session.remove(keys)
    _read(qtbot, loader)

    assert session.entries == ()


def test_what_was_not_read_before_it_was_removed_is_read_once_it_is_back(
    qtbot, loader, session, tmp_path
):
    keys = session.add_files([_write(tmp_path / "a.tif", 3)])
    session.remove(keys)
    _read(qtbot, loader)
    session.history.undo()
    _read(qtbot, loader)

    assert [entry.page for entry in session.entries] == [0, 1, 2]


def test_what_comes_back_as_it_was_read_is_not_read_again(
    qtbot, loader, session, tmp_path
):
    session.add_files([_write(tmp_path / "a.tif", 3)])
    _read(qtbot, loader)
    session.history.undo()
    session.history.redo()

    assert loader.jobs.running == ()
    assert [entry.shape for entry in session.entries] == [(40, 60)] * 3


def test_all_pages_of_a_file_that_is_read_again_show_what_it_holds_now(
    qtbot, loader, session, tmp_path
):
    path, micrographs = _write(tmp_path / "a.tif", 2), Micrographs()
    session.add_files([path])
    _read(qtbot, loader)
    before = [micrographs.read(entry).pixels.max() for entry in session.entries]
    tifffile.imwrite(path, np.full((2, 40, 60), 99, np.uint8), photometric="minisblack")
    loader.read_again((session.entries[0].key,))
    _read(qtbot, loader)

    assert before == [59, 59]
    for look in (micrographs.read, micrographs.look):
        assert [look(entry).pixels.max() for entry in session.entries] == [99, 99]


def test_a_stack_is_read_again_once_for_all_its_pages(
    qtbot, loader, session, readings, tmp_path
):
    session.add_files([_write(tmp_path / "a.tif", 3)])
    _read(qtbot, loader)
    keys, told = tuple(entry.key for entry in session.entries), []
    session.entry_changed.connect(told.append)
    loader.read_again(keys)
    assert tuple(told) == keys

    _read(qtbot, loader)
    assert readings == ["a.tif", "a.tif"]


def test_a_stack_that_cannot_be_read_again_has_failed_in_every_page(
    qtbot, loader, session, tmp_path
):
    path = _write(tmp_path / "a.tif", 3)
    session.add_files([path])
    _read(qtbot, loader)
    path.write_bytes(b"no picture")
    loader.read_again((session.entries[1].key,))
    _read(qtbot, loader)
    assert [entry.state for entry in session.entries] == [State.FAILED] * 3

    _write(path, 3)
    loader.read_again((session.entries[1].key,))
    _read(qtbot, loader)
    assert [entry.state for entry in session.entries] == [State.WAITING] * 3


def test_an_image_under_analysis_stays_so_while_it_is_read_again(
    qtbot, loader, session, tmp_path
):
    (key,) = session.add_files([_write(tmp_path / "a.tif")])
    _read(qtbot, loader)
    session.update(key, state=State.RUNNING)
    loader.read_again((key,))
    _read(qtbot, loader)

    assert session.entry(key).state == State.RUNNING


def test_what_was_read_of_a_file_is_not_noted_for_one_in_its_place(
    qtbot, loader, session, tmp_path
):
    (key,) = session.add_files([_write(tmp_path / "a.tif", 3)])
    session.update(key, path=tmp_path / "b.tif")
    _read(qtbot, loader)

    assert (session.entry(key).pages, session.entry(key).shape) == (0, None)


def test_a_thumbnail_shows_what_the_image_shows():
    pixels = np.zeros((600, 1200), np.uint16)
    pixels[:, 600:] = 40_000

    image = thumbnail(pixels)

    assert (image.width(), image.height()) == (128, 64)
    assert image.pixelColor(20, 32).value() < 5
    assert image.pixelColor(108, 32).value() > 250


def test_a_folder_gives_its_images_and_a_file_itself(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "notes.txt").write_text("no image")
    inside = _write(folder / "a.tif")

    assert files_in([folder, tmp_path / "b.tif"]) == [inside, tmp_path / "b.tif"]


def test_thumbnails_stay_for_an_undo_and_go_with_their_project(
    qtbot, loader, session, tmp_path
):
    (key,) = session.add_files([_write(tmp_path / "a.tif")])
    _read(qtbot, loader)
    session.remove([key])
    assert loader.thumbnail(key) is not None

    session.restore(Snapshot())
    assert loader.thumbnail(key) is None


def test_a_bar_that_was_read_is_not_read_again_with_its_project(
    qtbot, loader, session, bars, tmp_path
):
    session.add_files([_write(tmp_path / "a.tif"), _write(tmp_path / "b.tif", 2)])
    _read(qtbot, loader)
    opened = session.snapshot()
    sizes = []
    session.restore(opened)
    session.entries_changed.connect(
        lambda: sizes.extend(entry.pixel_size_nm for entry in session.entries)
    )
    _read(qtbot, loader)

    assert bars == ["a.tif", "b.tif"]
    assert [entry.pixel_size_nm for entry in session.entries] == [(2.0, 2.0)] * 3
    assert session.entries[0].pixel_size_source == "scale bar '20 nm'"
    assert set(sizes) <= {(2.0, 2.0)}


def test_a_file_that_is_read_again_has_its_bar_read_again(
    qtbot, loader, session, bars, tmp_path
):
    (key,) = session.add_files([_write(tmp_path / "a.tif")])
    _read(qtbot, loader)
    loader.read_again((key,))
    assert session.entry(key).pixel_size_nm is None

    _read(qtbot, loader)
    assert bars == ["a.tif", "a.tif"]
    assert session.entry(key).pixel_size_nm == (2.0, 2.0)
