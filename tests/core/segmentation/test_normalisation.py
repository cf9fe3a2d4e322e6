import numpy as np
import pytest

from feretlab.core.segmentation.normalisation import grey_limits, normalise


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_the_outermost_thousandths_are_cut(dtype):
    pixels = np.random.default_rng(1).integers(3, 251, (200, 300)).astype(dtype)
    low, high = np.percentile(pixels, (0.1, 99.9))
    expected = np.clip((pixels.astype(float) - low) / (high - low), -0.5, 1.5)
    normalised = normalise(pixels)
    assert normalised.dtype == np.float32
    np.testing.assert_allclose(normalised, expected, atol=1e-6)


def test_limits_of_a_huge_image_are_those_of_its_pixels():
    pixels = np.random.default_rng(2).integers(0, 256, (3000, 5000), np.uint8)
    np.testing.assert_allclose(
        grey_limits(pixels), np.percentile(pixels, (0.1, 99.9)), atol=1
    )


def test_a_part_is_normalised_as_the_whole():
    pixels = np.random.default_rng(3).normal(100, 20, (100, 100)).astype(np.float32)
    part = normalise(pixels[20:40, 30:70], grey_limits(pixels))
    np.testing.assert_array_equal(part, normalise(pixels)[20:40, 30:70])


@pytest.mark.parametrize("value", [0, 7.5, np.nan, np.inf])
def test_a_flat_image_becomes_zero(value):
    assert not normalise(np.full((4, 5), value, np.float32)).any()


def test_few_bright_pixels_on_a_flat_background_are_seen():
    pixels = np.full((100, 100), 20, np.uint8)
    pixels[40:44, 40:44] = 200
    normalised = normalise(pixels)
    assert normalised[0, 0] == 0
    assert normalised[41, 41] == 1


def test_sparse_particles_count_more_than_a_hardly_noisy_background():
    pixels = np.random.default_rng(4).normal(20, 0.1, (100, 100)).astype(np.float32)
    pixels[40:44, 40:49] = 200
    assert normalise(pixels)[50:].max() < 0.01


def test_a_hot_pixel_does_not_flatten_the_rest():
    pixels = np.random.default_rng(4).normal(20, 5, (100, 100)).astype(np.float32)
    pixels[3, 4] = 1e6
    low, high = np.percentile(pixels, (0.1, 99.9))
    assert grey_limits(pixels) == pytest.approx((low, high))
    assert high < 40


def test_pixels_that_are_not_finite_leave_the_others_alone():
    pixels = np.random.default_rng(4).normal(0, 1, (50, 50)).astype(np.float32)
    pixels[0, 3] = np.finfo(np.float32).max
    broken = pixels.copy()
    broken[0, :3] = np.nan, np.inf, -np.inf
    normalised = normalise(broken)
    np.testing.assert_array_equal(normalised[0, :4], [0, 1.5, -0.5, 1.5])
    np.testing.assert_allclose(normalised[1:], normalise(pixels)[1:], atol=0.02)


def test_the_image_given_is_not_changed():
    pixels = np.array([[1, np.nan], [2, 3]], np.float32)
    before = pixels.copy()
    normalise(pixels)
    np.testing.assert_array_equal(pixels, before)
