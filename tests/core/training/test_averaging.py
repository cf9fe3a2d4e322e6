"""The running mean of the weights."""

import numpy as np

from feretlab.core.training.averaging import blend


def test_the_first_look_is_a_copy():
    weights = [np.ones(3, np.float32)]

    mean = blend(None, weights, 0)
    weights[0][:] = 5

    assert mean[0].tolist() == [1, 1, 1]


def test_a_late_look_moves_the_mean_by_three_hundredths():
    mean = blend([np.zeros(2, np.float32)], [np.ones(2, np.float32)], 10_000)

    np.testing.assert_allclose(mean[0], 0.03, rtol=1e-5)


def test_constant_weights_are_their_own_mean():
    mean = [np.full(2, 7, np.float32)]
    for look in range(5):
        mean = blend(mean, [np.full(2, 7, np.float32)], look)

    np.testing.assert_allclose(mean[0], 7, rtol=1e-6)
