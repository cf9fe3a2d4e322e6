"""Shipped models are found by name, each with its card."""

import subprocess
import sys

import pytest

from feretlab.models.catalog import available_models, model_path


def test_every_model_has_a_card_and_fits_its_limit():
    for name in available_models():
        path = model_path(name)

        assert path.with_suffix(".md").read_text(encoding="utf-8").startswith("# ")
        assert path.stat().st_size <= 30 * 2**20


def test_the_default_model_is_there():
    assert "default" in available_models()


def test_an_unknown_model_is_refused_with_the_known_names():
    with pytest.raises(ValueError, match="model 'nowhere': found no such one"):
        model_path("nowhere")


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
