"""Whose files lie in a folder of results."""

import pytest

from feretlab.core.analysis.claims import check_free, claim, claimed, open_folder
from feretlab.core.errors import FileError
from feretlab.core.provenance import FileRecord, Provenance, write_provenance

NAMES = ("a_labels.tif", "a_rois.zip")


@pytest.fixture
def output(tmp_path):
    open_folder(tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def files(output):
    return [output / name for name in NAMES]


def test_a_file_that_nobody_claimed_is_refused_and_not_claimed(output, files):
    files[1].write_text("by hand")
    with pytest.raises(FileError, match=r"a_rois\.zip': found a file .*--output"):
        claim(output, files)
    assert not claimed(output) & set(NAMES)


def test_a_file_of_an_earlier_run_is_written_again(output, files):
    claim(output, files)
    files[1].touch()
    claim(output, files)
    assert claimed(output) >= set(NAMES)


def test_what_was_claimed_before_stays_claimed(output, files):
    claim(output, files[:1])
    claim(output, files[1:])
    assert claimed(output) >= set(NAMES)


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
    claim(output, [output / "b_mask.tif"])
    check_free(output, [output / name])


def test_a_record_of_a_run_before_claims_knows_its_files(output, files):
    written = FileRecord(path=files[0].name, size_bytes=0, sha256="")
    record = Provenance(operation="analyze", parameters={}, outputs=(written,))
    write_provenance(record, output / "provenance.json")
    files[0].touch()
    check_free(output, [files[0], output / "provenance.json"])


def test_a_state_of_now_claims_no_other_file_of_its_image(output, files):
    claim(output, files)
    (output / ".feretlab" / "a.npz").touch()
    (output / "a_overlay.png").write_text("by hand")
    with pytest.raises(FileError, match=r"a_overlay\.png"):
        check_free(output, [output / "a_overlay.png"])


def test_a_file_in_place_of_the_notes_is_told(tmp_path):
    (tmp_path / ".feretlab").touch()
    with pytest.raises(FileError, match=r"Making the folder .*\.feretlab.*--output"):
        open_folder(tmp_path)
