"""The network's shape, size and reach."""

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

    assert sum(widths) == model.get_layer("down2_short_conv").filters == 256
    assert all(width % 16 == 0 for width in widths)


def test_a_narrow_block_splits_its_filters_too():
    from feretlab.models.multires_unet import multires_unet

    narrow = multires_unet(filters=(4, 8))

    assert [narrow.get_layer(f"bottom_{part}_conv").filters for part in "abc"] == [
        2,
        3,
        3,
    ]


def test_the_network_is_small(model):
    assert model.count_params() < 2_500_000


def test_an_output_looks_further_than_150_pixels(model):
    half_widths = {
        name: 3 * 2**level
        for level, name in enumerate(["down0", "down1", "down2", "bottom"], start=1)
    }
    half_widths |= {f"up{level}": 3 * 2 ** (level + 1) for level in range(3)}

    assert all(
        any(layer.name.startswith(n) for layer in model.layers) for n in half_widths
    )
    assert 2 * sum(half_widths.values()) > 150
