"""Keras loads on what is installed, and says what is missing."""

import importlib.util

import pytest

from feretlab.core.errors import MissingExtraError
from feretlab.core.training.backend import load_keras


def test_a_missing_backend_names_the_extra(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(MissingExtraError, match=r"pip install 'feretlab\[train\]'"):
        load_keras()


def test_keras_comes_with_a_backend():
    pytest.importorskip("keras", reason="training needs the extra 'train'")

    assert load_keras().backend.backend() in {"tensorflow", "torch", "jax"}
