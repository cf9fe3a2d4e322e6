from math import log2

import pytest

from feretlab.core.segmentation.scale import choose_scale
from feretlab.core.segmentation.trial import Trial

TYPICAL_PX = 20.0
SCALES = [2 ** (step / 2) for step in range(-7, 3)]


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


@pytest.mark.parametrize("best", SCALES)
def test_the_scale_of_the_greatest_worth_is_chosen(best):
    chosen = chosen_scale(lambda s: trial(s, 0.9 * 0.6 ** abs(log2(s / best))))
    assert chosen == pytest.approx(best)


def test_enlarged_views_are_not_tried_where_a_smaller_one_is_better():
    tried = []

    def try_scale(scale):
        tried.append(scale)
        return trial(scale, 0.9 if scale == 0.5 else 0.5)

    chosen_scale(try_scale)

    assert tried == pytest.approx([1, 0.5, 0.25, 0.125, 2**-0.5, 2**-1.5])


def test_particles_larger_than_typical_are_not_enlarged():
    tried = []

    def try_scale(scale):
        tried.append(scale)
        return trial(scale, 0.9 if scale == 1 else 0.5, diameter_px=30 * scale)

    assert chosen_scale(try_scale) == 1
    assert max(tried) == 1


def test_enlarged_views_are_tried_where_no_other_goes_well():
    answers = {2**0.5: 0.25, 0.25: 0.2}
    assert chosen_scale(lambda s: trial(s, answers.get(s, 0.1))) == 0.25
    answers[2**0.5] = 0.29
    assert chosen_scale(lambda s: trial(s, answers.get(s, 0.1))) == 2**0.5


def test_sure_answers_with_blurred_outlines_lose():
    answers = {True: (0.99, 0.01), False: (0.6, 0.9)}
    chosen = chosen_scale(lambda s: trial(s, *answers[s > 0.13]))
    assert chosen == 0.125


@pytest.mark.parametrize("diameter_px", [10, 20, 40, 80])
def test_of_equally_good_scales_that_of_the_typical_size_is_chosen(diameter_px):
    chosen = chosen_scale(lambda s: trial(s, 0.9, diameter_px=diameter_px * s))
    assert chosen == pytest.approx(20 / diameter_px)


def test_a_clearly_better_answer_outweighs_the_size():
    chosen = chosen_scale(
        lambda s: trial(s, 0.9 if s == 0.25 else 0.2, diameter_px=40 * s)
    )
    assert chosen == 0.25


def test_particles_win_over_heaps_of_them_that_do_a_little_better():
    answers = {1.0: 0.5, 0.5: 0.25, 0.25: 0.35, 0.125: 0.55}
    assert chosen_scale(lambda s: trial(s, answers.get(s, 0.1))) == 1


def test_particles_too_small_as_recorded_win_over_heaps_of_them():
    worths = {2.0: 0.8, 1.0: 0.6, 0.125: 0.9}
    sizes = {2.0: 18, 1.0: 9}
    tried = []

    def try_scale(scale):
        tried.append(scale)
        return trial(scale, worths.get(scale, 0.2), diameter_px=sizes.get(scale, 20))

    assert chosen_scale(try_scale) == 2
    assert len(tried) == len(set(tried))


@pytest.mark.parametrize(
    ("finest", "between"),
    [(0.34, 0.25), (0.5, 0.45)],
    ids=["clearly worse", "no valley"],
)
def test_texture_does_not_win_over_particles(finest, between):
    answers = {1.0: finest, 0.5: between, 0.25: between, 0.125: 0.55}
    assert chosen_scale(lambda s: trial(s, answers.get(s, 0.1))) == 0.125


def test_an_enlarged_view_must_be_clearly_better():
    assert chosen_scale(lambda s: trial(s, {2.0: 0.9, 1.0: 0.8}.get(s, 0.1))) == 1


def test_without_particles_at_any_scale_the_picture_stays():
    assert chosen_scale(lambda s: trial(s, 0.0, diameter_px=0.0)) == 1
