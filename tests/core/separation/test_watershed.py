import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.watershed import watershed_labels


def _discs(centres, radius, shape=(80, 160)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    mask = np.zeros(shape, bool)
    for cy, cx in centres:
        mask |= np.hypot(y - cy, x - cx) <= radius
    return mask


@pytest.mark.parametrize("distance", [28, 34, 38])
def test_two_overlapping_discs_are_parted_in_the_middle(distance):
    mask = _discs([(40, 50), (40, 50 + distance)], 20)
    labels = watershed_labels(mask, SeparateParameters(method="watershed"))
    areas = np.bincount(labels.ravel())[1:]
    assert len(areas) == 2
    assert areas.min() / areas.max() > 0.93


@pytest.mark.parametrize("width", [3, 5, 7, 10, 18.6])
@pytest.mark.parametrize("turn", [0, 4, 7, 13, 23, 45])
def test_a_flat_ridge_does_not_split(turn, width):
    y, x = np.mgrid[:120, :120] - 60.0
    angle = np.deg2rad(turn)
    along, across = (
        x * np.cos(angle) + y * np.sin(angle),
        y * np.cos(angle) - x * np.sin(angle),
    )
    rod = (np.abs(along) < 50) & (np.abs(across) < width / 2)
    assert watershed_labels(rod, SeparateParameters(method="watershed")).max() == 1


def test_the_line_form_leaves_four_connected_particles():
    mask = _discs([(40, 40), (40, 74), (40, 108)], 20)
    parameters = SeparateParameters(method="watershed", watershed_line=True)
    labels = watershed_labels(mask, parameters)
    assert ndimage.label(labels > 0)[1] == 3
    assert mask.sum() - (labels > 0).sum() < 80
