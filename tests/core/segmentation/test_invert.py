import pytest

from feretlab.core.segmentation.invert import choose_polarity
from feretlab.core.segmentation.trial import Trial


def trial(inverted, worth):
    return Trial(
        scale=1.0, inverted=inverted, confidence=worth, sharpness=1.0, diameter_px=9.0
    )


@pytest.mark.parametrize(
    ("recorded", "inverted", "chosen"),
    [(0.1, 0.8, True), (0.3, 0.35, False), (0.4, 0.1, False), (0.6, 0.9, False)],
)
def test_a_picture_is_inverted_only_where_that_is_clearly_better(
    recorded, inverted, chosen
):
    best = choose_polarity(lambda flip: trial(flip, inverted if flip else recorded))
    assert best.inverted is chosen


def test_the_other_polarity_is_not_tried_where_the_first_does_well():
    asked = []

    def try_polarity(inverted):
        asked.append(inverted)
        return trial(inverted, 0.9)

    choose_polarity(try_polarity)
    assert asked == [False]
