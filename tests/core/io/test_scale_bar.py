"""Scale bars drawn as instruments draw them, read by a reader that is given."""

from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.io.scale_bar import find_scale_bar, scale_bar_regions
from feretlab.core.io.text import Word

WORD = Word(text="200 nm", top=14, left=80, bottom=34, right=140)


def strip(paper=0, ink=255, shape=(60, 400)):
    """A strip with ink where the word stands, some of it."""
    pixels = np.full(shape, paper, np.uint8)
    pixels[WORD.top : WORD.bottom : 4, WORD.left : WORD.right : 3] = ink
    return pixels


def reader(*words):
    return lambda pixels: list(words)


def bar(pixels, *words):
    return find_scale_bar(pixels, len(pixels) - 1, reader(*(words or (WORD,))))


@pytest.fixture(params=[(0, 255), (255, 0), (90, 230)])
def colours(request):
    return request.param


def test_a_plain_bar_is_measured_from_end_to_end(colours):
    pixels = strip(*colours)
    pixels[42:46, 60:160] = colours[1]
    assert bar(pixels).length_px == 100
    assert bar(pixels).nm_per_px == 2.0


def test_ticks_are_measured_from_middle_to_middle(colours):
    pixels = strip(*colours)
    pixels[44:46, 60:162] = colours[1]
    pixels[38:52, 60:62] = pixels[38:52, 160:162] = colours[1]
    assert bar(pixels).length_px == 100


def test_a_bar_left_of_its_word():
    pixels = strip()
    pixels[18:30, 20:70] = 255
    assert bar(pixels).length_px == 50


def test_a_line_broken_by_its_word():
    pixels = strip()
    pixels[23:25, 30:76] = pixels[23:25, 144:190] = 255
    pixels[20:28, 30:32] = pixels[20:28, 188:190] = 255
    assert bar(pixels).length_px == pytest.approx(158)


def test_a_box_wider_than_its_word_still_joins_a_broken_line():
    pixels = strip()
    pixels[23:25, 30:84] = pixels[23:25, 136:190] = 255
    assert bar(pixels).length_px == 160


@pytest.mark.parametrize("rise", [1, 2, 4])
def test_a_bar_that_leans_is_measured_whole(rise):
    pixels = strip()
    for column in range(60, 160):
        top = 42 + (column - 60) * rise // 100
        pixels[top : top + 3, column] = 255
    assert bar(pixels).length_px == pytest.approx(100, abs=1)


def test_frayed_ends_do_not_lengthen_a_bar():
    pixels = strip()
    pixels[42:50, 60:160] = 255
    pixels[45, 56:164] = 255
    assert bar(pixels).length_px == 100


def test_a_bright_particle_beside_a_word_is_no_bar():
    pixels = strip()
    y, x = np.mgrid[:60, :400]
    pixels[(y - 90) ** 2 + (x - 110) ** 2 < 50**2] = 255
    assert bar(pixels) is None


def test_a_line_of_another_grey_is_no_bar():
    pixels = strip()
    pixels[42:46, 60:160] = 190
    assert bar(pixels) is None


def test_a_number_and_its_unit_may_be_two_words():
    pixels = strip()
    pixels[42:46, 60:160] = 255
    number = Word(text="200", top=14, left=80, bottom=34, right=112)
    unit = Word(text="nm", top=18, left=118, bottom=34, right=140)
    assert bar(pixels, unit, number).nm_per_px == 2.0


def test_a_number_and_a_far_unit_are_no_length():
    pixels = strip()
    pixels[42:46, 60:160] = 255
    number = Word(text="200", top=14, left=80, bottom=34, right=112)
    unit = Word(text="nm", top=14, left=200, bottom=34, right=230)
    assert bar(pixels, unit, number) is None


def test_a_frame_around_bar_and_word_is_no_bar():
    pixels = strip()
    pixels[4:6, 40:340] = pixels[50:52, 40:340] = 255
    pixels[4:52, 40:42] = pixels[4:52, 338:340] = 255
    pixels[40:43, 60:260] = 255
    assert bar(pixels).length_px == 200


def test_lines_to_the_edge_are_no_bar():
    pixels = strip()
    pixels[40:42, 30:] = 255
    assert bar(pixels) is None


@pytest.mark.parametrize(
    ("text", "nm"),
    [
        ("2 µm", 2000),
        ("2 μm*", 2000),
        ("0,5 um", 500),
        ("0,250 µm", 250),
        ("1.5mm", 1.5e6),
        ("100μm UMN", 1e5),
        ("20 Å", 2),
        ("100 n m", 100),
        ("1 µ m", 1000),
    ],
)
def test_lengths_that_are_read(text, nm):
    pixels = strip()
    pixels[42:46, 60:160] = 255
    word = Word(text=text, top=14, left=80, bottom=34, right=140)
    assert bar(pixels, word).length_nm == pytest.approx(nm)


@pytest.mark.parametrize(
    "text",
    [
        "WD = 2.8 mm", "20.00 kV", "200 nm/s", "FOV:2.56x1.92μm", "5 pm", "nm", "200",
        "200 mm", "2.9 mm", "5 m m", "7.48 µm", "05 µm", "1,000 nm", "2,000nm",
    ],
)  # fmt: skip
def test_texts_that_are_no_bar(text):
    pixels = strip()
    pixels[42:46, 60:160] = 255
    word = Word(text=text, top=14, left=80, bottom=34, right=140)
    assert bar(pixels, word) is None


def test_the_line_nearest_to_a_word_counts():
    """FEI shows the working distance in mm as a word of its own."""
    pixels = strip()
    pixels[42:46, 60:160] = 255
    far = Word(text="5.0 mm", top=14, left=260, bottom=34, right=300)
    pixels[14:34:4, 260:300:3] = 255
    assert bar(pixels, far, WORD).length_nm == 200


def test_a_plain_picture_has_no_place_to_read():
    noise = np.random.default_rng(0).normal(120, 20, (300, 400)).astype(np.uint8)
    assert scale_bar_regions(noise, 0) == []


def test_a_bar_burnt_into_the_picture_is_found():
    pixels = np.random.default_rng(0).normal(120, 20, (300, 400)).astype(np.uint8)
    pixels[270:274, 250:350] = 255
    ((rows, columns),) = scale_bar_regions(pixels, 0)
    assert rows.start < 250
    assert rows.stop == 300
    assert columns.start < 250
    assert columns.stop > 350


def picture(paper=100, ink=255, shape=(300, 400)):
    pixels = np.full(shape, paper, np.uint8)
    pixels[214:234:4, 80:140:3] = ink
    return pixels


BURNT_IN = Word(text="200 nm", top=214, left=80, bottom=234, right=140)


def test_a_short_bar_is_believed_below_its_text_alone():
    pixels = picture()
    pixels[240:246, 100:114] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 14
    pixels = picture()
    pixels[240:246, 160:174] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)) is None


def test_a_box_of_a_word_that_reaches_into_the_bar():
    pixels = picture()
    pixels[230:236, 85:135] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 50


@pytest.mark.parametrize("text_grey", [0, 20])
def test_a_bar_may_have_another_colour_than_its_text(text_grey):
    """White bar, black text in a white label."""
    pixels = picture()
    pixels[206:240, 60:160] = 255
    pixels[214:234:4, 80:140:3] = text_grey
    pixels[250:256, 80:180] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


def test_a_box_of_a_word_that_reaches_into_a_bar_of_another_colour():
    """White bar, black text on grey."""
    pixels = picture(paper=130, ink=0)
    pixels[230:240, 60:160] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


def test_text_partly_on_a_particle_brighter_than_it_is_dark():
    pixels = picture(paper=100, ink=0)
    pixels[200:244, 40:90] = 240
    pixels[214:234:4, 80:140:3] = 0
    pixels[231:241, 85:185] = 0
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


@pytest.mark.parametrize("blurred", [130, 205])
def test_the_margin_of_a_label_is_no_bar(blurred):
    """Where letters are blurred, its white is not what most of their box is."""
    pixels = picture()
    pixels[210:236, 76:144] = 255
    pixels[214:231, 80:138] = blurred
    pixels[214:230:4, 80:138:3] = pixels[231:236, 100:104] = 0
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)) is None


def test_a_thin_line_may_be_paler_than_its_text():
    pixels = picture()
    pixels[240:243, 60:160] = [[185], [215], [185]]
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


def test_a_thin_line_that_is_pale_here_and_there_is_no_bar():
    pixels = picture()
    pixels[240:243, 60:160] = np.linspace(190, 220, 100)
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)) is None


def test_an_outlined_bar_is_measured_between_its_outlines():
    pixels = picture(ink=255)
    pixels[240:246, 60:160] = 190
    pixels[241:245, 61:159] = 80
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 99


def test_a_thick_bar_may_be_blurred_on_one_ground_and_not_on_another():
    pixels = picture()
    pixels[240:247, 60:90] = 190
    pixels[241:246, 60:160] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


def test_a_faint_text_has_a_faint_bar():
    pixels = picture(paper=150, ink=176)
    pixels[240:244, 60:160] = 176
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


def test_several_faint_lines_are_rods_and_no_bar():
    pixels = picture(paper=150, ink=176)
    pixels[240:244, 60:160] = pixels[250:254, 90:180] = 176
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)) is None


def test_a_bar_with_a_rim_beyond_its_shadow():
    pixels = picture()
    pixels[240:250, 60:160] = pixels[251, 60:160] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)).length_px == 100


def test_letters_lower_than_their_box_have_a_bar_shorter_than_it():
    """OCR's box may hold the bar and much around, all of a label even."""
    pixels = picture()
    pixels[214:234, 80:140:6] = pixels[240:244, 80:108] = 255
    high = replace(BURNT_IN, top=202, bottom=248)
    assert find_scale_bar(pixels, 0, reader(high)).length_px == 28


def test_a_point_missed_from_afar_is_no_length():
    pixels = picture()
    pixels[240:246, 60:160] = 255

    def read(part):
        text = "200 nm" if part.shape == pixels.shape else "20.0 nm"
        return [replace(BURNT_IN, text=text)]

    assert find_scale_bar(pixels, 0, read) is None


def test_small_letters_are_read_twice_as_large():
    pixels = picture()
    pixels[240:246, 60:160] = 255

    def read(part):
        if part.shape == pixels.shape:
            return []
        twice = replace(BURNT_IN, top=428, left=160, bottom=468, right=280)
        return [twice if part.shape == (600, 800) else BURNT_IN]

    assert find_scale_bar(pixels, 0, read).length_px == 100


def test_small_pictures_are_not_read():
    def read(part):
        pytest.fail("read")

    assert find_scale_bar(np.eye(90, dtype=np.uint8), 0, read) is None


def ruler(pixels, ticks, step=16, left=30):
    for tick in range(ticks):
        pixels[8:12, left + step * tick : left + step * tick + 2] = 255
        if tick % 5 == 0:
            pixels[12:14, left + step * tick : left + step * tick + 2] = 255
    return pixels


def test_eleven_ticks_are_a_ruler_of_ten_steps():
    found = bar(ruler(strip(), 11), replace(WORD, text="1.00um", top=20))
    assert found.length_px == 160
    assert found.nm_per_px == 6.25


@pytest.mark.parametrize("ticks", [6, 10, 12])
def test_other_ticks_are_no_ruler(ticks):
    assert bar(ruler(strip(), ticks), replace(WORD, top=20)) is None


def particle_at(pixels, column):
    y, x = np.indices(pixels.shape)
    return np.where(np.hypot(y - 9, x - column) < 8, np.uint8(255), pixels)


def test_a_tick_of_a_ruler_may_lie_under_a_particle():
    pixels = particle_at(ruler(strip(), 11), 95)
    assert bar(pixels, replace(WORD, text="1.00um", top=20)).length_px == 160


def test_a_tick_may_be_pale_in_one_of_two_rows():
    pixels = ruler(strip(), 11)
    pixels[8:10, 94:96] = pixels[10:12, 126:128] = 0
    assert bar(pixels, replace(WORD, top=20)).length_px == 160


@pytest.mark.parametrize("tick", [0, 4, 10])
def test_a_tick_that_is_in_no_row_is_missed(tick):
    pixels = ruler(strip(), 11)
    pixels[8:14, 30 + 16 * tick : 32 + 16 * tick] = 0
    assert bar(pixels, replace(WORD, top=20)) is None


@pytest.mark.parametrize("column", [30, 191])
def test_the_ends_of_a_ruler_must_be_seen(column):
    pixels = particle_at(ruler(strip(), 11), column)
    assert bar(pixels, replace(WORD, top=20)) is None


def test_uneven_ticks_are_no_ruler():
    pixels = ruler(strip(), 5)
    assert bar(ruler(pixels, 6, step=20, left=110), replace(WORD, top=20)) is None


def test_large_pictures_are_read_small_and_measured_as_they_are():
    """What OCR takes grows with the picture, and so do the letters."""
    seen = []

    def read(part):
        seen.append(part.shape)
        small = replace(BURNT_IN, top=107, left=40, bottom=117, right=70)
        return [small if len(seen) == 1 else BURNT_IN]

    pixels = picture(shape=(1100, 1400))
    pixels[240:246, 60:161] = 255
    assert find_scale_bar(pixels, 0, read).length_px == 101
    assert seen[0] == (550, 700)


def test_a_bar_is_further_from_its_text_in_an_info_bar_alone():
    pixels = strip()
    pixels[20:24, 220:320] = 255
    assert bar(pixels).length_px == 100
    pixels = picture()
    pixels[220:224, 220:320] = 255
    assert find_scale_bar(pixels, 0, reader(BURNT_IN)) is None


def test_a_bar_drawn_above_an_info_bar_that_has_none():
    pixels = picture(shape=(340, 400))
    pixels[240:246, 60:160] = 255
    pixels[300:] = 0
    found = find_scale_bar(
        pixels, 40, lambda part: [BURNT_IN] if part.shape == (300, 400) else []
    )
    assert found.length_px == 100


@pytest.mark.slow
def test_bars_in_published_pictures(shared_data):
    """A short bar, one in a label, a ruler, and a point that hides, by real OCR."""
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    from feretlab.core.io.read import read_micrographs

    names = sorted((shared_data / "emps" / "images").glob("*.png"))
    for number, nm_per_px in {22: 1000 / 60, 104: 100 / 31, 59: 1000 / 158}.items():
        pixels = next(iter(read_micrographs(names[number], ocr=False))).pixels
        assert find_scale_bar(pixels).nm_per_px == pytest.approx(nm_per_px, rel=0.04)
    pixels = next(iter(read_micrographs(names[91], ocr=False))).pixels
    found = find_scale_bar(pixels)
    assert found is None or found.length_nm == 1000


@pytest.mark.slow
def test_real_bars_agree_with_their_metadata(shared_data):
    """Two bars by real OCR, one below and one in the picture."""
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    from feretlab.core.io.read import read_micrographs

    for name in ("A-2h-01.tif", "test-nanorods.tif"):
        picture = next(iter(read_micrographs(shared_data / "vendor" / name, ocr=False)))
        found = find_scale_bar(picture.pixels, picture.info_bar_rows)
        assert found.nm_per_px == pytest.approx(picture.pixel_size_nm.x, rel=0.01)
