from dataclasses import replace

import numpy as np
import pytest
from skimage.measure import label, regionprops

from feretlab.core.synthesis.bodies import blob, lobed, rod, rough
from feretlab.core.synthesis.families import draw_family

PLAIN = replace(
    draw_family(np.random.default_rng(0)),
    irregularity=0.0,
    power=2.0,
    dimple=0.0,
    spikes=0.0,
    angle=None,
)


def properties(shape):
    return regionprops(shape.mask.astype(int))[0]


@pytest.mark.parametrize("diameter", [12, 40, 90])
def test_regular_pebble_is_a_sphere(diameter):
    shape = blob(np.random.default_rng(1), PLAIN, diameter, 1.0)
    assert shape.diameter_px == pytest.approx(diameter, rel=0.03)
    assert shape.thickness.max() == pytest.approx(diameter, rel=0.02)
    volume = np.pi / 6 * diameter**3
    assert shape.thickness.sum() == pytest.approx(volume, rel=0.03)


def test_elongated_pebble_has_the_wanted_axes():
    shape = blob(np.random.default_rng(1), PLAIN, 60, 2.0)
    found = properties(shape)
    assert found.axis_major_length / found.axis_minor_length == pytest.approx(
        2.0, rel=0.03
    )
    assert shape.diameter_px == pytest.approx(60, rel=0.03)


def test_dimpled_pebble_is_lower_in_the_middle():
    shape = blob(np.random.default_rng(1), replace(PLAIN, dimple=0.9), 60, 1.0)
    assert shape.thickness[30, 30] < 0.5 * shape.thickness.max()


@pytest.mark.parametrize("power", [2.0, 4.0])
def test_rod_has_the_wanted_length_over_width(power):
    family = replace(PLAIN, power=power)
    aspects = []
    for seed in range(5):
        found = properties(rod(np.random.default_rng(seed), family, 60, 4.0))
        aspects.append(found.axis_major_length / found.axis_minor_length)
    assert np.median(aspects) == pytest.approx(4.0, rel=0.12)


def test_lobed_body_is_one_piece_and_not_convex():
    found = [
        properties(lobed(np.random.default_rng(seed), 60, 0.05)) for seed in range(8)
    ]
    assert min(one.solidity for one in found) < 0.97


def test_rough_body_stays_one_piece_of_about_the_same_area():
    smooth = blob(np.random.default_rng(1), PLAIN, 60, 1.0)
    shape = rough(np.random.default_rng(2), smooth, 0.05, 5.0)
    assert label(shape.mask).max() == 1
    assert shape.diameter_px == pytest.approx(smooth.diameter_px, rel=0.1)
    assert properties(shape).perimeter > 1.05 * properties(smooth).perimeter
