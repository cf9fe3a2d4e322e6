import pytest

from feretlab.core.segmentation.scale import LADDER, choose_scale
from feretlab.core.segmentation.trial import Trial


def trial(scale, confidence, sharpness=1.0):
    return Trial(
        scale=scale,
        inverted=False,
        confidence=confidence,
        sharpness=sharpness,
        diameter_px=20.0,
    )


@pytest.mark.parametrize("best", LADDER)
def test_the_scale_of_the_greatest_worth_is_chosen(best):
    chosen = choose_scale(lambda scale: trial(scale, 0.9 if scale == best else 0.6))
    assert chosen.scale == best


def test_sure_answers_with_blurred_outlines_lose():
    chosen = choose_scale(
        lambda s: trial(s, 0.99, 0.01) if s > 0.5 else trial(s, 0.8 - s, 0.9)
    )
    assert chosen.scale == min(LADDER)


def test_of_equally_good_scales_the_middle_one_is_chosen():
    chosen = choose_scale(lambda s: trial(s, 0.9 if 0.2 < s < 1.1 else 0.5))
    assert chosen.scale == 0.5


def test_an_enlarged_view_must_be_clearly_better():
    chosen = choose_scale(lambda s: trial(s, {2.0: 0.9, 1.0: 0.8}.get(s, 0.1)))
    assert chosen.scale == 1


def test_without_particles_at_any_scale_the_picture_stays():
    assert choose_scale(lambda scale: trial(scale, 0.0)).scale == 1
