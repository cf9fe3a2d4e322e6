"""The time left, by a clock that is told what it shows."""

import pytest

from feretlab.gui.controllers.pace import Pace


@pytest.fixture
def clock():
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def left(clock):
    """What is told at a second, with some images done of a number."""
    pace = Pace(clock)

    def left(second, done, total=1):
        clock.now = second
        return pace.left(done, total)

    return left


def test_reading_and_choosing_are_not_taken_for_the_pace(left):
    # A large picture: 20 s until the first tile, then a tile of 1 % every 6 s.
    assert left(0, 0.0) is None
    assert left(20, 0.0) is None
    assert left(26, 0.01) is None
    assert left(32, 0.02) is None
    assert left(26 + 60, 0.11) == pytest.approx(6 * 89)


def test_nothing_is_told_before_a_tenth_of_an_image_is_done(left):
    left(0, 0.25)

    assert left(9, 0.3125) is None
    assert left(10, 0.375) == pytest.approx(50)


def test_of_many_images_the_first_ones_tell(left):
    left(3, 0.1, 500)

    assert left(3 + 9, 1.0, 500) == pytest.approx(10 * 499)


def test_the_end_is_no_time_left(left):
    left(0, 0.5)

    assert left(5, 1.0) == 0
