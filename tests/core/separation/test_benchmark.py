import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.core.separation.benchmark import METHODS, compare_speed, ideal_maps
from feretlab.core.separation.scenes import SceneRecipe


def test_all_methods_and_scikit_image_are_timed():
    recipe = SceneRecipe(shape=(400, 400), count=20)
    timings = compare_speed(recipe, rounds=1)
    assert len(timings) == len(METHODS) + 1


def test_ideal_maps_have_one_at_centres_and_on_contacts():
    labels = np.zeros((20, 30), np.int32)
    labels[5:14, 3:12], labels[5:14, 12:21] = 1, 2
    maps = ideal_maps(Particles.from_labels(labels))
    assert maps["contact"][5:14, 11:13].all()
    assert maps["contact"].sum() == 18
    assert maps["distance"][9, [7, 16]] == pytest.approx(1)
    assert maps["distance"][labels == 0].max() == 0
