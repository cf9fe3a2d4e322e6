"""Manual measurements made elsewhere, kept in the project."""

from pathlib import Path

from feretlab.gui.session.manual_files import ManualFile
from feretlab.gui.session.project import ManualFileRecord
from feretlab.gui.session.project_folder import ProjectFolder
from feretlab.gui.session.project_manual import read_files
from feretlab.gui.session.session import Session


def _session(folder: Path, *texts: str) -> Session:
    session = Session()
    for number, text in enumerate(texts):
        path = folder / str(number) / "field_Results.csv"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        file = ManualFile(name=f"taken {number}", path=path)
        session.history.do(session.manual_files.adding(file))
    return session


def test_files_of_one_name_are_kept_and_found_again(tmp_path):
    session = _session(tmp_path, "first", "second")
    ProjectFolder(tmp_path / "project").write(session.snapshot())
    for number in range(2):
        (tmp_path / str(number) / "field_Results.csv").unlink()
    snapshot, notes = ProjectFolder(tmp_path / "project").read()

    assert [each.name for each in snapshot.manual_files] == ["taken 0", "taken 1"]
    texts = [each.path.read_text("utf-8") for each in snapshot.manual_files]
    assert texts == ["first", "second"]
    assert notes == ()


def test_a_project_can_move_and_be_saved_elsewhere(tmp_path):
    session = _session(tmp_path, "first")
    ProjectFolder(tmp_path / "project").write(session.snapshot())
    (tmp_path / "project").rename(tmp_path / "moved")
    snapshot, _ = ProjectFolder(tmp_path / "moved").read()
    ProjectFolder(tmp_path / "copy").write(snapshot)
    copied, _ = ProjectFolder(tmp_path / "copy").read()

    assert copied.manual_files[0].path.is_relative_to(tmp_path / "copy")
    assert copied.manual_files[0].path.read_text("utf-8") == "first"


def test_a_missing_file_is_told(tmp_path):
    session = _session(tmp_path, "first")
    ProjectFolder(tmp_path / "project").write(session.snapshot())
    (tmp_path / "project" / "manual" / "1" / "field_Results.csv").unlink()
    _, notes = ProjectFolder(tmp_path / "project").read()

    assert len(notes) == 1
    assert "taken 0: the file" in notes[0]


def test_a_record_cannot_point_out_of_the_project(tmp_path):
    record = ManualFileRecord(name="a", file="../../../etc/passwd")
    (file,) = read_files((record,), tmp_path, [])

    assert file.path == tmp_path / "manual" / "1" / "passwd"
