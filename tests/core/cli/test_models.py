"""``feretlab models``."""

import pytest

from feretlab.core.cli.main import main
from feretlab.models.catalog import MODELS_HOME


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(MODELS_HOME, str(tmp_path / "mine"))
    return tmp_path / "mine"


def test_an_added_network_is_listed_and_removed(bright_model, capsys):
    assert main(["models", "--add", str(bright_model)]) == 0
    assert main(["models"]) == 0
    assert "bright  " in capsys.readouterr().out

    assert main(["models", "--remove", "bright"]) == 0
    main(["models"])
    assert "bright" not in capsys.readouterr().out.splitlines()[-1]


def test_a_file_that_is_no_network_is_not_installed(tmp_path, folder, capsys):
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no network")

    assert main(["models", "--add", str(path)]) == 1

    assert "no sound ONNX model" in capsys.readouterr().err
    assert not folder.exists()


def test_a_network_that_fails_at_work_is_not_installed(write_foreign, folder, capsys):
    path = write_foreign(list("BYXC"), channels=("mask", "contact"))

    assert main(["models", "--add", str(path)]) == 1

    assert "found maps of shape (1, 64, 64, 1)" in capsys.readouterr().err
    assert not folder.exists()


def test_a_network_without_a_card_says_where_one_would_be_read(bright_model, capsys):
    main(["models", "--add", str(bright_model)])

    assert main(["models", "bright"]) == 0
    assert "bright has no card" in capsys.readouterr().out
