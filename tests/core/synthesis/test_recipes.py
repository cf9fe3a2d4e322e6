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


def test_even_particles_are_flat_of_every_outline_in_both_microscopes():
    even = drawn("even")
    assert {type(each.look).__name__ for each in even} == {"SemLook", "TemLook"}
    assert all(each.family.lies_flat for each in even)
    crystals = [each for each in even if each.family.name == "crystal"]
    assert {each.family.crystal for each in crystals} == {
        "cube",
        "triangular",
        "hexagonal",
    }
    stars = [each for each in even if each.family.spikes]
    assert {each.family.name for each in stars} == {"pebble"}
    assert any(getattr(each.look, "core", 0) == -1 for each in even)
