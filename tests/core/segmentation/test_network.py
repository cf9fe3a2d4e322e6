import collections
import hashlib
import signal
import threading
from dataclasses import replace

import numpy as np
import pytest
from onnx import TensorProto

from feretlab.core.errors import ModelError
from feretlab.core.segmentation.network import Network
from feretlab.models.contract import ModelContract

ONE = np.ones((1, 1, 1), np.float32)
MASK_ONLY = ModelContract(name="one", channels=("mask",))


def test_a_model_says_what_it_is(bright, bright_model):
    assert bright.contract.name == "bright"
    assert bright.sha256 == hashlib.sha256(bright_model.read_bytes()).hexdigest()
    assert bright.source == bright_model


def test_a_prediction_is_the_models_own_formula(bright):
    grey = np.full((64, 64), 0.7, np.float32)
    maps = bright.predict(grey)
    assert maps.shape == (64, 64, 3)
    # Sigmoid of slope 12 around 0.5, 1.2, 0.5, away from the zeros beyond the edge.
    expected = 1 / (1 + np.exp(-12 * (0.7 - np.array([0.5, 1.2, 0.5]))))
    np.testing.assert_allclose(maps[32, 32], expected, rtol=1e-5)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(ModelError, match=r"none\.onnx': No such file") as caught:
        Network.open(tmp_path / "none.onnx")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"not a network", b"\x08\x09" * 500])
def test_a_damaged_file_is_one_line(tmp_path, content):
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="no sound ONNX model") as caught:
        Network.open(path)
    assert "\n" not in str(caught.value)


def test_a_truncated_model_is_refused(tmp_path, bright_model):
    path = tmp_path / "half.onnx"
    path.write_bytes(bright_model.read_bytes()[:2000])
    with pytest.raises(ModelError, match="no sound ONNX model"):
        Network.open(path)


def test_a_name_that_is_no_text_is_one_line_and_nothing_printed(
    tmp_path, bright_model, capsys
):
    path = tmp_path / "damaged.onnx"
    path.write_bytes(bright_model.read_bytes().replace(b"Sigmoid", b"Sigmo\xffd"))
    with pytest.raises(ModelError, match="no sound ONNX model"):
        Network.open(path)
    assert capsys.readouterr() == ("", "")


def test_a_network_of_others_is_refused(tmp_path, write_model):
    path = write_model(tmp_path / "foreign.onnx", ONE, [0], None)
    with pytest.raises(ModelError, match="was it exported by feretlab"):
        Network.open(path)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"normalisation": "zscore"}, "normalised by .*'zscore'"),
        ({"percentiles": (0.0, 100.0)}, "expected .*percentile.*1, 99"),
        ({"channels": ("edge",)}, "expected 'mask' among them"),
        ({"channels": ("mask", "contact")}, "Y, X, 2"),
        ({"input_name": "picture"}, "expected one, 'picture'"),
        ({"output_name": "answer"}, "expected 'answer'"),
    ],
)
def test_a_model_made_for_something_else_is_refused(
    tmp_path, write_model, changes, problem
):
    contract = replace(MASK_ONLY, **changes)
    path = write_model(tmp_path / "other.onnx", ONE, [0], contract)
    with pytest.raises(ModelError, match=problem):
        Network.open(path)


@pytest.mark.parametrize(
    "edges",
    [[1, 256, 256, 1], ["B", 1, "Y", "X"], ["B", "Y", "X", 3], [8, "Y", "X", 1]],
)
def test_a_model_that_takes_other_pictures_is_refused(write_foreign, edges):
    with pytest.raises(ModelError, match="its height and width open"):
        Network.open(write_foreign(edges))


def test_a_model_of_other_numbers_is_refused(write_foreign):
    path = write_foreign(["B", "Y", "X", 1], kind=TensorProto.FLOAT16)

    with pytest.raises(ModelError, match=r"float16.*expected one.*tensor\(float\)"):
        Network.open(path)


def test_a_model_that_takes_pictures_one_by_one_is_welcome(write_foreign):
    Network.open(write_foreign([1, "Y", "X", 1])).rehearse()


def test_a_model_without_a_size_divisor_is_refused(write_foreign):
    path = write_foreign(["B", "Y", "X", 1], size_divisor=0)

    with pytest.raises(ModelError, match=r"foreign\.onnx'.*size_divisor' is 0"):
        Network.open(path)


def test_maps_that_do_not_fit_the_picture_are_refused(write_foreign):
    network = Network.open(write_foreign(list("BYXC"), channels=("mask", "contact")))

    with pytest.raises(ModelError, match=r"\(1, 64, 64, 1\), expected .*64, 64, 2\)"):
        network.rehearse()


def test_what_onnx_runtime_raises_is_one_line_with_the_models_name(bright):
    with pytest.raises(ModelError, match=r"bright\.onnx': it failed") as caught:
        bright.predict(np.zeros((16, 16), np.float64))

    assert "\n" not in str(caught.value)


def repeat_on(network):
    while True:
        yield network.predict(np.zeros((2048, 2048), np.float32))


def test_a_run_can_be_stopped_by_ctrl_c(bright_model):
    network = Network.open(bright_model)
    # What a shell starts in the background ignores Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        collections.deque(repeat_on(network), maxlen=0)
    signal.signal(signal.SIGINT, before)
    small = network.predict(np.ones((32, 32), np.float32))
    assert small.shape == (32, 32, 3), "it works on afterwards"
