"""Batches of patches, each a function of the seed and its number alone."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.normalisation import normalise
from feretlab.core.training.augmentation import (
    cut_patch,
    disturb,
    random_square,
    turn,
    wrinkle,
)
from feretlab.core.training.dataset import Scene
from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.targets import distance_to_edge, targets

Batch = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""Images (B, Y, X, 1) and targets (B, Y, X, 4), both float32."""

# Reading a scene costs as much as two patches of it.
_PATCHES_PER_SCENE = 2


def training_batch(
    scenes: Sequence[Scene], step: int, parameters: TrainParameters
) -> Batch:
    """Make the batch of one training step.

    Parameters
    ----------
    scenes : sequence of Scene
        The data.
    step : int
        Number of the step, from 0; with the seed it decides every choice.
    parameters : TrainParameters
        Sizes, scales and seed.

    Returns
    -------
    tuple of ndarray of float32
        Images (B, Y, X, 1) and targets (B, Y, X, 4).
    """
    rng = np.random.default_rng([parameters.seed, step])
    images: list[npt.NDArray[np.float32]] = []
    answers: list[npt.NDArray[np.float32]] = []
    while len(images) < parameters.batch_size:
        grey, labels = scenes[int(rng.integers(len(scenes)))].read()
        scaled, distance = normalise(grey), distance_to_edge(labels)
        for _ in range(_PATCHES_PER_SCENE):
            image, answer = _patch(scaled, labels, distance, parameters, rng)
            images.append(image)
            answers.append(answer)
    count = parameters.batch_size
    return np.stack(images[:count])[..., None], np.stack(answers[:count])


def training_batches(
    scenes: Sequence[Scene], steps: range, parameters: TrainParameters
) -> Iterator[Batch]:
    """Make the batches of several steps, one ahead of their use, in a thread.

    Parameters
    ----------
    scenes : sequence of Scene
        The data.
    steps : range
        Numbers of the steps.
    parameters : TrainParameters
        Sizes, scales and seed.

    Yields
    ------
    tuple of ndarray of float32
        As from `training_batch`.
    """
    with ThreadPoolExecutor(1) as pool:
        waiting = [
            pool.submit(training_batch, scenes, step, parameters) for step in steps[:2]
        ]
        for step in steps:
            ready = waiting.pop(0)
            if step + 2 in steps:
                waiting.append(
                    pool.submit(training_batch, scenes, step + 2, parameters)
                )
            yield ready.result()


def validation_batches(
    scenes: Sequence[Scene], parameters: TrainParameters
) -> Iterator[Batch]:
    """Make undisturbed batches from the middles of scenes spread over the data.

    Parameters
    ----------
    scenes : sequence of Scene
        The data.
    parameters : TrainParameters
        Sizes and how many patches.

    Yields
    ------
    tuple of ndarray of float32
        As from `training_batch`; the last batch may be smaller.
    """
    count = min(parameters.validation_patches, len(scenes))
    chosen = [scenes[index * len(scenes) // count] for index in range(count)]
    for first in range(0, count, parameters.batch_size):
        pairs = [
            _middle(scene, parameters)
            for scene in chosen[first : first + parameters.batch_size]
        ]
        images, answers = zip(*pairs, strict=True)
        yield np.stack(images)[..., None], np.stack(answers)


def _patch(
    grey: npt.NDArray[np.float32],
    labels: npt.NDArray[np.int32],
    distance: npt.NDArray[np.float32],
    parameters: TrainParameters,
    rng: np.random.Generator,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    scales = (parameters.smallest_scale, parameters.largest_scale)
    height, width = labels.shape
    corner, source = random_square((height, width), parameters.patch_px, scales, rng)
    patch = cut_patch(grey, labels, distance, corner, source, parameters.patch_px)
    # Turned first: what comes after, as streaks along rows, has its direction.
    which = int(rng.integers(8))
    new_grey, new_labels, new_distance = (turn(each, which) for each in patch)
    if rng.random() < parameters.wrinkle_share:
        new_grey = wrinkle(new_grey, new_labels, rng)
    image = disturb(new_grey, parameters.invert_share, rng)
    return image, targets(new_labels, new_distance, parameters.contact_weight)


def _middle(
    scene: Scene, parameters: TrainParameters
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    grey, labels = scene.read()
    source = min(parameters.patch_px, *labels.shape)
    corner = ((labels.shape[0] - source) // 2, (labels.shape[1] - source) // 2)
    image, ids, distance = cut_patch(
        normalise(grey),
        labels,
        distance_to_edge(labels),
        corner,
        source,
        parameters.patch_px,
    )
    return image, targets(ids, distance, parameters.contact_weight)
