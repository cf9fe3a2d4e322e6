"""Numbers as tables show and copy them."""

import numpy as np
import pytest

from feretlab.gui.tables.numbers import exact, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.345678, "12.35"),
        (123456.7, "123457"),
        (0.00123456, "0.001235"),
        (1.0e-9, "1.000e-09"),
        (0.0, "0"),
        (float("nan"), ""),
        (np.int64(12), "12"),
        (np.bool_(True), "yes"),
        (np.str_("gold"), "gold"),
    ],
)
def test_four_digits_are_shown(value, text):
    assert shown(value) == text


def test_all_digits_are_copied():
    assert exact(np.float64(1 / 3)) == "0.3333333333333333"
    assert exact(np.float64("nan")) == ""
    assert exact(np.int64(7)) == "7"
