"""The network's shape, size and reach."""

import numpy as np
import pytest

pytest.importorskip("keras", reason="networks need the extra 'train'")


@pytest.fixture(scope="module")
def model():
    from feretlab.core.training.backend import load_keras

    load_keras()
    from feretlab.models.multires_unet import multires_unet

    return multires_unet(channels=3)


def test_maps_have_the_size_of_the_image(model):
    assert model.output.shape == (None, None, None, 3)
    assert model.output.dtype == "float32"


def test_a_block_splits_its_filters_completely(model):
    widths = [model.get_layer(f"down2_{part}_conv").filters for part in "abc"]

    assert sum(widths) == model.get_layer("down2_short_conv").filters == 64
    assert widths == sorted(widths)


def test_the_network_is_small(model):
    assert model.count_params() < 2_000_000


def test_filters_and_paths_must_fit():
    from feretlab.models.multires_unet import multires_unet

    with pytest.raises(ValueError, match="zip"):
        multires_unet(filters=(4, 8, 16), paths=(1,))


def test_an_output_looks_further_than_150_pixels(model):
    half_widths = {
        name: 3 * 2**level
        for level, name in enumerate(["down0", "down1", "down2", "down3", "bottom"])
    }
    half_widths |= {f"up{level}": 3 * 2**level for level in range(4)}

    assert all(
        any(layer.name.startswith(n) for layer in model.layers) for n in half_widths
    )
    assert 2 * np.sum(list(half_widths.values())) > 150
