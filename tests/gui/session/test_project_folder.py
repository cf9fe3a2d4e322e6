"""A session into a folder, and back."""

import json
import os
import shutil
from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.errors import FileError
from feretlab.core.io.tables import write_csv
from feretlab.gui.session.analysing import RunStep, outcome_of
from feretlab.gui.session.entries import State
from feretlab.gui.session.file_stamps import seen_at, stamp_of
from feretlab.gui.session.project import FILE_NAME
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.session import Session


@pytest.fixture
def folder(tmp_path, session):
    folder = tmp_path / "project"
    ProjectFolder(folder).write(session.snapshot())
    return folder


def _opened(folder):
    snapshot, notes = ProjectFolder(folder).read()
    session = Session()
    session.restore(snapshot)
    return session, notes


def test_all_data_come_back(folder, session):
    opened, notes = _opened(folder)

    assert notes == ()
    (entry,) = opened.entries
    assert (entry.state, entry.given_size_nm, entry.particle_count) == (
        State.DONE,
        2.0,
        2,
    )
    assert opened.recipe == session.recipe
    assert opened.filters == session.filters
    assert opened.current == entry
    assert opened.history.last is None


def test_a_result_comes_back_so_that_its_table_is_written_equally(
    folder, session, tmp_path
):
    opened, _ = _opened(folder)
    before = session.finding(session.entries[0].key)
    after = opened.finding(opened.entries[0].key)

    for name, finding in (("before", before), ("after", after)):
        write_csv([finding.result.table], tmp_path / f"{name}.csv")
    assert (tmp_path / "before.csv").read_bytes() == (
        tmp_path / "after.csv"
    ).read_bytes()
    assert after.excluded == ("", "dust", "")
    assert after.origin == before.origin
    assert after.facts == before.facts
    assert np.array_equal(after.particles.bits, before.particles.bits)
    assert after.particles.bits.dtype == before.particles.bits.dtype


@pytest.fixture
def other(folder, tmp_path):
    """A result of another project, at which this one points."""
    shutil.copytree(folder, tmp_path / "other")
    path = folder / FILE_NAME
    content = json.loads(path.read_text())
    content["images"][0]["result"] = "../other/results/field.npz"
    path.write_text(json.dumps(content))
    return tmp_path / "other" / "results" / "field.npz"


def test_a_result_outside_of_the_folder_is_not_read(folder, other):
    (folder / "results" / "field.npz").unlink()
    opened, _ = _opened(folder)

    assert opened.finding(opened.entries[0].key) is None


def test_saving_deletes_no_result_outside_of_the_folder(folder, other):
    project = ProjectFolder(folder)
    project.write(project.read()[0])

    assert other.is_file()


def test_saving_writes_no_result_outside_of_the_folder(folder, tmp_path):
    path = folder / FILE_NAME
    content = json.loads(path.read_text())
    content["images"][0]["name"] = "../../astray"
    path.write_text(json.dumps(content))
    project = ProjectFolder(folder)
    project.write(project.read()[0])

    assert not (tmp_path / "astray.npz").exists()


def test_a_file_that_vanished_is_listed_as_missing_with_its_result(folder, image):
    image.unlink()

    opened, notes = _opened(folder)

    (entry,) = opened.entries
    assert entry.state == State.MISSING
    assert opened.finding(entry.key) is not None
    assert "the file is missing" in notes[0]


def test_a_project_that_moved_with_its_images_is_whole(folder, image, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(image.parent, elsewhere / "images")
    shutil.copytree(folder, elsewhere / "project")
    shutil.rmtree(image.parent)

    opened, notes = _opened(elsewhere / "project")

    assert notes == ()
    assert opened.entries[0].path == elsewhere / "images" / "field.png"


def test_a_file_of_other_content_loses_its_result(folder, image):
    image.write_bytes(image.read_bytes() + b"more")

    opened, notes = _opened(folder)

    assert opened.entries[0].state == State.WAITING
    assert "changed since its analysis" in notes[0]


def test_a_file_that_was_only_touched_keeps_its_result(folder, image):
    os.utime(image, (1, 1))

    opened, _ = _opened(folder)

    assert opened.entries[0].state == State.DONE


def test_a_failure_comes_back_with_its_reason_and_the_older_result(tmp_path, session):
    session.update(session.entries[0].key, state=State.FAILED, message="No room.")
    ProjectFolder(tmp_path / "failed").write(session.snapshot())

    opened, notes = _opened(tmp_path / "failed")
    (entry,) = opened.entries
    assert (entry.state, entry.message, notes) == (State.FAILED, "No room.", ())
    assert len(opened.finding(entry.key).particles) == 3


def test_a_project_that_notes_no_failures_is_opened(folder):
    path = folder / FILE_NAME
    content = json.loads(path.read_text("utf-8"))
    for image in content["images"]:
        del image["has_failed"]
    path.write_text(json.dumps(content), "utf-8")

    opened, _ = _opened(folder)
    assert opened.entries[0].state == State.DONE


def test_what_was_only_drawn_is_not_taken_for_analysed(tmp_path, session):
    key = session.entries[0].key
    drawn = replace(session.finding(key), model_sha256="")
    session.put_finding(key, drawn)
    ProjectFolder(tmp_path / "drawn").write(session.snapshot())

    opened, _ = _opened(tmp_path / "drawn")
    assert opened.entries[0].state == State.DRAWN


def test_a_damaged_result_is_told_and_the_rest_opened(folder):
    (folder / "results" / "field.npz").write_bytes(b"no archive")

    opened, notes = _opened(folder)

    assert opened.entries[0].state == State.WAITING
    assert "it is damaged" in notes[0]


def test_saving_again_writes_no_result_that_is_there_already(tmp_path, session):
    folder = ProjectFolder(tmp_path / "project")
    folder.write(session.snapshot())
    result = tmp_path / "project" / "results" / "field.npz"
    result.write_bytes(b"as it was")

    folder.write(session.snapshot())
    assert result.read_bytes() == b"as it was"


def test_the_result_of_a_removed_image_is_deleted(tmp_path, session):
    folder = ProjectFolder(tmp_path / "project")
    folder.write(session.snapshot())
    session.remove([session.entries[0].key])

    folder.write(session.snapshot())
    assert not (tmp_path / "project" / "results" / "field.npz").exists()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path, session):
    (tmp_path / "project").write_text("a file in the way")

    with pytest.raises(FileError, match="Writing"):
        ProjectFolder(tmp_path / "project").write(session.snapshot())


def test_a_full_disk_leaves_the_project_as_it_was(folder, session, monkeypatch):
    before = (folder / FILE_NAME).read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(FileError, match="No space left"):
        ProjectFolder(folder).write(session.snapshot())
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_folder_that_was_deleted_is_written_whole_again(tmp_path, session):
    project = ProjectFolder(tmp_path / "project")
    project.write(session.snapshot())
    shutil.rmtree(project.folder)
    project.write(session.snapshot())
    opened, notes = _opened(project.folder)

    assert notes == ()
    assert opened.finding(opened.entries[0].key) is not None


def test_what_is_saved_follows_undo_and_redo_of_a_run(tmp_path, session, make_finding):
    project = ProjectFolder(tmp_path / "project")
    key = session.entries[0].key
    session.put_finding(key, None)
    step, before = RunStep(session), outcome_of(session, key)
    finding = make_finding(
        "a", [10, 20, 30], corrections=session.corrections(key).items
    )
    session.put_finding(key, finding)
    step.add(before, outcome_of(session, key))
    counts = []
    for do in (lambda: None, session.history.undo, session.history.redo):
        do()
        project.write(session.snapshot())
        opened, _ = _opened(project.folder)
        found = opened.finding(opened.entries[0].key)
        counts.append(None if found is None else len(found.particles))

    assert counts == [4, None, 4]  # three, and one drawn by hand


@pytest.mark.parametrize(
    ("more", "source", "kept"),
    [
        (b"", "scale bar '20 nm'", True),
        (b"more", "scale bar '20 nm'", False),
        (b"more", "metadata", True),
    ],
)
def test_a_size_from_the_bar_of_a_changed_file_is_not_kept(
    tmp_path, session, image, more, source, kept
):
    key = session.entries[0].key
    session.put_finding(key, None)
    session.update(key, pixel_size_nm=(2.0, 2.0), pixel_size_source=source)
    ProjectFolder(tmp_path / "project").write(session.snapshot())
    if more:
        image.write_bytes(image.read_bytes() + more)
    opened, _ = _opened(tmp_path / "project")

    assert (opened.entries[0].pixel_size_nm is not None) == kept


@pytest.fixture
def away(image, tmp_path):
    """The place where the image lies while its drive is not connected."""
    return tmp_path / "away.png"


@pytest.mark.parametrize("model_sha256", ["f" * 64, ""], ids=["analysed", "drawn"])
def test_a_project_saved_while_a_file_is_away_keeps_its_result(
    tmp_path, session, image, away, model_sha256
):
    key = session.entries[0].key
    found = replace(session.finding(key), model_sha256=model_sha256)
    session.put_finding(key, found)
    ProjectFolder(tmp_path / "project").write(session.snapshot())
    image.rename(away)
    opened, _ = _opened(tmp_path / "project")
    ProjectFolder(tmp_path / "project").write(opened.snapshot())
    away.rename(image)
    opened, notes = _opened(tmp_path / "project")

    assert notes == ()
    assert opened.finding(opened.entries[0].key) is not None


def test_saving_after_a_file_changed_does_not_take_it_for_the_analysed_one(
    folder, image
):
    opened, _ = _opened(folder)
    image.write_bytes(image.read_bytes() + b"more")
    ProjectFolder(folder).write(opened.snapshot())
    opened, notes = _opened(folder)

    assert opened.finding(opened.entries[0].key) is None
    assert "changed since its analysis" in notes[0]


def test_a_copy_of_a_project_saved_while_a_file_is_away_keeps_its_result(
    folder, image, away, tmp_path
):
    image.rename(away)
    opened, _ = _opened(folder)
    ProjectFolder(tmp_path / "copy").write(opened.snapshot())
    away.rename(image)
    copy, notes = _opened(tmp_path / "copy")

    assert notes == ()
    assert copy.finding(copy.entries[0].key) is not None


@pytest.fixture
def unsure(folder):
    """A project as an earlier version saved it while the file was missing."""
    path = folder / FILE_NAME
    content = json.loads(path.read_text())
    content["images"][0] |= {"sha256": "", "size_bytes": -1, "modified_ns": -1}
    path.write_text(json.dumps(content))
    return folder


def test_a_result_of_which_the_file_was_not_noted_is_kept_and_told(unsure):
    opened, notes = _opened(unsure)

    assert opened.finding(opened.entries[0].key) is not None
    assert "is not known" in notes[0]


def test_what_was_told_of_a_file_that_was_not_noted_is_settled_by_saving(unsure):
    opened, _ = _opened(unsure)
    ProjectFolder(unsure).write(opened.snapshot())
    opened, notes = _opened(unsure)

    assert notes == ()
    assert opened.finding(opened.entries[0].key) is not None


def test_saving_settles_nothing_while_the_file_is_still_away(unsure, image, away):
    image.rename(away)
    opened, _ = _opened(unsure)
    ProjectFolder(unsure).write(opened.snapshot())
    away.rename(image)
    _, notes = _opened(unsure)

    assert "is not known" in notes[0]


@pytest.fixture
def drawn(session, image):
    """A result of which the file was noted when it was shown, without a digest."""
    key = session.entries[0].key
    found = replace(session.finding(key), file=seen_at(image), model_sha256="")
    session.put_finding(key, found)
    return session


def test_a_digest_that_was_not_taken_is_so_by_saving(drawn, image, tmp_path):
    ProjectFolder(tmp_path / "project").write(drawn.snapshot())
    opened, notes = _opened(tmp_path / "project")

    assert notes == ()
    assert opened.finding(opened.entries[0].key).file == stamp_of(image)


def test_a_file_written_anew_before_the_first_saving_is_not_the_one_drawn_on(
    drawn, image, tmp_path
):
    image.write_bytes(image.read_bytes() + b"more")
    ProjectFolder(tmp_path / "project").write(drawn.snapshot())
    opened, notes = _opened(tmp_path / "project")

    assert opened.finding(opened.entries[0].key) is None
    assert "changed since its analysis" in notes[0]


def test_a_file_that_was_away_at_the_first_saving_is_still_the_one_drawn_on(
    drawn, image, away, tmp_path
):
    image.rename(away)
    ProjectFolder(tmp_path / "project").write(drawn.snapshot())
    away.rename(image)
    opened, notes = _opened(tmp_path / "project")

    assert notes == ()
    assert opened.finding(opened.entries[0].key) is not None
