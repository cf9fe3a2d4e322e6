"""Installed models are found by name, the user's beside the shipped ones."""

import subprocess
import sys

import pytest

from feretlab.models.catalog import (
    MODELS_HOME,
    add_model,
    added_models,
    available_models,
    find_model,
    is_file_name,
    model_path,
    models_folder,
    remove_model,
    shipped_models,
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(MODELS_HOME, str(tmp_path / "mine"))
    return tmp_path / "mine"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rods.onnx"
    path.write_bytes(b"weights")
    path.with_suffix(".md").write_text("# rods\n")
    return path


def test_every_shipped_model_has_a_card_and_fits_its_limit():
    names = shipped_models()
    assert "default" in names
    for name in names:
        path = model_path(name)

        assert path.with_suffix(".md").read_text(encoding="utf-8").startswith("# ")
        assert path.stat().st_size <= 30 * 2**20


def test_the_default_model_is_there():
    assert "default" in available_models()


def test_an_unknown_model_is_refused_with_the_known_names():
    with pytest.raises(ValueError, match="model 'nowhere': found no such one"):
        model_path("nowhere")


def test_an_added_model_is_found_by_name_with_its_card(file, folder):
    name = add_model(file)

    assert name == "rods"
    assert available_models() == (*shipped_models(), "rods")
    assert find_model("rods") == folder / "rods.onnx"
    assert model_path("rods").read_bytes() == b"weights"
    assert model_path("rods").with_suffix(".md").read_text() == "# rods\n"


def test_a_second_model_of_a_name_is_refused(file):
    add_model(file)

    with pytest.raises(ValueError, match="a model 'rods' is installed already"):
        add_model(file)


def test_a_removed_model_is_gone_with_its_card(file, folder):
    add_model(file)

    remove_model("rods")

    assert added_models() == ()
    assert list(folder.iterdir()) == []


def test_a_shipped_model_cannot_be_removed():
    with pytest.raises(ValueError, match="shipped ones stay"):
        remove_model("default")


def test_a_shipped_model_is_meant_where_a_file_has_its_name(folder):
    folder.mkdir()
    (folder / "default.onnx").write_bytes(b"other")

    assert added_models() == ()
    assert model_path("default").read_bytes() != b"other"


def test_an_installed_model_is_meant_where_a_file_lies_beside(monkeypatch, tmp_path):
    (tmp_path / "default").write_text("notes")
    monkeypatch.chdir(tmp_path)
    assert not is_file_name("default")
    assert find_model("default") == model_path("default")


def test_a_folder_without_models_gives_none(monkeypatch, tmp_path):
    monkeypatch.setenv(MODELS_HOME, str(tmp_path / "nowhere"))

    assert models_folder() == tmp_path / "nowhere"
    assert added_models() == ()


def test_listing_models_loads_no_network_library():
    code = (
        "import sys; from feretlab.models.catalog import available_models;"
        "available_models();"
        "print(sorted({'keras', 'onnx', 'onnxruntime', 'numpy'} & set(sys.modules)))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"
