import numpy as np
import pytest

from feretlab.core.separation.scenes import SceneRecipe, draw_scene


def test_a_seed_always_draws_the_same_scene():
    recipe = SceneRecipe(shape=(300, 300), count=12)
    assert np.array_equal(draw_scene(recipe, 3).bits, draw_scene(recipe, 3).bits)
    assert not np.array_equal(draw_scene(recipe, 3).boxes, draw_scene(recipe, 4).boxes)


def test_discs_have_the_areas_of_their_radii():
    recipe = SceneRecipe(shape=(400, 400), count=10, radius_px=(15.0, 15.0))
    areas = [mask.sum() for mask in draw_scene(recipe, 0).masks()]
    assert areas == pytest.approx([np.pi * 15**2] * 10, rel=0.03)


@pytest.mark.parametrize("sides", [3, 4, 6])
@pytest.mark.parametrize("aspect", [1.0, 4.0])
def test_polygons_have_the_areas_of_their_radii(sides, aspect):
    recipe = SceneRecipe(
        shape=(600, 600), count=8, radius_px=(20.0, 20.0), sides=sides, aspect=aspect
    )
    areas = [mask.sum() for mask in draw_scene(recipe, 3).masks()]
    assert areas == pytest.approx([np.pi * 20**2] * 8, rel=0.03)


def test_neighbours_overlap_within_the_limits():
    scene = draw_scene(SceneRecipe(shape=(300, 300), count=2, cluster=(2, 2)), 5)
    one, other = (page > 0 for page in scene.to_label_pages())
    share = (one & other).sum() / min(one.sum(), other.sum())
    assert 0.08 <= share <= 0.4


def test_no_particle_reaches_the_border():
    scene = draw_scene(SceneRecipe(shape=(400, 400), count=30), 1)
    assert not scene.touches_border.any()
