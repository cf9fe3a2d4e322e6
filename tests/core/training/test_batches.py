"""Batches depend on the seed and their number alone."""

import numpy as np
import pytest

from feretlab.core.training.batches import (
    training_batch,
    training_batches,
    validation_batches,
)
from feretlab.core.training.dataset import find_scenes
from feretlab.core.training.parameters import TrainParameters

PARAMETERS = TrainParameters(batch_size=3, patch_px=64, validation_patches=4)


@pytest.fixture(scope="module")
def scenes(data_folder):
    return find_scenes([data_folder])


def test_a_batch_has_images_and_targets(scenes):
    images, answers = training_batch(scenes, 0, PARAMETERS)

    assert images.shape == (3, 64, 64, 1)
    assert answers.shape == (3, 64, 64, 4)
    assert images.dtype == answers.dtype == np.float32
    assert set(np.unique(answers[..., 0])) == {0, 1}
    assert answers[..., 2].max() <= 1


def test_batches_made_ahead_are_those_of_their_steps(scenes):
    steps = range(5, 9)

    ahead = list(training_batches(scenes, steps, PARAMETERS))

    assert len(ahead) == 4
    for step, batch in zip(steps, ahead, strict=True):
        assert np.array_equal(batch[0], training_batch(scenes, step, PARAMETERS)[0])


def test_no_steps_give_no_batches(scenes):
    assert list(training_batches(scenes, range(4, 4), PARAMETERS)) == []


def test_steps_and_seeds_give_different_batches(scenes):
    other_seed = PARAMETERS.model_copy(update={"seed": 2})
    images = [
        training_batch(scenes, step, parameters)[0].tobytes()
        for step, parameters in ((0, PARAMETERS), (1, PARAMETERS), (0, other_seed))
    ]

    assert len(set(images)) == 3


def test_validation_patches_are_the_middles_of_scenes(scenes):
    batches = list(validation_batches(scenes, PARAMETERS))

    assert [len(images) for images, _ in batches] == [3, 1]
    _, labels = scenes[0].read()
    assert np.array_equal(batches[0][1][0, ..., 0] > 0, labels[16:80, 16:80] > 0)
