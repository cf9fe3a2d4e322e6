"""Masks in PNG and JPEG."""

import numpy as np
import pytest
from imagecodecs import png_encode
from PIL import Image

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.labels import read_labels


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_mask_has_its_two_values_again(tmp_path, mode):
    disc = np.hypot(*np.mgrid[-30:31, -40:41]) < 25
    Image.fromarray(disc).convert(mode).save(tmp_path / "m.jpg", quality=75)
    np.testing.assert_array_equal(read_labels(tmp_path / "m.jpg").pages[0] > 0, disc)
    assert read_labels(tmp_path / "m.jpg").is_mask


def test_labels_in_a_jpeg_are_refused(tmp_path):
    labels = np.repeat(np.arange(60, dtype=np.uint8)[None], 60, axis=0) * 4
    Image.fromarray(labels).save(tmp_path / "l.jpg")
    with pytest.raises(FileError, match=r"^Reading labels '[^']*': found.*JPEG"):
        read_labels(tmp_path / "l.jpg")


@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_alpha_beside_grey_is_dropped(tmp_path, ending):
    grey = np.eye(6, dtype=np.uint8) * 255
    path = tmp_path / f"m{ending}"
    Image.fromarray(grey).convert("LA").save(path)
    np.testing.assert_array_equal(read_labels(path).pages[0], grey)


@pytest.mark.parametrize("channels", [2, 3, 4])
def test_sixteen_bits_of_a_png_are_kept_beside_colour_or_alpha(tmp_path, channels):
    labels = np.zeros((6, 8), np.uint16)
    labels[0, 0], labels[2, 2], labels[4, 4] = 1, 7, 300
    samples = np.repeat(labels[..., None], channels, axis=2)
    if channels in (2, 4):
        samples[..., -1] = 65535
    (tmp_path / "l.png").write_bytes(png_encode(samples))
    np.testing.assert_array_equal(read_labels(tmp_path / "l.png").pages[0], labels)


def test_a_picture_beyond_pillows_limit_is_read(tmp_path, monkeypatch):
    mask = np.eye(100, dtype=np.uint8) * 255
    Image.fromarray(mask).save(tmp_path / "m.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    np.testing.assert_array_equal(read_labels(tmp_path / "m.png").pages[0], mask)


@pytest.mark.parametrize("name", ["m.webp", "m.jp2"])
def test_an_empty_mask_packed_tighter_than_a_png_could_be_is_read(tmp_path, name):
    mask = Image.fromarray(np.zeros((3000, 3000), np.uint8))
    mask.convert("RGB" if name == "m.webp" else "L").save(
        tmp_path / name, lossless=True
    )
    assert read_labels(tmp_path / name).pages.shape == (1, 3000, 3000)


def test_pillows_limit_is_kept_where_bytes_tell_nothing(tmp_path, monkeypatch):
    Image.fromarray(np.zeros((20, 20), np.uint8)).save(tmp_path / "m.jp2")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(InputError, match=r"claims \(20, 20\) pixels, more than"):
        read_labels(tmp_path / "m.jp2")
