"""Whose files lie in a folder of results."""

import pytest

from feretlab.core.analysis.claims import (
    check_free,
    claim,
    note_written,
    open_folder,
    written_here,
)
from feretlab.core.errors import FileError
from feretlab.core.provenance import (
    FileRecord,
    Provenance,
    write_provenance,
)

NAMES = ("a_labels.tif", "a_rois.zip")


@pytest.fixture
def output(tmp_path):
    open_folder(tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def files(output):
    return [output / name for name in NAMES]


def _write(output, files):
    """Write files as a run does."""
    claim(output, files)
    for file in files:
        file.write_text(file.name)
    note_written(output, files)


def test_a_file_that_nobody_claimed_is_refused_and_not_claimed(output, files):
    files[1].write_text("by hand")
    with pytest.raises(
        FileError, match=r"a_rois\.zip': found a file .*hoose another folder\."
    ):
        claim(output, files)
    assert written_here(output, files) == []


def test_a_name_too_long_for_the_disk_is_refused_before_any_is_claimed(output):
    files = [output / "a_labels.tif", output / f"{'y' * 250}_overlay.png"]
    with pytest.raises(FileError, match=r"_overlay\.png': the name is too long for"):
        claim(output, files)
    files[0].write_text("by hand")
    assert written_here(output, files) == []


def test_a_file_of_an_earlier_run_is_written_again(output, files):
    _write(output, files)
    _write(output, files)
    assert written_here(output, files) == files


def test_what_was_claimed_before_stays_claimed(output, files):
    _write(output, files[:1])
    _write(output, files[1:])
    assert written_here(output, files) == files


def test_a_file_that_was_corrected_by_hand_is_refused(output, files):
    _write(output, files)
    files[0].write_text("corrected")
    with pytest.raises(FileError, match="changed since FeretLab wrote it; move it"):
        claim(output, files)
    assert written_here(output, files) == files[1:]


def test_a_file_put_in_place_of_a_deleted_one_is_refused(output, files):
    _write(output, files)
    files[0].unlink()
    claim(output, files[1:])
    files[0].write_text("by hand")
    with pytest.raises(FileError, match="changed since FeretLab wrote it"):
        check_free(output, files)


def test_a_file_that_was_being_written_when_a_run_stopped_is_written_again(
    output, files
):
    claim(output, files)
    files[0].write_text("half")
    check_free(output, files)


def test_a_note_that_was_cut_spoils_no_other(output, files):
    _write(output, files[:1])
    notes = output / ".feretlab" / "outputs.jsonl"
    notes.write_text(notes.read_text("utf-8")[:-8], "utf-8")
    _write(output, files[1:])
    check_free(output, files)


def test_states_that_were_copied_in_without_their_notes_know_their_files(output, files):
    _write(output, files)
    (output / ".feretlab" / "b.npz").touch()
    (output / "b_labels.tif").touch()
    check_free(output, [output / "b_labels.tif"])


def test_an_old_run_that_was_stopped_before_its_record_knows_its_tables(output):
    (output / ".feretlab" / "a.npz").touch()
    (output / "particles.csv").touch()
    check_free(output, [output / "particles.csv"])


def test_a_name_in_other_letters_is_the_same_where_the_disk_says_so(output, files):
    _write(output, files)
    other = output / "A_labels.tif"
    if not other.exists():
        other.hardlink_to(files[0])  # what a disk without cases shows
    check_free(output, [other])


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("a.npz", "a_overlay.png"),
        ("a.segment.json", "a_probability.tif"),
        ("a.separate.json", "a_labels.tif"),
    ],
)
def test_a_folder_from_before_claims_knows_its_files(output, files, state, name):
    (output / ".feretlab" / state).touch()
    (output / name).touch()
    check_free(output, [output / name])
    _write(output, [output / "b_mask.tif"])
    check_free(output, [output / name])


def test_a_record_of_a_run_before_claims_knows_its_files(output, files):
    written = FileRecord(path=files[0].name, size_bytes=0, sha256="")
    record = Provenance(operation="analyze", parameters={}, outputs=(written,))
    write_provenance(record, output / "provenance.json")
    files[0].touch()
    check_free(output, [files[0], output / "provenance.json"])


def test_a_state_of_now_claims_no_other_file_of_its_image(output, files):
    _write(output, files)
    (output / ".feretlab" / "a.npz").touch()
    (output / "a_overlay.png").write_text("by hand")
    with pytest.raises(FileError, match=r"a_overlay\.png"):
        check_free(output, [output / "a_overlay.png"])


def test_a_file_in_place_of_the_notes_is_told(tmp_path):
    (tmp_path / ".feretlab").touch()
    with pytest.raises(
        FileError, match=r"Making the folder .*\.feretlab.*hoose another folder\."
    ):
        open_folder(tmp_path)
