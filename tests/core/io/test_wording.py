"""Numbers as people read them."""

import math

import pytest

from feretlab.core.io.wording import (
    counted,
    decimals_for,
    shortened,
    with_interval,
)


@pytest.mark.parametrize(
    ("uncertainty", "value", "places"),
    [
        (1.35, 38.2, 1),
        (13.5, 382.0, 0),
        (0.0135, 0.5, 3),
        (1e-9, 1.0, 4),
        (math.nan, 38.2, 2),
        (0.0, 1234567.0, 0),
        (math.nan, math.nan, 0),
        (1e-15, 38.2, 2),
        (0.0, 1e-15, 0),
    ],
)
def test_decimals_show_two_digits_of_the_uncertainty(uncertainty, value, places):
    assert decimals_for(uncertainty, value) == places


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((38.204, 36.93, 39.61), "38.2 nm (36.9 to 39.6)"),
        ((38.204, math.nan, math.nan), "38.20 nm"),
        ((math.nan, math.nan, math.nan), "–"),
        ((0.0, -0.00001, 0.00001), "0.0000 nm (0.0000 to 0.0000)"),
        ((5.0, 5.0, 5.0), "5.000 nm (5.000 to 5.000)"),
    ],
)
def test_intervals_stand_behind_their_value(numbers, text):
    assert with_interval(*numbers, "nm") == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 images"), (1, "1 image"), (2, "2 images")]
)
def test_plurals_follow_the_count(number, text):
    assert counted(number, "image") == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [("field 0017", "field 0017"), ("TiO2 stub 3 field 0017", "TiO2…0017")],
)
def test_long_names_keep_both_ends(name, shown):
    assert shortened(name, 10) == shown
