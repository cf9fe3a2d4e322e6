from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import KDTree

from feretlab.core.synthesis.bodies import blob
from feretlab.core.synthesis.families import draw_family
from feretlab.core.synthesis.layouts import draw_layout
from feretlab.core.synthesis.placement import place

ROUND = replace(
    draw_family(np.random.default_rng(0)),
    irregularity=0.0,
    power=2.0,
    dimple=0.0,
    spikes=0.0,
)
LAYOUT = draw_layout(np.random.default_rng(0), 200, 20, overlaps=False)


@pytest.fixture
def bank():
    return [blob(np.random.default_rng(seed), ROUND, 20, 1.0) for seed in range(3)]


def painted(placed, size):
    counts = np.zeros((size, size), int)
    for one in placed:
        there, here = one.windows((size, size))
        counts[there] += one.shape.mask[here]
    return counts


@pytest.mark.parametrize("name", ["sparse", "agglomerates", "pile"])
def test_particles_lie_side_by_side_where_no_overlap_is_allowed(name, bank):
    layout = replace(LAYOUT, name=name, count=60, max_overlap=0.0)
    placed = place(np.random.default_rng(3), layout, bank, 200)
    assert len(placed) > 10
    assert painted(placed, 200).max() == 1
    assert all(one.layer == 0 for one in placed)


def test_piled_particles_lie_on_layers(bank):
    layout = replace(LAYOUT, name="pile", count=300, max_overlap=1.0)
    placed = place(np.random.default_rng(3), layout, bank, 200)
    assert len(placed) == 300
    assert max(one.layer for one in placed) >= 2


def test_agglomerated_particles_touch_a_neighbour(bank):
    layout = replace(LAYOUT, name="agglomerates", count=60, max_overlap=0.0)
    placed = place(np.random.default_rng(3), layout, bank, 200)
    middles = np.array([[p.top, p.left] for p in placed], float)
    nearest = KDTree(middles).query(middles, k=2)[0][:, 1]
    assert np.median(nearest) == pytest.approx(20, abs=3)


def covered_wholly(placed, size, diameter_px):
    """Count small particles that lie on earlier ones with every pixel."""
    ground = np.zeros((size, size), bool)
    count = 0
    for one in placed:
        there, here = one.windows((size, size))
        mask = one.shape.mask[here]
        if one.shape.diameter_px < diameter_px and mask.any():
            count += bool(ground[there][mask].all())
        ground[there] |= mask
    return count


@pytest.mark.parametrize(("on_top", "lies_on_others"), [(0.0, False), (1.0, True)])
def test_small_particles_lie_wholly_on_others_where_asked(bank, on_top, lies_on_others):
    small = [blob(np.random.default_rng(seed), ROUND, 6, 1.0) for seed in range(2)]
    layout = replace(
        LAYOUT, name="agglomerates", count=60, max_overlap=0.5, on_top=on_top
    )
    placed = place(np.random.default_rng(3), layout, bank + small, 200)
    assert (covered_wholly(placed, 200, 10) > 5) is lies_on_others


def test_packed_particles_keep_the_pitch_of_the_lattice(bank):
    layout = replace(LAYOUT, name="packed", max_overlap=0.0, openness=0.2)
    placed = place(np.random.default_rng(5), layout, bank, 200)
    middles = np.array([[p.top, p.left] for p in placed], float)
    nearest = KDTree(middles).query(middles, k=2)[0][:, 1]
    assert nearest.std() < 0.15 * nearest.mean()
