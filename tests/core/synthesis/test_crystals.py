from dataclasses import replace

import numpy as np
import pytest
from skimage.measure import regionprops

from feretlab.core.synthesis.crystals import crystal, habit
from feretlab.core.synthesis.families import HABITS, draw_family

LYING = replace(
    draw_family(np.random.default_rng(0)),
    irregularity=0.0,
    rounding=0.0,
    lies_flat=True,
    angle=0.0,
    crystal="cube",
)


def test_cube_lying_on_a_face_is_a_square_as_thick_as_wide():
    shape = crystal(np.random.default_rng(1), LYING, 50, 1.0)
    side = 50 * np.sqrt(np.pi / 4)
    assert shape.thickness.max() == pytest.approx(side, rel=0.05)
    assert shape.mask.sum() == pytest.approx(side**2, rel=0.08)


@pytest.mark.parametrize("name", HABITS)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_habit_is_convex_with_unit_normals(name, seed):
    rng = np.random.default_rng(seed)
    normals, _ = habit(rng, name, 1.3)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1)
    family = replace(LYING, crystal=name, lies_flat=seed == 1, irregularity=0.1)
    shape = crystal(rng, family, 60, 1.3)
    assert regionprops(shape.mask.astype(int))[0].solidity > 0.95
    assert shape.diameter_px == pytest.approx(60, rel=0.25)
    assert (shape.thickness[shape.mask] > 0).all()
    assert np.isfinite(shape.top).all()
