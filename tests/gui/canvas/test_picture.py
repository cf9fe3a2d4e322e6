"""Pictures drawn at any size, and contrast."""

import numpy as np
import pytest

from feretlab.gui.canvas.picture import Contrast, Picture
from feretlab.gui.canvas.view import Spot, View


def _whole(picture, scale=1.0):
    height, width = picture.shape
    return View(
        width=round(width * scale),
        height=round(height * scale),
        scale=scale,
        center=Spot(height / 2, width / 2),
    )


def test_at_scale_one_every_pixel_is_drawn_as_it_is():
    pixels = np.random.default_rng(1).integers(0, 256, (40, 60), np.uint8)
    picture = Picture.of(pixels)

    drawn, corner = picture.drawn(
        _whole(picture), picture.greys(Contrast(low=0, high=255))
    )

    assert corner == (0, 0)
    np.testing.assert_array_equal(drawn, pixels)


def test_enlarged_a_pixel_is_a_square():
    picture = Picture.of(np.array([[0, 255], [255, 0]], np.uint8))

    drawn, _ = picture.drawn(_whole(picture, 3), picture.greys(picture.full()))

    assert drawn.shape == (6, 6)
    assert drawn[:3, 3:].min() == 255
    assert drawn[3:, 3:].max() == 0


def test_shrunk_the_mean_is_kept():
    rng = np.random.default_rng(2)
    pixels = (128 + 60 * rng.standard_normal((1000, 1200))).clip(0, 255).astype("u1")
    picture = Picture.of(pixels)

    drawn, _ = picture.drawn(
        _whole(picture, 0.25), picture.greys(Contrast(low=0, high=255))
    )

    assert drawn.mean() == pytest.approx(pixels.mean(), abs=1)
    assert drawn.std() < pixels.std() / 2.5


@pytest.mark.parametrize("shape", [(1, 1), (30, 3000), (777, 515), (3000, 31)])
def test_odd_sizes_are_drawn_whole(shape):
    picture = Picture.of(np.full(shape, 7, np.uint16))
    view = View(width=300, height=300).on(0, 0, *shape)

    drawn, _ = picture.drawn(view, picture.greys(Contrast(low=0, high=14)))

    assert drawn.size
    assert set(np.unique(drawn)) == {128}


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32, np.uint32])
def test_values_of_any_type_run_from_black_to_white(dtype):
    pixels = np.linspace(-0 if dtype == np.uint32 else -900, 90000, 2000)
    picture = Picture.of(pixels.reshape(40, 50).astype(dtype))

    drawn, _ = picture.drawn(_whole(picture), picture.greys(picture.full()))

    assert (drawn[0, 0], drawn[-1, -1]) == (0, 255)
    assert picture.range == pytest.approx((pixels[0], pixels[-1]), abs=1)


def test_pixels_without_value_are_black_and_not_counted():
    pixels = np.linspace(5, 6, 100, dtype=np.float32).reshape(10, 10)
    pixels[3, 4] = np.nan
    pixels[5, 6] = np.inf
    picture = Picture.of(pixels)

    drawn, _ = picture.drawn(
        _whole(picture), picture.greys(Contrast(low=5, high=6, inverted=True))
    )

    assert (drawn[3, 4], drawn[5, 6], drawn[0, 0]) == (0, 0, 255)
    assert picture.histogram().sum() == 98
    assert picture.range == pytest.approx((5, 6), abs=1e-3)


def test_a_picture_without_any_value_is_drawn():
    picture = Picture.of(np.full((5, 5), np.nan, np.float32))

    drawn, _ = picture.drawn(_whole(picture), picture.greys(picture.auto()))

    assert drawn.max() == 0


def test_auto_leaves_few_hot_pixels_out():
    pixels = np.full((100, 100), 100, np.uint16)
    pixels[:50] = 200
    pixels[0, :10] = 60000
    contrast = Picture.of(pixels).auto()

    assert (contrast.low, contrast.high) == (100, 200)


def test_a_uniform_picture_has_a_contrast():
    contrast = Picture.of(np.full((10, 10), 9, np.uint8)).auto()

    assert contrast.high > contrast.low


def test_outside_of_the_picture_nothing_is_drawn():
    picture = Picture.of(np.zeros((10, 10), np.uint8))
    view = View(width=50, height=50, scale=1.0, center=Spot(500, 500))

    assert picture.drawn(view, picture.greys(picture.full()))[0].size == 0
