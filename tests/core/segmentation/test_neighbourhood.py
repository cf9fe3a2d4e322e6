"""A part of a micrograph segmented as in the whole."""

import numpy as np
import pytest

from feretlab.core.errors import CancelledError
from feretlab.core.micrograph import Micrograph
from feretlab.core.segmentation.neighbourhood import known_choice, segment_part
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.segment import segment

WINDOWS = [(0, 0, 90, 100), (150, 203, 311, 390), (330, 420, 400, 500)]


@pytest.fixture
def micrograph(draw_discs):
    pixels, _ = draw_discs(20)
    return Micrograph(pixels=pixels)


def _part(array, window):
    top, left, bottom, right = window
    return array[top:bottom, left:right]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("scale", [1.0, 0.7, 0.5])
def test_a_part_is_seen_as_in_the_whole(micrograph, bright, window, scale):
    parameters = SegmentParameters(scale=scale, invert="no")
    whole = segment(micrograph, bright, parameters)

    maps = segment_part(micrograph, bright, parameters, window)
    seen = {"mask": whole.probability, **whole.maps}
    assert set(maps) == set(seen)
    for name, values in seen.items():
        np.testing.assert_allclose(maps[name], _part(values, window), atol=1e-4)


def test_scale_and_polarity_of_an_earlier_look_are_taken(micrograph, matched):
    whole = segment(micrograph, matched)
    choice = known_choice(micrograph, whole.scale, whole.inverted)

    maps = segment_part(micrograph, matched, SegmentParameters(), WINDOWS[1], choice)
    wanted = _part(whole.probability, WINDOWS[1])
    np.testing.assert_allclose(maps["mask"], wanted, atol=0.02)


def test_a_blank_image_shows_nothing(bright):
    blank = Micrograph(pixels=np.full((60, 60), 7, np.uint8))

    maps = segment_part(blank, bright, SegmentParameters(), (10, 10, 40, 50))
    assert maps["mask"].shape == (30, 40)
    assert not maps["mask"].any()


def test_it_stops_when_asked(micrograph, bright):
    class Stop:
        def report(self, done, total, note=""):
            raise CancelledError("asked to")

    with pytest.raises(CancelledError, match="asked to"):
        segment_part(
            micrograph, bright, SegmentParameters(scale=1), WINDOWS[0], None, Stop()
        )
