"""Grey values from colour, palettes and every number type."""

import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.io.formats.grey import (
    as_recorded_grey,
    grey_from_palette,
    grey_from_samples,
)


def test_equal_channels_give_that_channel():
    grey = np.arange(12, dtype=np.uint16).reshape(3, 4)
    np.testing.assert_array_equal(grey_from_samples(np.dstack([grey] * 3)), grey)


def test_colour_becomes_itu_luminance():
    pixel = np.array([[[200, 100, 50, 7]]], np.uint8)
    assert grey_from_samples(pixel) == round(0.299 * 200 + 0.587 * 100 + 0.114 * 50)


@pytest.mark.parametrize(("value", "dtype"), [(np.inf, "f4"), (1e300, "f8")])
def test_colour_beyond_all_numbers_is_survived_without_a_warning(value, dtype):
    pixel = np.array([[[value, -value, value]]], dtype)
    assert grey_from_samples(pixel).shape == (1, 1)


def test_alpha_of_grey_is_dropped():
    assert grey_from_samples(np.array([[[9, 255]]], np.uint8)) == 9


def test_a_grey_palette_gives_the_indices():
    palette = np.tile(np.arange(256) * 257, (3, 1)).astype(np.uint16)
    palette[:, 9::9] = [[65535], [0], [0]]
    indices = np.arange(256, dtype=np.uint8).reshape(16, 16)
    np.testing.assert_array_equal(grey_from_palette(indices, palette), indices)


def test_a_palette_whose_lower_bytes_are_0_has_white_as_well():
    palette = np.tile(np.arange(255, -1, -1) * 256, (3, 1)).astype(np.uint16)
    indices = np.array([[0, 10, 255]], np.uint8)
    assert grey_from_palette(indices, palette).tolist() == [[255, 245, 0]]


def test_an_inverted_palette_gives_what_is_seen():
    palette = np.tile(np.arange(256)[::-1] * 257, (3, 1)).astype(np.uint16)
    indices = np.array([[0, 10, 255]], np.uint8)
    assert grey_from_palette(indices, palette).tolist() == [[255, 245, 0]]


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        ("?", np.uint8),
        ("u1", np.uint8),
        (">u2", np.uint16),
        ("i1", np.float32),
        ("i2", np.float32),
        ("u4", np.float32),
        ("i8", np.float32),
        ("f2", np.float32),
        (">f4", np.float32),
        ("f8", np.float32),
    ],
)
def test_every_real_type_becomes_one_of_three(dtype, expected):
    grey = as_recorded_grey(np.ones((2, 2), dtype))
    assert grey.dtype == expected
    assert grey[0, 0] == (255 if dtype == "?" else 1)


def test_complex_values_are_refused():
    with pytest.raises(InputError, match="complex64 values, expected real"):
        as_recorded_grey(np.ones((2, 2), np.complex64))
