import numpy as np
import pytest

from feretlab.core.errors import CancelledError
from feretlab.core.segmentation.choice import choose
from feretlab.core.segmentation.parameters import SegmentParameters


@pytest.mark.parametrize("radius", [5, 7, 10, 14, 20, 40])
def test_particles_are_brought_to_the_size_the_network_knows(
    matched, draw_discs, radius
):
    pixels, _ = draw_discs(radius)
    choice = choose(pixels, matched, SegmentParameters())
    assert choice.scale == pytest.approx(10 / radius, rel=0.45)
    assert not choice.inverted
    assert "surest" in choice.reason


@pytest.mark.parametrize("radius", [10, 30])
def test_dark_particles_are_inverted_for_a_network_that_knows_bright_ones(
    matched, draw_discs, radius
):
    pixels, _ = draw_discs(radius)
    choice = choose(255 - pixels, matched, SegmentParameters())
    assert choice.inverted
    assert choice.scale == pytest.approx(10 / radius, rel=0.45)


@pytest.mark.parametrize("invert", ["yes", "no", "auto"])
def test_a_given_scale_is_kept(matched, draw_discs, invert):
    pixels, _ = draw_discs(10)
    choice = choose(pixels, matched, SegmentParameters(scale=0.9, invert=invert))
    assert (choice.scale, choice.reason) == (0.9, "given")
    assert choice.inverted == (invert == "yes")


def test_a_given_polarity_is_kept(matched, draw_discs):
    pixels, _ = draw_discs(20)
    assert not choose(255 - pixels, matched, SegmentParameters(invert="no")).inverted
    assert choose(pixels, matched, SegmentParameters(invert="yes")).inverted


def test_where_nothing_is_found_the_scale_stays(matched):
    noise = np.random.default_rng(1).integers(100, 104, (300, 300), np.uint8)
    choice = choose(noise, matched, SegmentParameters(invert="no"))
    assert choice.scale == 1
    assert "no particles" in choice.reason


def test_a_blank_picture_has_no_grey_range(matched):
    choice = choose(np.full((9, 9), 3, np.uint8), matched, SegmentParameters())
    assert choice.limits == (3, 3)
    assert "blank" in choice.reason


def test_a_huge_picture_is_judged_by_its_busiest_part(matched, draw_discs):
    pixels = np.full((3000, 4000), 60, np.uint8)
    pixels[2300:2700, 400:900] = draw_discs(20)[0]
    assert choose(pixels, matched, SegmentParameters()).scale == pytest.approx(
        0.5, rel=0.45
    )


def test_it_stops_between_two_trials(matched, draw_discs):
    heard = []

    class Stopping:
        def report(self, done, total, note=""):
            heard.append(note)
            if len(heard) == 3:
                raise CancelledError("Stopped.")

    pixels, _ = draw_discs(10)
    with pytest.raises(CancelledError, match="Stopped"):
        choose(pixels, matched, SegmentParameters(), Stopping())
    assert heard == ["choosing the scale"] * 3
