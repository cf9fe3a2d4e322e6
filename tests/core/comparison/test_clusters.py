"""Images are drawn first, the same for both sides."""

import numpy as np
import pytest

from feretlab.core.comparison.clusters import drawn_by_image, without_each_image
from feretlab.core.comparison.distributions import contrast


def test_both_sides_have_the_particles_of_the_same_images():
    one, other = np.repeat(np.arange(12), 3), np.repeat(np.arange(12), 2)
    draws = list(drawn_by_image((one, other), 12, 20, seed=1))
    assert len(draws) == 20
    for first, second in draws:
        counts = [np.bincount(s, minlength=12) for s in (one[first], other[second])]
        assert (counts[0] * 2 == counts[1] * 3).all()
        assert counts[0].sum() == 36
        # From ten images on those of a drawn image are kept as they are.
        assert (np.bincount(first, minlength=36).reshape(12, 3).std(axis=1) == 0).all()


def test_particles_of_few_images_are_drawn_anew():
    code = np.repeat([0, 1], 50)
    draws = [drawn for (drawn,) in drawn_by_image((code,), 2, 10, seed=1)]
    assert any(len(np.unique(drawn)) not in (50, 100) for drawn in draws)
    assert all(len(drawn) == 100 for drawn in draws)


def test_an_image_without_particles_on_one_side_does_no_harm():
    code, none = np.array([0, 0, 1]), np.zeros(0, int)
    drawn = list(drawn_by_image((code, none), 2, 5, seed=0))
    assert all(len(other) == 0 for _, other in drawn)


@pytest.fixture
def alike():
    """Twelve images whose particles are nearly equal; automatic 5 larger."""
    rng = np.random.default_rng(3)
    level, code = rng.normal(100, 20, 12), np.repeat(np.arange(12), 40)
    sizes = level[code] + rng.normal(0, 1, len(code))
    return sizes, sizes + 5 + rng.normal(0, 0.5, 12)[code], code


def test_a_difference_on_every_image_is_certain_whatever_they_show(alike):
    manual, automatic, code = alike
    by_image = contrast(manual, automatic, images=(code, code))
    by_particle = contrast(manual, automatic)
    assert (by_image.images, by_particle.images) == (12, 1)
    found, other = by_image["mean"].difference, by_particle["mean"].difference
    assert found.value == other.value
    # Particles drawn apart would hide what is the same on every image.
    assert found.high - found.low < 1.2 < other.high - other.low


def test_the_interval_of_a_difference_is_students_over_images(alike):
    from scipy import stats

    manual, automatic, code = alike
    each = np.array([(automatic - manual)[code == i].mean() for i in range(12)])
    expected = stats.t.interval(0.95, 11, each.mean(), stats.sem(each))
    found = contrast(manual, automatic, images=(code, code))["mean"].difference
    assert (found.low, found.high) == pytest.approx(expected, abs=0.1)


def test_each_of_few_images_is_left_out_once():
    codes = np.array([0, 0, 1, 2]), np.array([2, 1])

    found = [
        tuple(side.tolist() for side in kept) for kept in without_each_image(codes, 3)
    ]

    assert found == [([2, 3], [0, 1]), ([0, 1, 3], [0]), ([0, 1, 2], [1])]


def test_of_five_images_none_is_left_out():
    assert list(without_each_image([np.arange(5)], 5)) == []
