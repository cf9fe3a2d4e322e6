import numpy as np
import pytest

from feretlab.core.synthesis.shapes import finished


@pytest.fixture
def wedge():
    mask = np.zeros((6, 8), bool)
    mask[1:5, 2:7] = True
    mask[1, 2] = False
    return finished(mask, np.arange(48.0).reshape(6, 8), np.full((6, 8), 3.0))


def test_body_is_trimmed_to_its_silhouette(wedge):
    assert wedge.mask.shape == (4, 5)
    assert wedge.top[0, 0] == 0
    assert wedge.top[0, 1] == 11


def test_diameter_is_that_of_the_circle_of_equal_area(wedge):
    assert wedge.diameter_px == pytest.approx(np.sqrt(4 * 19 / np.pi))


def test_eight_turns_are_all_different_and_keep_the_area(wedge):
    turned = [wedge.turned(way).mask for way in range(8)]
    assert len({(mask.shape, mask.tobytes()) for mask in turned}) == 8
    assert {int(mask.sum()) for mask in turned} == {19}


def test_sixth_turn_is_half_a_turn(wedge):
    np.testing.assert_array_equal(wedge.turned(6).top, np.rot90(wedge.top, 2))
