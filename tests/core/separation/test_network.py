import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation import network
from feretlab.core.separation.benchmark import ideal_maps
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.scenes import SceneRecipe, draw_scene
from feretlab.core.separation.separate import separate

PARAMETERS = SeparateParameters(method="network")
DENSE = SceneRecipe(shape=(700, 700), count=90, overlap=(0.05, 0.25), aspect=1.5)


def _blurred(maps, noise, seed=0):
    """Maps as a network gives them: smooth, faint in places, and noisy."""
    rng = np.random.default_rng(seed)
    out = {}
    for name, values in maps.items():
        grain = ndimage.gaussian_filter(rng.normal(size=values.shape), 3) * 10
        smooth = ndimage.gaussian_filter(values, 1.0)
        out[name] = np.clip(smooth + noise * grain, 0, 1).astype(np.float32)
    return out


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_maps_part_what_the_mask_alone_does_not(noise, score):
    scene = draw_scene(DENSE, 2)
    maps = _blurred(ideal_maps(scene), noise)
    found = separate(scene.to_mask(), PARAMETERS, maps=maps)
    recall, precision = score(found, scene, 0.5)
    assert recall >= 0.9
    assert precision >= 0.9


def test_bytes_say_the_same_as_floats():
    scene = draw_scene(DENSE, 3)
    maps = {name: np.rint(values * 255) for name, values in ideal_maps(scene).items()}
    bytes_ = {name: values.astype(np.uint8) for name, values in maps.items()}
    floats = {name: (values / 255).astype(np.float32) for name, values in maps.items()}
    one, other = (
        separate(scene.to_mask(), PARAMETERS, maps=each) for each in (bytes_, floats)
    )
    assert np.array_equal(one.bits, other.bits)


def test_a_faint_border_is_joined():
    y, x = np.mgrid[:60, :90]
    mask = np.hypot(y - 30, (x - 45) / 1.6) <= 22
    distance = np.where(mask, 0.9 - 0.08 * (abs(x - 45) < 2), 0).astype(np.float32)
    maps = {"distance": distance, "contact": np.zeros(mask.shape, np.float32)}
    parameters = SeparateParameters(method="network", network_min_depth=0.01)
    assert len(separate(mask, parameters, maps=maps)) == 1


@pytest.mark.parametrize("seed", [4, 5, 6])
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_labels_are_those_of_scipys_smoothing(monkeypatch, seed, noise):
    scene = draw_scene(DENSE, seed)
    maps, mask = _blurred(ideal_maps(scene), noise, seed), scene.to_mask()
    found = network.network_labels(mask, maps, PARAMETERS)
    monkeypatch.setattr(
        network,
        "smoothed_inside",
        lambda values, _, sigma: ndimage.gaussian_filter(values, sigma, truncate=3.0),
    )
    expected = network.network_labels(mask, maps, PARAMETERS)
    assert found.max() > 20
    np.testing.assert_array_equal(found, expected)
