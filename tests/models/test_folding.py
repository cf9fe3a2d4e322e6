"""A convolution with folded normalisation answers as the two in turn."""

import numpy as np
import pytest

from feretlab.models.folding import Normalisation, fold


@pytest.mark.parametrize("biased", [True, False])
def test_folding_keeps_the_answer_of_a_one_by_one_convolution(biased):
    rng = np.random.default_rng(0)
    pixels = rng.normal(size=(50, 3))
    kernel = rng.normal(size=(1, 1, 3, 4)).astype(np.float32)
    bias = rng.normal(size=4).astype(np.float32) if biased else None
    gamma, beta, mean = (rng.normal(size=4).astype(np.float32) for _ in range(3))
    variance = rng.uniform(0.1, 2, 4).astype(np.float32)
    normalisation = Normalisation(
        gamma=gamma, beta=beta, mean=mean, variance=variance, epsilon=1e-3
    )

    new_kernel, new_bias = fold(kernel, bias, normalisation)

    convolved = pixels @ kernel[0, 0] + (0 if bias is None else bias)
    wanted = gamma * (convolved - mean) / np.sqrt(variance + 1e-3) + beta
    np.testing.assert_allclose(
        pixels @ new_kernel[0, 0] + new_bias, wanted, rtol=1e-5, atol=1e-5
    )
