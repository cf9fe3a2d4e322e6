import numpy as np
import pytest

from feretlab.core.segmentation.resampling import (
    resample,
    resampled_strips,
    resampling_weights,
    support,
)

SIZES = [(100, 100), (100, 37), (100, 25), (37, 100), (64, 91), (5, 1), (1, 5)]


@pytest.mark.parametrize(("size", "new_size"), SIZES)
def test_weights_keep_a_flat_picture_flat(size, new_size):
    weights = resampling_weights(size, new_size)
    assert weights.shape == (new_size, size)
    np.testing.assert_allclose(weights @ np.full(size, 7.0), 7.0, rtol=1e-6)


@pytest.mark.parametrize(("size", "new_size"), [(100, 50), (100, 37), (40, 100)])
def test_a_slope_stays_where_it_was(size, new_size):
    # Pixel centres of both pictures, in units of the common width.
    old = (np.arange(size) + 0.5) / size
    new = (np.arange(new_size) + 0.5) / new_size
    resampled = resampling_weights(size, new_size) @ old
    inner = slice(new_size // 8, -new_size // 8)
    np.testing.assert_allclose(resampled[inner], new[inner], atol=0.06 / size)


def test_shrinking_averages_noise_away():
    noise = np.random.default_rng(1).normal(size=(400, 400)).astype(np.float32)
    weights = resampling_weights(400, 100)
    # A triangle of half width 4 has sum of squares close to 2 / (3 * 4).
    assert resample(noise, weights, weights).std() == pytest.approx(1 / 6, rel=0.1)


@pytest.mark.parametrize(("size", "new_size"), SIZES[1:5])
def test_a_window_equals_that_part_of_the_whole(size, new_size):
    picture = np.random.default_rng(2).random((size, 60), np.float32)
    rows, columns = resampling_weights(size, new_size), resampling_weights(60, 43)
    whole = resample(picture, rows, columns)
    high, wide = slice(new_size // 3, new_size // 2), slice(11, 29)
    part = resample(
        picture[support(rows, high), support(columns, wide)],
        rows[high, support(rows, high)],
        columns[wide, support(columns, wide)],
    )
    np.testing.assert_allclose(part, whole[high, wide], atol=1e-6)


@pytest.mark.parametrize("new_size", [100, 37, 211])
@pytest.mark.parametrize("cuts", [[], [1, 2, 50], [33, 66], [99]])
def test_strips_make_up_the_whole(new_size, cuts):
    picture = np.random.default_rng(3).random((2, 100, 20), np.float32)
    rows, columns = resampling_weights(100, new_size), resampling_weights(20, 30)
    strips = list(resampled_strips(np.split(picture, cuts, axis=1), rows, columns))
    whole = np.stack([resample(channel, rows, columns) for channel in picture])
    np.testing.assert_allclose(np.concatenate(strips, axis=1), whole, atol=1e-6)


def test_an_enlarged_strip_comes_in_low_pieces():
    picture = np.random.default_rng(4).random((2, 200, 20), np.float32)
    rows, columns = resampling_weights(200, 1600), resampling_weights(20, 30)
    strips = list(resampled_strips([picture], rows, columns))
    assert max(strip.shape[1] for strip in strips) <= 256
    whole = np.stack([resample(channel, rows, columns) for channel in picture])
    np.testing.assert_allclose(np.concatenate(strips, axis=1), whole, atol=1e-6)
