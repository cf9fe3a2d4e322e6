"""Fixtures that every test may use."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from feretlab.models.contract import ModelContract


@pytest.fixture(scope="session")
def shared_data():
    """Folder of real micrographs beside the checkout, where there is one."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real micrographs (../shared/data) are not on this machine")
    return folder


def _write_model(path, kernels, biases, contract, slope=12.0):
    """Sigmoid of one convolution, the kernels of shape (C, k, k)."""
    weights = np.asarray(kernels, np.float32)[:, None] * slope
    bias = np.asarray(biases, np.float32) * slope
    reach = weights.shape[-1] // 2
    nodes = [
        helper.make_node("Transpose", ["image"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["nchw", "w", "b"], ["z"], pads=[reach] * 4),
        helper.make_node("Sigmoid", ["z"], ["s"]),
        helper.make_node("Transpose", ["s"], ["maps"], perm=[0, 2, 3, 1]),
    ]
    shape = ["B", "Y", "X"]
    graph = helper.make_graph(
        nodes,
        "convolution",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [*shape, 1])],
        [
            helper.make_tensor_value_info(
                "maps", TensorProto.FLOAT, [*shape, len(weights)]
            )
        ],
        [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(bias, "b")],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    if contract is not None:
        helper.set_model_props(model, contract.to_metadata())
    onnx.save(model, path)
    return path


def box(edge, inside):
    """A mean over a square of `inside` pixels, in a kernel of `edge` pixels."""
    kernel = np.zeros((edge, edge), np.float32)
    start = (edge - inside) // 2
    kernel[start : start + inside, start : start + inside] = 1 / inside**2
    return kernel


@pytest.fixture(scope="session")
def bright_model(tmp_path_factory):
    """A model for which particle is what is brighter than half, and nothing touches."""
    path = tmp_path_factory.mktemp("model") / "bright.onnx"
    kernels = [box(31, 3), box(31, 31), box(31, 11)]
    contract = ModelContract(name="bright", version="7", context_px=16)
    return _write_model(path, kernels, [-0.5, -1.2, -0.5], contract)


@pytest.fixture(scope="session")
def write_model():
    """The function that writes such a file."""
    return _write_model


@pytest.fixture
def write_foreign(tmp_path):
    """Write a sigmoid of another maker that takes and gives arrays as told."""

    def write(edges, kind=TensorProto.FLOAT, **changes):
        ends = [
            helper.make_tensor_value_info(name, kind, edges)
            for name in ("image", "maps")
        ]
        nodes = [helper.make_node("Sigmoid", ["image"], ["maps"])]
        model = helper.make_model(
            helper.make_graph(nodes, "foreign", ends[:1], ends[1:]),
            opset_imports=[helper.make_opsetid("", 17)],
            ir_version=9,
        )
        contract = ModelContract(
            **({"name": "foreign", "channels": ("mask",)} | changes)
        )
        helper.set_model_props(model, contract.to_metadata())
        onnx.save(model, tmp_path / "foreign.onnx")
        return tmp_path / "foreign.onnx"

    return write
