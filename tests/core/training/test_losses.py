"""Losses equal their formulas in numpy."""

import numpy as np
import pytest

pytest.importorskip("keras", reason="training needs the extra 'train'")


@pytest.fixture(scope="module")
def losses():
    from feretlab.core.training.backend import load_keras

    load_keras()
    from feretlab.core.training import losses as module

    return module


@pytest.fixture
def maps():
    rng = np.random.default_rng(2)
    answer = rng.uniform(size=(2, 5, 6, 4)).astype(np.float32)
    answer[..., :2] = answer[..., :2] > 0.6
    answer[..., 3] += 1
    return answer, rng.uniform(0.01, 0.99, (2, 5, 6, 3)).astype(np.float32)


def _crossentropy(truth, found, weight):
    each = -truth * np.log(found) - (1 - truth) * np.log(1 - found)
    return np.average(each, weights=weight)


def _dice(truth, found):
    return 1 - (2 * (truth * found).sum() + 1) / (truth.sum() + found.sum() + 1)


def test_crossentropy_is_the_weighted_mean(losses, maps):
    answer, found = maps

    loss = losses.weighted_crossentropy(answer[..., 2], found[..., 2], answer[..., 3])

    wanted = _crossentropy(answer[..., 2], found[..., 2], answer[..., 3])
    assert float(loss) == pytest.approx(wanted, rel=1e-5)


def test_crossentropy_of_certain_mistakes_is_finite(losses):
    ones = np.ones((1, 2, 2), np.float32)

    assert float(losses.weighted_crossentropy(ones, 0 * ones, ones)) == pytest.approx(
        -np.log(1e-6), rel=1e-3
    )


def test_dice_loss_is_zero_where_all_is_right_or_empty(losses):
    mask = np.array([[0, 1, 1, 0]], np.float32)

    assert float(losses.dice_loss(mask, mask)) == pytest.approx(0, abs=1e-6)
    assert float(losses.dice_loss(0 * mask, 0 * mask)) == pytest.approx(0, abs=1e-6)
    assert float(losses.dice_loss(mask, 1 - mask)) == pytest.approx(1 - 1 / 5)


def test_the_whole_loss_is_the_sum_of_its_parts(losses, maps):
    answer, found = maps

    loss = float(losses.particle_loss(answer, found))

    wanted = _dice(answer[..., 0], found[..., 0]) + _dice(answer[..., 1], found[..., 1])
    for channel, share in enumerate((1, 1, 2)):
        wanted += share * _crossentropy(
            answer[..., channel], found[..., channel], answer[..., 3]
        )
    assert loss == pytest.approx(wanted, rel=1e-5)
