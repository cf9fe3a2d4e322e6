"""The learning rate rises, then falls along a cosine."""

import pytest

from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.schedule import learning_rate

PARAMETERS = TrainParameters(steps=1100, warmup_steps=100, learning_rate=2.0e-3)


@pytest.mark.parametrize(
    ("step", "share"),
    [(0, 0.01), (49, 0.5), (99, 1.0), (100, 1.0), (600, 0.505), (1100, 0.01)],
)
def test_rate_at_known_steps(step, share):
    assert learning_rate(step, PARAMETERS) == pytest.approx(2.0e-3 * share)


def test_a_short_training_rises_for_a_tenth_of_it():
    short = PARAMETERS.model_copy(update={"steps": 20})

    assert learning_rate(2, short) == pytest.approx(2.0e-3)


def test_a_single_step_has_a_rate():
    assert learning_rate(0, PARAMETERS.model_copy(update={"steps": 1})) > 0
