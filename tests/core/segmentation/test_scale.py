import pytest

from feretlab.core.segmentation.scale import LADDER, choose_scale
from feretlab.core.segmentation.trial import Trial

TYPICAL_PX = 20.0


def trial(scale, confidence, sharpness=1.0, diameter_px=TYPICAL_PX):
    return Trial(
        scale=scale,
        inverted=False,
        confidence=confidence,
        sharpness=sharpness,
        diameter_px=diameter_px,
    )


def chosen_scale(try_scale):
    return choose_scale(try_scale, TYPICAL_PX).scale


@pytest.mark.parametrize("best", LADDER)
def test_the_scale_of_the_greatest_worth_is_chosen(best):
    assert chosen_scale(lambda s: trial(s, 0.9 if s == best else 0.6)) == best


def test_sure_answers_with_blurred_outlines_lose():
    answers = {True: (0.99, 0.01), False: (0.6, 0.9)}
    assert chosen_scale(lambda s: trial(s, *answers[s > 0.1])) == min(LADDER)


@pytest.mark.parametrize("diameter_px", [10, 20, 40, 80])
def test_of_equally_good_scales_that_of_the_typical_size_is_chosen(diameter_px):
    chosen = chosen_scale(lambda s: trial(s, 0.9, diameter_px=diameter_px * s))
    assert chosen == pytest.approx(20 / diameter_px)


def test_a_clearly_better_answer_outweighs_the_size():
    chosen = chosen_scale(
        lambda s: trial(s, 0.9 if s == 0.25 else 0.2, diameter_px=40 * s)
    )
    assert chosen == 0.25


def test_an_enlarged_view_must_be_clearly_better():
    assert chosen_scale(lambda s: trial(s, {2.0: 0.9, 1.0: 0.8}.get(s, 0.1))) == 1


def test_without_particles_at_any_scale_the_picture_stays():
    assert chosen_scale(lambda s: trial(s, 0.0, diameter_px=0.0)) == 1
