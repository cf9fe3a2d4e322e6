"""Small fixed networks in real ONNX files."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from feretlab.core.segmentation.network import Network
from feretlab.models.contract import ModelContract


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
    """A model for which particle is what is brighter than half, a little blurred."""
    path = tmp_path_factory.mktemp("model") / "bright.onnx"
    kernels = [box(31, 3), box(31, 31), box(31, 11)]
    contract = ModelContract(name="bright", version="7", context_px=16)
    return _write_model(path, kernels, [-0.5] * 3, contract)


@pytest.fixture(scope="session")
def bright(bright_model):
    return Network.open(bright_model)


@pytest.fixture(scope="session")
def write_model():
    """The function that writes such a file."""
    return _write_model


@pytest.fixture(scope="session")
def matched(tmp_path_factory):
    """A model that knows bright discs of 20 px diameter and no other size."""
    y, x = np.mgrid[-20:21, -20:21]
    inside, around = np.hypot(y, x) < 10, np.hypot(y, x) < 20
    ring = around & ~inside
    kernel = inside / inside.sum() - ring / ring.sum()
    path = tmp_path_factory.mktemp("model") / "matched.onnx"
    contract = ModelContract(
        name="matched", channels=("mask",), context_px=20, particle_diameter_px=(3, 40)
    )
    return Network.open(_write_model(path, kernel[None], [-0.5], contract, 40))


@pytest.fixture(scope="session")
def draw_discs():
    """Bright discs far apart, with noise: pixels and the true mask."""

    def draw(radius, shape=(400, 500), seed=5):
        y, x = np.mgrid[: shape[0], : shape[1]]
        step = 5 * radius
        inside = np.hypot(y % step - step / 2, x % step - step / 2) < radius
        noise = np.random.default_rng(seed).normal(0, 4, shape)
        return (np.where(inside, 180, 60) + noise).astype(np.uint8), inside

    return draw
