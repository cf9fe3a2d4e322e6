"""Networks are found by name or file."""

import shutil

import pytest

from feretlab.core.analysis.networks import lasting_name, model_record, open_network
from feretlab.core.errors import ModelError


def test_a_file_is_opened(bright_model):
    assert open_network(str(bright_model)).contract.name == "bright"


def test_an_unknown_name_tells_the_known_ones():
    with pytest.raises(ModelError, match=r"'nonsense'.*\.onnx"):
        open_network("nonsense")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"absent\.onnx"):
        open_network(str(tmp_path / "absent.onnx"))


def test_an_installed_network_keeps_its_name():
    assert lasting_name("default") == "default"


@pytest.mark.parametrize("file", ["net.onnx", "net.ORT"])
def test_a_file_is_recorded_by_its_whole_path(
    tmp_path, bright_model, monkeypatch, file
):
    shutil.copy(bright_model, tmp_path / file)
    monkeypatch.chdir(tmp_path)
    record = model_record(open_network(file), file)
    assert record.path == lasting_name(file) == str(tmp_path / file)
