import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.core.separation.border import apply_border, touches_field_border


@pytest.fixture
def three():
    """One particle at the border, one on the info bar, one free, 4 wide, 6 high."""
    labels = np.zeros((40, 50), np.int32)
    labels[0:5, 10:15] = 1
    labels[30:35, 10:15] = 2
    labels[10:16, 20:24] = 3
    return Particles.from_labels(labels)


def test_include_keeps_everything_at_weight_one(three):
    kept = apply_border(three, "include")
    assert len(kept) == 3
    assert (kept.weight == 1).all()


def test_exclude_leaves_out_what_the_border_cuts(three):
    assert len(apply_border(three, "exclude")) == 2


def test_rows_of_the_info_bar_count_as_outside(three):
    assert touches_field_border(three, info_bar_rows=5).tolist() == [True, True, False]


def test_miles_weights_by_the_inverse_chance_of_lying_inside(three):
    kept = apply_border(three, "miles", info_bar_rows=5)
    assert kept.weight == pytest.approx([50 * 35 / ((50 - 4) * (35 - 6))])


def test_miles_makes_up_for_the_particles_that_were_cut():
    places = [(y, x) for y in range(-19, 60, 3) for x in range(-19, 60, 3)]
    masks = [
        np.ones((min(y + 20, 60) - max(y, 0), min(x + 20, 60) - max(x, 0)), bool)
        for y, x in places
    ]
    corners = [(max(y, 0), max(x, 0)) for y, x in places]
    particles = Particles.from_masks(masks, corners, (60, 60))
    weight = apply_border(particles, "miles").weight.sum()
    # One particle stands on every ninth pixel of the field.
    assert weight == pytest.approx(60 * 60 / 9, rel=0.11)
