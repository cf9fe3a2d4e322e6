import numpy as np
import pytest

from feretlab.core.synthesis.noise import fractal_noise, perlin_noise


def test_fractal_noise_is_standardised():
    field = fractal_noise(np.random.default_rng(0), (128, 96), 4.0)
    assert field.shape == (128, 96)
    assert field.mean() == pytest.approx(0, abs=1e-5)
    assert field.std() == pytest.approx(1, rel=1e-5)


def test_fractal_noise_is_smoother_at_a_larger_scale():
    fine, coarse = (
        np.abs(np.diff(fractal_noise(np.random.default_rng(0), (128, 128), scale)))
        for scale in (1.0, 10.0)
    )
    assert coarse.mean() < 0.3 * fine.mean()


def test_perlin_noise_vanishes_on_its_grid():
    field = perlin_noise(np.random.default_rng(0), (65, 65), 16)
    np.testing.assert_allclose(field[::16, ::16], 0, atol=1e-6)
    assert 0.3 < np.abs(field).max() < 1.0
