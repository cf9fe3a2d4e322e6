"""Networks are found by name or file."""

import pytest

from feretlab.core.analysis.networks import open_network
from feretlab.core.errors import ModelError


def test_a_file_is_opened(bright_model):
    assert open_network(str(bright_model)).contract.name == "bright"


def test_an_unknown_name_tells_the_known_ones():
    with pytest.raises(ModelError, match=r"'nonsense'.*\.onnx"):
        open_network("nonsense")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"absent\.onnx"):
        open_network(str(tmp_path / "absent.onnx"))
