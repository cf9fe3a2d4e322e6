"""The table of particles."""

import numpy as np
import pytest

from feretlab.core.analysis.table import particle_table, with_square_pixels
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles


@pytest.mark.parametrize("before", [None, PixelSize(3.0, 3.0)])
@pytest.mark.parametrize("count", [0, 2])
def test_another_pixel_size_gives_what_measuring_anew_gives(before, count):
    masks = [np.tri(9, 7, dtype=bool), np.ones((4, 5), bool)][:count]
    particles = Particles.from_masks(masks, [(2, 3), (11, 4)][:count], (20, 20))
    grey = np.arange(400, dtype=np.float32).reshape(20, 20)
    expected = particle_table("one", particles, PixelSize(0.7, 0.7), grey)

    found = with_square_pixels(particle_table("one", particles, before, grey), 0.7)
    assert list(found) == list(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(found[name], values)
        assert found[name].dtype == values.dtype
