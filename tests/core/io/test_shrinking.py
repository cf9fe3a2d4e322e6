"""Means of squares, against NumPy's own."""

import numpy as np
import pytest

from feretlab.core.io.shrinking import block_means


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("by", [2, 3, 7])
def test_means_are_those_of_whole_squares(dtype, by):
    pixels = np.random.default_rng(0).integers(0, 256, (61, 90)).astype(dtype)
    rows, columns = 61 // by, 90 // by
    squares = pixels[: rows * by, : columns * by].reshape(rows, by, columns, by)
    expected = squares.mean(axis=(1, 3))
    found = block_means(pixels, by)

    assert found.shape == (rows, columns)
    if dtype is np.uint8:
        np.testing.assert_array_equal(found, np.floor(expected + 1e-9))
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_one_gives_the_pixels_themselves():
    pixels = np.eye(3, dtype=np.uint8)
    assert block_means(pixels, 1) is pixels
