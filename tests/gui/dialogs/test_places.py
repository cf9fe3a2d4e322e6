"""Where results are written."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from feretlab.gui.dialogs.places import ask_file, ask_folder
from feretlab.gui.session.session import Session

KINDS = {".csv": "CSV", ".xlsx": "Excel"}


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


@pytest.fixture
def typed(monkeypatch):
    """Let a user type a name and choose a kind; gives what was proposed."""
    proposed = []

    def answer(name, kind="CSV (*.csv)"):
        def ask(_parent, _title, begin, _kinds):
            proposed.append(Path(begin))
            return str(name), kind

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return answer


def _ask(parent, session):
    return ask_file(parent, session, "Save", "particles.csv", KINDS)


@pytest.mark.parametrize(
    ("name", "kind", "file"),
    [
        ("TiO2 5.3 nm", "CSV (*.csv)", "TiO2 5.3 nm.csv"),
        ("TiO2 5.3 nm", "Excel (*.xlsx)", "TiO2 5.3 nm.xlsx"),
        ("a.XLSX", "CSV (*.csv)", "a.XLSX"),
        ("a", "", "a.csv"),
    ],
)
def test_a_name_keeps_its_dots_and_gets_an_ending(
    parent, typed, tmp_path, name, kind, file
):
    typed(tmp_path / name, kind)

    assert _ask(parent, Session()) == tmp_path / file


def test_a_file_whose_ending_was_added_is_not_replaced_unasked(
    parent, typed, tmp_path, monkeypatch
):
    (tmp_path / "a.csv").touch()
    typed(tmp_path / "a")
    asked = []
    no = lambda *args: asked.append(args[2]) or QMessageBox.StandardButton.No  # noqa: E731
    monkeypatch.setattr(QMessageBox, "question", no)

    assert _ask(parent, Session()) is None
    assert asked == ["a.csv is there already. Replace it?"]


def test_the_dialog_begins_at_the_image_and_then_where_one_was_last(
    parent, typed, tmp_path
):
    session = Session()
    session.add_files([tmp_path / "fields" / "a.tif"])
    (tmp_path / "results").mkdir()
    proposed = typed(tmp_path / "results" / "x.csv")
    _ask(parent, session)
    _ask(parent, session)

    folders = [tmp_path / "fields", tmp_path / "results"]
    assert proposed == [folder / "particles.csv" for folder in folders]


def test_nothing_is_chosen_where_the_dialog_is_left(parent, typed, monkeypatch):
    session = Session()
    typed("")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")

    assert _ask(parent, session) is None
    assert ask_folder(parent, session, "Folder") is None
    assert session.chosen_folder is None
