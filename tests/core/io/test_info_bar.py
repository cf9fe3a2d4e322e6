"""The strip of text below the picture."""

import numpy as np
import pytest

from feretlab.core.io.info_bar import info_bar_rows
from feretlab.core.io.read import read_micrographs


def picture(paper=0, ink=255, bar=50, below=0, level=110, noise=15):
    """Noise over a bar with text-like ink."""
    rng = np.random.default_rng(1)
    pixels = rng.normal(level, noise, (600, 800)).clip(0, 255).astype(np.uint8)
    top = 600 - bar - below
    pixels[top : 600 - below] = paper
    text = rng.random((bar - 20, 400)) < 0.3
    pixels[top + 10 : top + bar - 10, 20:420][text] = ink
    return pixels


@pytest.mark.parametrize(("paper", "ink"), [(0, 255), (255, 0), (60, 255)])
@pytest.mark.parametrize("bar", [30, 50, 120])
def test_a_bar_is_found_by_looking(paper, ink, bar):
    assert info_bar_rows(picture(paper, ink, bar)) == bar


@pytest.mark.parametrize(
    ("paper", "ink", "level"),
    [(0, 255, 0), (0, 255, 5), (0, 255, 10), (255, 0, 250), (64, 230, 60)],
)
def test_a_bar_of_the_pictures_own_grey_is_found_by_its_stillness(paper, ink, level):
    assert info_bar_rows(picture(paper, ink, level=level, noise=3)) == 50


def test_stillness_is_looked_for_in_values_as_recorded():
    """A byte for each 256 grey values holds none of such a picture's noise."""
    pixels = picture(level=90, noise=9).astype(np.uint16)
    pixels[pixels == 255] = 65535
    assert info_bar_rows(pixels) == 50


def test_letters_in_a_picture_that_fades_to_black_are_no_bar():
    letters = picture()
    noise = np.random.default_rng(3).normal(0, 3, letters.shape)
    fading = np.clip((550 - np.arange(600)) * 0.8, 0, 90)[:, None] + noise
    pixels = np.where(letters == 255, 255, fading.clip(0, 255)).astype(np.uint8)
    assert info_bar_rows(pixels) == 0


def particles(dtype=np.uint8, level=30):
    """Bright discs on a dark background with little noise."""
    rows, columns = np.mgrid[:600, :800] % 50 - 25
    noise = np.random.default_rng(4).normal(0, 2, (600, 800))
    pixels = np.where(np.hypot(rows, columns) < 10, 200, level) + noise
    return (pixels.clip(0, 255) * (np.iinfo(dtype).max // 255)).astype(dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_lost_row_ends_no_picture_with_little_noise(dtype):
    pixels = particles(dtype)
    pixels[480] = 0
    assert info_bar_rows(pixels) == 0


@pytest.mark.parametrize("rows_below", [40, 60, 100])
def test_a_black_strip_between_tiles_ends_no_picture(rows_below):
    pixels = particles(level=3)
    pixels[570 - rows_below : 600 - rows_below] = 0
    assert info_bar_rows(pixels) == 0


def test_letters_on_a_background_without_noise_are_no_bar():
    pixels = picture(level=0, noise=0)
    pixels[100:500, 200:600] = picture()[100:500, 200:600]
    assert info_bar_rows(pixels) == 0


def test_rows_of_picture_below_the_bar_go_with_it():
    assert info_bar_rows(picture(bar=54, below=2)) == 56


def test_a_frame_line_belongs_to_the_bar():
    pixels = picture(255, 0, 50)
    pixels[548:550] = 0
    assert info_bar_rows(pixels) == 52


def test_sixteen_bits_are_looked_at_too():
    assert info_bar_rows(picture().astype(np.uint16) * 200) == 50


def test_metadata_go_before_looks():
    assert info_bar_rows(picture(), field_rows=600) == 0
    assert info_bar_rows(picture(), field_rows=540) == 60


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((300, 300), np.uint8),
        np.full((300, 300), 255, np.uint8),
        np.zeros((1, 1), np.uint8),
        np.random.default_rng(0).integers(0, 256, (300, 300)).astype(np.uint8),
        np.full((300, 300), np.nan, np.float32),
    ],
)
def test_plain_pictures_have_none(pixels):
    assert info_bar_rows(pixels) == 0


def test_a_white_margin_is_no_bar():
    pixels = picture()
    pixels[540:] = 255
    assert info_bar_rows(pixels) == 0


def test_masks_have_none():
    pixels = np.zeros((600, 800), np.uint8)
    pixels[100:560, 300:500] = 255
    assert info_bar_rows(pixels) == 0


def test_zeiss_fields_lose_56_rows(shared_data):
    paths = sorted((shared_data / "bam_tio2" / "sem").glob("*.tif"))[:6]
    fields = [next(iter(read_micrographs(path, ocr=False))) for path in paths]
    assert [field.info_bar_rows for field in fields] == [56] * 6


def test_published_pictures_without_bar_keep_all_rows(shared_data):
    """Five of these do show a bar (looked at)."""
    paths = sorted((shared_data / "emps" / "images").glob("[0-9]*.png"))
    barred = {"245e1a4826", "555eb05b4c", "60feb7de8f", "8d7fc4c578", "8e1269eba3"}
    found = {
        path.stem
        for path in paths
        if next(iter(read_micrographs(path, ocr=False))).info_bar_rows
    }
    assert found == barred


def test_dense_lines_of_text_do_not_end_the_bar():
    pixels = picture()
    text = np.random.default_rng(2).random((12, 800)) < 0.7
    pixels[570:582][text] = 255
    assert info_bar_rows(pixels) == 50


def test_numbers_at_the_end_of_their_range_are_survived():
    pixels = np.full((300, 300), -3e38, np.float32)
    pixels[::2] = 3e38
    assert info_bar_rows(pixels) == 0


def test_numbers_too_near_each_other_are_survived():
    pixels = np.zeros((300, 300), np.float32)
    pixels[::2] = 1e-40
    assert info_bar_rows(pixels) == 0
