"""What the application remembers."""

from pathlib import Path

import pytest

from feretlab.core.errors import FileError
from feretlab.gui.settings import Preferences, Settings, read_settings


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "gui.json"


def test_a_missing_file_gives_the_defaults(path):
    assert read_settings(path) == Settings()


def test_a_change_is_read_back_by_the_next_run(path):
    Preferences(path).update(theme="dark", autosave_seconds=9)

    assert read_settings(path) == Settings(theme="dark", autosave_seconds=9)


@pytest.mark.parametrize(
    ("text", "why"), [("{", "Invalid JSON"), ('{"theme": "pink"}', "theme: Input")]
)
def test_a_damaged_file_is_told_and_the_defaults_used(tmp_path, text, why):
    path = tmp_path / "gui.json"
    path.write_text(text)

    with pytest.raises(FileError, match=why):
        read_settings(path)
    preferences = Preferences(path)
    assert preferences.value == Settings()
    assert "The defaults are used instead." in preferences.problem


def test_what_is_forgotten_is_no_longer_recent(path):
    preferences = Preferences(path)
    preferences.note_files([Path("/x/a"), Path("/x/b")])
    preferences.note_project(Path("/x/p"))
    preferences.forget("/x/a", "/x/p")

    assert preferences.value.recent_files == ("/x/b",)
    assert read_settings(path).recent_projects == ()


def test_recent_files_stand_once_with_the_newest_first(path):
    preferences = Preferences(path)
    for name in ("a", "b", "a"):
        preferences.note_files([Path("/x") / name])

    assert preferences.value.recent_files == ("/x/a", "/x/b")


def test_settings_that_cannot_be_written_still_hold_for_this_run(tmp_path):
    (tmp_path / "taken").write_text("a file where a folder should be")
    preferences = Preferences(tmp_path / "taken" / "gui.json")

    preferences.update(theme="light")

    assert preferences.value.theme == "light"
    assert "Writing" in preferences.problem
