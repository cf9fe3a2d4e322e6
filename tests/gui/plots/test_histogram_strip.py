"""A small histogram above a range slider."""

import numpy as np
import pytest

from feretlab.gui.plots.histogram_strip import HistogramStrip


@pytest.fixture
def strip(qtbot):
    strip = HistogramStrip()
    strip.resize(200, 34)
    qtbot.addWidget(strip)
    return strip


def _is_blank(strip):
    """Whether nothing stands above the base line."""
    picture = strip.grab().toImage()
    middle = picture.height() // 2
    return len({picture.pixel(x, middle) for x in range(picture.width())}) == 1


def test_values_are_drawn_as_bars(strip):
    strip.set_values(np.array([1.0, 1.0, 2.0, 5.0]))

    assert not _is_blank(strip)


@pytest.mark.parametrize(
    "values", [[], [3.0], [3.0, 3.0], [3.0, np.nextafter(3.0, 4.0)]]
)
def test_values_without_a_range_are_no_bars(strip, values):
    strip.set_values(np.array(values))

    assert _is_blank(strip)
