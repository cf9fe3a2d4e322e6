import numpy as np
import pytest

from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.core.synthesis.scene import render_scene

SMALL = SynthesizeParameters(size_px=128, max_diameter_px=30)


def test_same_seed_gives_the_same_scene():
    one, two = render_scene(5, SMALL), render_scene(5, SMALL)
    np.testing.assert_array_equal(one.pixels, two.pixels)
    np.testing.assert_array_equal(one.labels, two.labels)


def test_another_seed_gives_another_scene():
    assert (render_scene(5, SMALL).pixels != render_scene(6, SMALL).pixels).any()


@pytest.mark.parametrize("seed", range(12))
def test_visible_labels_lie_inside_the_whole_particles(seed):
    scene = render_scene(seed, SMALL)
    assert scene.pixels.shape == scene.labels.shape == (128, 128)
    assert scene.labels.max() == len(scene.amodal)
    for index, (top, left, bottom, right) in enumerate(scene.amodal.boxes):
        visible = scene.labels == index + 1
        whole = np.zeros_like(visible)
        whole[top:bottom, left:right] = scene.amodal.mask(index)
        assert visible.sum() >= 12
        assert not (visible & ~whole).any()


@pytest.mark.parametrize("kind", ["sem", "tem"])
def test_the_kind_asked_for_is_rendered(kind):
    parameters = SMALL.model_copy(update={"kind": kind})
    assert render_scene(1, parameters).kind == kind


def test_a_scene_of_even_particles_tells_the_microscope_it_imitates():
    parameters = SMALL.model_copy(update={"kind": "even"})
    kinds = {render_scene(seed, parameters).kind for seed in range(6)}
    assert kinds == {"sem", "tem"}
