"""Variance components against SciPy, balanced formulas and simulation."""

import numpy as np
import pytest
from scipy import stats

from feretlab.core.statistics.between import between_images
from feretlab.core.statistics.sample import sample_of


def _groups(sizes, correlation=0.4, seed=0):
    rng = np.random.default_rng(seed)
    image = np.repeat(np.arange(len(sizes)), sizes)
    shifts = rng.normal(0, np.sqrt(correlation), len(sizes))
    noise = rng.normal(0, np.sqrt(1 - correlation), len(image))
    return 20 + shifts[image] + noise, image


def test_the_f_test_is_scipys_with_images_of_unequal_size():
    values, image = _groups([5, 9, 20, 14])
    found = between_images(sample_of(values, image=image))
    expected = stats.f_oneway(*(values[image == number] for number in range(4)))
    assert found.f_value == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)


def test_balanced_components_are_the_textbooks():
    values, image = _groups([12] * 6)
    table = values[np.argsort(image, kind="stable")].reshape(6, 12)
    within = table.var(axis=1, ddof=1).mean()
    between = table.mean(axis=1).var(ddof=1) - within / 12
    found = between_images(sample_of(values, image=image))
    assert found.variance_within == pytest.approx(within)
    assert found.variance_between == pytest.approx(between)
    correlation = between / (between + within)
    assert found.intraclass_correlation == pytest.approx(correlation)
    assert found.design_effect == pytest.approx(1 + 11 * correlation)


def test_unbalanced_components_are_unbiased():
    found = [
        between_images(sample_of(*_sample(seed))).variance_between
        for seed in range(300)
    ]
    assert np.mean(found) == pytest.approx(0.4, abs=0.04)


def _sample(seed):
    values, image = _groups([4, 30, 8, 15, 22, 6, 12, 18], seed=seed)
    return values, None, image


def test_the_design_effect_is_how_much_more_the_mean_varies():
    sizes = [5, 40, 80, 10, 15] * 6
    count = sum(sizes)
    means, effects = [], []
    for seed in range(400):
        values, image = _groups(sizes, 0.2, seed)
        means.append(values.mean())
        effects.append(between_images(sample_of(values, image=image)).design_effect)
    # A variance from 400 means has a standard error of 7 %.
    assert np.mean(effects) == pytest.approx(np.var(means) * count, rel=0.2)


def test_images_alike_have_no_variance_between_them():
    values = np.tile([1.0, 2.0, 3.0], 4)
    found = between_images(sample_of(values, image=np.repeat(np.arange(4), 3)))
    assert found.variance_between == 0
    assert found.design_effect == 1
    assert found.p_value == pytest.approx(1)


def test_images_of_equal_particles_differ_for_sure():
    found = between_images(sample_of([1.0, 1, 5, 5], image=[0, 0, 1, 1]))
    assert found.intraclass_correlation == 1
    assert found.p_value == 0


@pytest.mark.parametrize("images", [[], [0, 0, 0], [0, 1, 2]])
def test_one_image_or_one_particle_each_tell_nothing(images):
    found = between_images(sample_of(np.arange(len(images)), image=images))
    assert np.isnan([found.variance_between, found.design_effect]).all()
    assert found.image_count == len(set(images))


def test_nothing_varies_where_all_are_equal():
    found = between_images(sample_of([2.0] * 6, image=[0, 0, 0, 1, 1, 1]))
    assert found.variance_between == found.variance_within == 0
    assert np.isnan(found.p_value)
