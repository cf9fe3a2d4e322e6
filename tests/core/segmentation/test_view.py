import numpy as np
import pytest

from feretlab.core.segmentation.normalisation import normalise
from feretlab.core.segmentation.view import View


def whole(view):
    height, width = view.shape
    return view.window(slice(0, height), slice(0, width))


@pytest.fixture
def noise():
    return np.random.default_rng(1).integers(20, 200, (300, 413), np.uint8)


def test_at_scale_1_a_view_is_the_normalised_picture(noise):
    np.testing.assert_array_equal(whole(View.of(noise)), normalise(noise))


def test_an_inverted_view_exchanges_dark_and_bright(noise):
    np.testing.assert_array_equal(
        whole(View.of(noise, inverted=True)), 1 - normalise(noise)
    )


@pytest.mark.parametrize("scale", [2.0, 1.41, 0.5, 0.3])
def test_percentiles_are_those_of_the_scaled_picture(noise, scale):
    seen = whole(View.of(noise, scale))
    assert seen.shape == (round(300 * scale), round(413 * scale))
    np.testing.assert_allclose(np.percentile(seen, (0.1, 99.9)), (0, 1), atol=0.03)


@pytest.mark.parametrize("scale", [2.0, 1.0, 0.37])
def test_a_window_equals_that_part_of_the_whole(noise, scale):
    view = View.of(noise, scale)
    rows, columns = slice(40, 90), slice(17, 101)
    np.testing.assert_allclose(
        view.window(rows, columns), whole(view)[rows, columns], atol=1e-5
    )


def test_pixels_without_a_value_do_not_spread(noise):
    broken = noise.astype(np.float32)
    broken[100:104, 100:104] = np.nan
    seen = whole(View.of(broken, 0.5))
    assert np.isfinite(seen).all()
    expected = whole(View.of(noise, 0.5))
    np.testing.assert_allclose(seen[:, 60:], expected[:, 60:], atol=0.02)


def test_limits_of_a_tall_view_come_from_rows_all_over_it():
    grey = np.linspace(0, 1, 4000, dtype=np.float32)[:, None]
    limits = View.of(np.broadcast_to(grey, (4000, 50)), 0.9).limits
    np.testing.assert_allclose(limits, (0, 1), atol=0.01)


def test_a_picture_of_one_pixel_can_be_viewed():
    view = View.of(np.array([[7]], np.uint8), 0.1)
    assert whole(view).shape == (1, 1)
