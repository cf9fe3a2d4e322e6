"""Which Fiji is used, and what is remembered."""

import json
import sys
from pathlib import Path

import pytest

from feretlab.core.cli.main import main
from feretlab.core.errors import FileError
from feretlab.fiji_bridge.settings import fiji_folder, remember_fiji, settings_path


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("FIJI_HOME", raising=False)


def test_without_any_word_the_embedded_imagej_is_used():
    assert fiji_folder() is None


def test_what_is_given_goes_before_the_environment_and_that_before_memory(monkeypatch):
    remember_fiji(Path("/remembered"))
    assert fiji_folder() == Path("/remembered").resolve()
    monkeypatch.setenv("FIJI_HOME", "/named")
    assert fiji_folder() == Path("/named")
    assert fiji_folder(Path("/given")) == Path("/given")


def test_forgetting_keeps_other_settings():
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text('{"other": "kept", "fiji": "/old"}', encoding="utf-8")
    remember_fiji(None)
    assert json.loads(path.read_text(encoding="utf-8")) == {"other": "kept"}


def test_forgetting_says_what_is_started(capsys):
    assert main(["fiji", "--forget"]) == 0
    assert "From now on the embedded ImageJ is started." in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("platform", "ending"),
    [
        ("win32", "Roaming/feretlab/settings.json"),
        ("darwin", "Library/Application Support/feretlab/settings.json"),
        ("linux", "config/feretlab/settings.json"),
    ],
)
def test_settings_lie_where_the_system_keeps_them(monkeypatch, platform, ending):
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    assert settings_path().as_posix().endswith(ending)


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 100_000, '"\u00b5"'])
def test_broken_settings_are_told_with_their_file(text):
    path = settings_path()
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="latin-1")
    with pytest.raises(FileError, match=r"settings\.json'.*Mend the file or delete it"):
        fiji_folder()


def test_settings_that_cannot_be_written_are_told(tmp_path):
    (tmp_path / "config").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(FileError, match="Reading settings"):
        remember_fiji(Path("/a"))
