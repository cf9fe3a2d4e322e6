import numpy as np
import pytest

from feretlab.core.separation.arcs import cut_arcs

WHOLE = np.zeros(4, bool)


def _discs(*centres, radius=18.0):
    y, x = np.mgrid[:120, :140]
    return np.any([np.hypot(y - cy, x - cx) <= radius for cy, cx in centres], axis=0)


def _arcs(mask, cut_sides=WHOLE):
    return cut_arcs(mask, cut_sides, 1.5, np.deg2rad(20))


@pytest.mark.parametrize("radius", [4.0, 9.0, 18.0, 45.0])
def test_a_disc_has_no_concave_point(radius):
    _, bounds, _ = _arcs(_discs((60, 60), radius=radius))
    assert len(bounds) == 2


@pytest.mark.parametrize("distance", [18, 22, 28, 33])
def test_two_discs_are_cut_where_they_cross(distance):
    points, bounds, _ = _arcs(_discs((60, 50), (60, 50 + distance)))
    assert len(bounds) == 3
    ends = points[bounds[:-1]]
    half = np.sqrt(18**2 - (distance / 2) ** 2)
    assert ends[:, 1] == pytest.approx(50 + distance / 2, abs=2)
    assert np.sort(ends[:, 0]) == pytest.approx([60 - half, 60 + half], abs=2)


def test_a_gap_between_three_discs_is_an_outline_of_its_own():
    mask = _discs((40, 50), (40, 85), (71, 67))
    _, bounds, ring = _arcs(mask)
    assert len(bounds) == 7
    assert len(np.unique(ring[:, 0])) == 2


def test_a_round_hole_is_left_out():
    _, bounds, _ = _arcs(_discs((60, 60), radius=30) & ~_discs((60, 60), radius=8))
    assert len(bounds) == 2


def test_the_border_of_the_field_is_no_outline():
    mask = np.pad(_discs((60, 60))[:60], 1)
    points, _, _ = _arcs(mask, np.array([False, True, False, False]))
    assert points[:, 0].max() < mask.shape[0] - 2.2
