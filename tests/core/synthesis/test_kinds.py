import numpy as np

from feretlab.core.synthesis.kinds import draw_kind


def drawn(kind):
    rng = np.random.default_rng(3)
    return [draw_kind(rng, kind, 512, 40.0) for _ in range(300)]


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


def test_faint_heaps_have_no_rims_over_each_other():
    faint = drawn("faint")
    assert {type(each.look).__name__ for each in faint} == {"SemLook"}
    assert all(each.look.inner_rim <= 0.15 < each.look.rim_gain for each in faint)
    assert all(each.look.shadow <= 0.25 for each in faint)
    shine = [each for each in faint if each.look.clarity]
    assert 60 < len(shine) < 150
