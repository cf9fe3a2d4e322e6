"""Moving a boundary costs nothing, tearing it does."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.evaluation.warping import simple_points, warping_error


def _two_squares(gap, width=10):
    mask = np.zeros((20, 40), bool)
    mask[5:15, 5 : 5 + width] = mask[5:15, 5 + width + gap : 35] = True
    return mask


def _components(mask, connectivity):
    structure = ndimage.generate_binary_structure(2, connectivity // 4)
    return ndimage.label(mask, structure)[1]


@pytest.mark.parametrize("connectivity", [4, 8])
def test_simple_points_keep_the_parts_of_a_neighbourhood(connectivity):
    order = [(1, 2), (0, 2), (0, 1), (0, 0), (1, 0), (2, 0), (2, 1), (2, 2)]
    expected = []
    for code in range(256):
        small = np.zeros((3, 3), bool)
        for bit, place in enumerate(order):
            small[place] = code >> bit & 1
        # In a wide frame so that the background outside is one part.
        wide = np.pad(small, 1)
        wide[2, 2] = True
        without = wide.copy()
        without[2, 2] = False
        other = 12 - connectivity
        same = _components(wide, connectivity) == _components(without, connectivity)
        same &= _components(~wide, other) == _components(~without, other)
        expected.append(same)
    # A frame joins background parts that meet only outside the 3 x 3, so a pixel
    # whose removal opens nothing may still be a bridge: simple implies same.
    found = simple_points(connectivity)
    assert not (found & ~np.array(expected)).any()
    assert found.sum() == 116  # of 256 in either connectivity


def test_a_shifted_particle_has_no_error():
    truth = _two_squares(5)
    assert warping_error(np.roll(truth, (2, -3), (0, 1)), truth) == 0


def test_two_particles_joined_by_a_bridge_cost_one_cut():
    truth = _two_squares(4)
    bridged = truth.copy()
    bridged[9, 15:19] = True
    assert warping_error(bridged, truth) == 1 / truth.size


def test_a_closed_gap_costs_its_length():
    truth = _two_squares(1)
    closed = truth.copy()
    closed[5:15, 15] = True
    assert warping_error(closed, truth) == 10 / truth.size


def test_a_missed_particle_costs_its_pixels():
    truth = _two_squares(4)
    missed = truth.copy()
    missed[:, 18:] = False
    # Shrunk to a point, it cannot vanish.
    assert warping_error(missed, truth) == 1 / truth.size


def test_the_diagonal_line_parts_only_four_connected_particles():
    truth = np.ones((9, 9), bool)
    truth[np.arange(9), np.arange(9)] = False
    joined = np.ones((9, 9), bool)
    assert warping_error(joined, truth, 4) > 0
    assert _components(truth, 8) == 1
    assert warping_error(joined, truth, 8) < warping_error(joined, truth, 4)


def test_an_empty_image_has_no_error():
    assert warping_error(np.zeros((0, 5), bool), np.zeros((0, 5), bool)) == 0
