"""Maps that are kept while their recipe needs no other ones."""

import numpy as np
import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.segmentation.segment import Segmentation
from feretlab.gui.controllers.analysis_task import KeptMaps

RECIPE = AnalyzeParameters()


@pytest.fixture
def found():
    probability = np.zeros((10, 10), np.float32)
    return Segmentation(
        probability=probability, mask=probability > 0, threshold=0.5, maps={}
    )


@pytest.mark.parametrize("name", ["threshold", "min_confidence", "threads"])
def test_maps_serve_recipes_that_the_network_does_not_see(found, name):
    maps = KeptMaps()
    maps.keep("a", RECIPE, found)
    value = 2 if name == "threads" else 0.25

    assert maps.find("a", RECIPE.model_copy(update={name: value})) is found


def test_maps_do_not_serve_another_scale_or_image(found):
    maps = KeptMaps()
    maps.keep("a", RECIPE, found)

    assert maps.find("a", RECIPE.model_copy(update={"scale": 0.5})) is None
    assert maps.find("b", RECIPE) is None


def test_the_maps_not_used_for_longest_go_first(found):
    maps = KeptMaps(room_bytes=1000)  # room for two times 400 + 100 bytes
    maps.keep("a", RECIPE, found)
    maps.keep("b", RECIPE, found)
    maps.find("a", RECIPE)
    maps.keep("c", RECIPE, found)

    kept = [maps.find(key, RECIPE) is found for key in "abc"]
    assert kept == [True, False, True]


def test_maps_of_removed_images_are_let_go_of(found):
    maps = KeptMaps()
    maps.keep("a", RECIPE, found)
    maps.keep("b", RECIPE, found)
    maps.keep_only({"b"})

    assert maps.find("a", RECIPE) is None
    assert maps.find("b", RECIPE) is found
