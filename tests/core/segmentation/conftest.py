"""A small fixed network that knows one size, and pictures for it."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from feretlab.core.segmentation.network import Network
from feretlab.models.contract import ModelContract

SLOPE = 12.0


def _seen(kernel, bias, name):
    """Nodes and constants of the sigmoid of one convolution."""
    nodes = [
        helper.make_node(
            "Conv",
            ["nchw", f"{name}_w", f"{name}_b"],
            [f"{name}_z"],
            pads=[len(kernel) // 2] * 4,
        ),
        helper.make_node("Sigmoid", [f"{name}_z"], [name]),
    ]
    weights = np.asarray(kernel, np.float32)[None, None] * SLOPE
    constants = [
        numpy_helper.from_array(weights, f"{name}_w"),
        numpy_helper.from_array(np.array([bias * SLOPE], np.float32), f"{name}_b"),
    ]
    return nodes, constants


@pytest.fixture(scope="session")
def bright(bright_model):
    return Network.open(bright_model)


@pytest.fixture(scope="session")
def matched(tmp_path_factory):
    """A model that finds what is bright, where a disc of 20 px diameter is near."""
    y, x = np.mgrid[-20:21, -20:21]
    inside, around = np.hypot(y, x) < 10, np.hypot(y, x) < 20
    ring = around & ~inside
    known = inside / inside.sum() - ring / ring.sum()
    bright, bright_constants = _seen(np.full((3, 3), 1 / 9), -0.5, "bright")
    here, here_constants = _seen(known, -0.6, "here")
    wide = {"kernel_shape": [25, 25], "pads": [12] * 4}
    nodes = [
        helper.make_node("Transpose", ["image"], ["nchw"], perm=[0, 3, 1, 2]),
        *bright,
        *here,
        helper.make_node("MaxPool", ["here"], ["near"], **wide),
        helper.make_node("Mul", ["bright", "near"], ["mask"]),
        helper.make_node("Transpose", ["mask"], ["maps"], perm=[0, 2, 3, 1]),
    ]
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["B", "Y", "X", 1])
        for name in ("image", "maps")
    ]
    graph = helper.make_graph(
        nodes, "matched", ends[:1], ends[1:], bright_constants + here_constants
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    contract = ModelContract(
        name="matched", channels=("mask",), context_px=32, typical_diameter_px=20
    )
    helper.set_model_props(model, contract.to_metadata())
    path = tmp_path_factory.mktemp("model") / "matched.onnx"
    onnx.save(model, path)
    return Network.open(path)


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
