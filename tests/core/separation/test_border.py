import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.core.separation.border import (
    apply_border,
    miles_weights,
    touches_field_border,
)


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
    assert kept.weight == pytest.approx([50 * 35 / ((50 - 5) * (35 - 7))])


def test_what_the_border_cuts_has_no_weight_of_its_own(three):
    inside = 50 * 35 / ((50 - 5) * (35 - 7))
    assert miles_weights(three, info_bar_rows=5) == pytest.approx([1, 1, inside])


def test_miles_counts_a_lattice_exactly():
    places = [(y, x) for y in range(-19, 60, 3) for x in range(-19, 60, 3)]
    masks = [
        np.ones((min(y + 20, 60) - max(y, 0), min(x + 20, 60) - max(x, 0)), bool)
        for y, x in places
    ]
    corners = [(max(y, 0), max(x, 0)) for y, x in places]
    particles = Particles.from_masks(masks, corners, (60, 60))
    weight = apply_border(particles, "miles").weight.sum()
    # One particle stands on every ninth pixel of the field.
    assert weight == pytest.approx(60 * 60 / 9)


SIDE, DENSITY = 200, 1e-3


def _discs(rng):
    """Draw discs of 8 to 60 px at random places, in the field and around it."""
    count = rng.poisson(DENSITY * (SIDE + 60) ** 2)
    centres = rng.uniform(-30, SIDE + 30, (count, 2))
    radii = rng.uniform(4, 30, count)
    pixels = np.arange(SIDE) + 0.5
    discs = []
    for (y, x), radius in zip(centres, radii, strict=True):
        square = (pixels - y)[:, None] ** 2 + (pixels - x) ** 2
        rows, columns = np.nonzero(square <= radius**2)
        if len(rows):
            top, left = rows.min(), columns.min()
            disc = square[top : rows.max() + 1, left : columns.max() + 1] <= radius**2
            discs.append((disc, top, left, radius))
    masks, tops, lefts, radii = zip(*discs, strict=True)
    corners = list(zip(tops, lefts, strict=True))
    particles = Particles.from_masks(masks, corners, (SIDE, SIDE))
    return particles, 2 * np.array(radii)


def test_miles_finds_the_mean_and_the_number_of_random_discs():
    rng = np.random.default_rng(3)
    plain, weights = [], []
    for _ in range(60):
        particles, diameters = _discs(rng)
        inside = diameters[~touches_field_border(particles)]
        plain.append(inside)
        weights.append(apply_border(particles, "miles").weight)
    diameters, weights = np.concatenate(plain), np.concatenate(weights)
    # True mean 34; the standard errors are 0.35 px and 2.2 %.
    assert diameters.mean() < 32
    assert np.average(diameters, weights=weights) == pytest.approx(34, abs=1)
    assert weights.sum() == pytest.approx(60 * DENSITY * SIDE**2, rel=0.06)
