import numpy as np
import pytest

from feretlab.core.segmentation.trial import busiest_window, try_view
from feretlab.core.segmentation.view import View


def test_a_sharp_and_sure_answer_is_worth_more_than_a_blurred_one(bright, draw_discs):
    from scipy import ndimage

    pixels, _ = draw_discs(12)
    blurred = ndimage.gaussian_filter(pixels, 4)
    sharp, soft = (
        try_view(View.of(each), 1.0, bright, 256) for each in (pixels, blurred)
    )
    assert sharp.sharpness > 1.5 * soft.sharpness
    assert sharp.worth > 1.3 * soft.worth
    assert sharp.worth == pytest.approx(sharp.confidence * sharp.sharpness**0.5)


def test_the_typical_diameter_is_that_of_the_discs(matched, draw_discs):
    pixels, _ = draw_discs(10)
    trial = try_view(View.of(pixels), 1.0, matched, 256)
    assert trial.diameter_px == pytest.approx(20, abs=1)


def test_an_answer_without_particles_is_worth_nothing(matched):
    noise = np.random.default_rng(1).integers(100, 104, (300, 300), np.uint8)
    trial = try_view(View.of(noise), 1.0, matched, 256)
    assert (trial.worth, trial.diameter_px) == (0, 0)


def test_the_busiest_window_holds_the_particles(draw_discs):
    pixels = np.random.default_rng(2).integers(58, 62, (1500, 2000), np.uint8)
    pixels[900:1300, 200:700] = draw_discs(20)[0]
    rows, columns = busiest_window(View.of(pixels, 0.5), 200)
    assert rows.stop - rows.start == columns.stop - columns.start == 200
    assert 450 <= (rows.start + rows.stop) / 2 <= 650
    assert 100 <= (columns.start + columns.stop) / 2 <= 350


def test_the_busiest_window_of_a_small_view_is_all_of_it():
    pixels = np.arange(200, dtype=np.uint8).reshape(10, 20)
    assert busiest_window(View.of(pixels), 32) == (slice(0, 10), slice(0, 20))
