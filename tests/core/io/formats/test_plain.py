"""PNG, JPEG and BMP."""

from zlib import crc32

import numpy as np
import pytest
from imagecodecs import png_encode
from PIL import Image

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.describe import describe
from feretlab.core.io.read import read_micrographs

GREY = np.arange(64, dtype=np.uint8).reshape(8, 8)


def pixels(path):
    (micrograph,) = read_micrographs(path, ocr=False)
    return micrograph.pixels


@pytest.mark.parametrize("name", ["a.png", "a.bmp"])
@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_grey_survives_every_mode(tmp_path, name, mode):
    Image.fromarray(GREY).convert(mode).save(tmp_path / name)
    np.testing.assert_array_equal(pixels(tmp_path / name), GREY)


def test_sixteen_bits_survive_in_png(tmp_path):
    deep = GREY.astype(np.uint16) * 1000
    Image.fromarray(deep).save(tmp_path / "a.png")
    np.testing.assert_array_equal(pixels(tmp_path / "a.png"), deep)


@pytest.mark.parametrize("samples", [2, 3, 4])
def test_sixteen_bits_survive_beside_colour_and_alpha(tmp_path, samples):
    deep = GREY.astype(np.uint16) * 1000
    content = png_encode(np.dstack([deep] * samples))
    (tmp_path / "a.png").write_bytes(content)
    assert describe(tmp_path / "a.png")["dtype"] == "uint16"
    np.testing.assert_array_equal(pixels(tmp_path / "a.png"), deep)
    (tmp_path / "a.png").write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(FileError, match="data are damaged"):
        pixels(tmp_path / "a.png")


def test_alpha_is_dropped(tmp_path):
    for mode in ("LA", "RGBA"):
        Image.fromarray(GREY).convert(mode).save(tmp_path / f"{mode}.png")
        np.testing.assert_array_equal(pixels(tmp_path / f"{mode}.png"), GREY)


def test_bits_become_black_and_white(tmp_path):
    Image.fromarray(GREY > 9).save(tmp_path / "a.png")
    np.testing.assert_array_equal(pixels(tmp_path / "a.png"), (GREY > 9) * 255)


def test_jpeg_is_close(tmp_path):
    Image.fromarray(GREY).save(tmp_path / "a.jpg", quality=95)
    assert np.abs(pixels(tmp_path / "a.jpg").astype(int) - GREY).max() <= 4


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.jpg"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
def test_a_truncated_file_gets_one_line(tmp_path, name, share):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileError, match="data are damaged"):
        pixels(tmp_path / name)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp"])
def test_a_picture_beyond_pillows_limit_is_read(tmp_path, monkeypatch, name):
    Image.fromarray(np.full((40, 50), 7, np.uint8)).save(tmp_path / name)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert (pixels(tmp_path / name) == 7).all()
    assert Image.MAX_IMAGE_PIXELS == 100, "other code keeps its limit"


def test_a_header_that_claims_more_than_the_file_can_hold_is_refused(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(GREY).save(path)
    content = bytearray(path.read_bytes())
    content[16:24] = (60000).to_bytes(4) * 2
    content[29:33] = crc32(content[12:29]).to_bytes(4)
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"claims \(60000, 60000\) pixels from \d+ by"):
        pixels(path)


def test_a_damaged_exif_gives_no_warning(tmp_path):
    exif = Image.Exif()
    exif[270] = "some text that is long"
    Image.fromarray(GREY).save(tmp_path / "a.jpg", exif=exif)
    data = bytearray((tmp_path / "a.jpg").read_bytes())
    place = data.find((270).to_bytes(2, "big")) + 4  # how long it claims to be
    data[place : place + 4] = (10**6).to_bytes(4, "big")
    (tmp_path / "a.jpg").write_bytes(data)
    assert pixels(tmp_path / "a.jpg").shape == (8, 8)
