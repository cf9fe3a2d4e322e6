"""Small fixed networks in real ONNX files."""

import numpy as np
import pytest

from feretlab.core.segmentation.network import Network
from feretlab.models.contract import ModelContract


@pytest.fixture(scope="session")
def bright(bright_model):
    return Network.open(bright_model)


@pytest.fixture(scope="session")
def matched(tmp_path_factory, write_model):
    """A model that knows bright discs of 20 px diameter and no other size."""
    y, x = np.mgrid[-20:21, -20:21]
    inside, around = np.hypot(y, x) < 10, np.hypot(y, x) < 20
    ring = around & ~inside
    kernel = inside / inside.sum() - ring / ring.sum()
    path = tmp_path_factory.mktemp("model") / "matched.onnx"
    contract = ModelContract(
        name="matched", channels=("mask",), context_px=20, particle_diameter_px=(3, 40)
    )
    return Network.open(write_model(path, kernel[None], [-0.5], contract, 40))


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
