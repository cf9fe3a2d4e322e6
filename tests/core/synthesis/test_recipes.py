import numpy as np

from feretlab.core.synthesis.recipes import draw_recipe


def drawn(kind):
    rng = np.random.default_rng(3)
    return [draw_recipe(rng, kind, 512, 40.0) for _ in range(300)]


def lie_along_the_edges(recipe):
    return recipe.family.angle == 0 and recipe.family.lies_flat


def test_some_transmitting_particles_are_even_and_lie_along_the_edges():
    even = [each for each in drawn("tem") if lie_along_the_edges(each)]
    assert {each.family.name for each in even} >= {"crystal", "rod"}
    assert all(each.look.hardness <= 0.3 and not each.look.bands for each in even)


def test_some_particles_in_sem_have_no_relief_and_lie_along_the_edges():
    even = [each for each in drawn("sem") if lie_along_the_edges(each)]
    assert even
    assert all(each.look.relief == each.look.slope_gain == 0 for each in even)
