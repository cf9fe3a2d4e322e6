"""A network in training: its weights, their running mean and the optimiser."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.training.averaging import EVERY, Weights, blend
from feretlab.core.training.backend import load_keras
from feretlab.core.training.batches import Batch
from feretlab.core.training.checkpoints import Checkpoint
from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.schedule import learning_rate
from feretlab.core.training.targets import CHANNELS


class Trainer:
    """Takes training steps and keeps what they change.

    Parameters
    ----------
    parameters : TrainParameters
        Everything about the network and its optimiser.

    Attributes
    ----------
    model : keras.Model
        With the newest weights.
    step : int
        Steps done.
    """

    def __init__(self, parameters: TrainParameters) -> None:
        keras = load_keras(parameters.threads)
        from feretlab.core.training.losses import particle_loss
        from feretlab.models.multires_unet import multires_unet

        keras.utils.set_random_seed(parameters.seed)
        self.parameters = parameters
        self.model = multires_unet(
            channels=len(CHANNELS),
            filters=[
                parameters.base_filters * 2**level for level in range(parameters.levels)
            ],
        )
        optimiser = keras.optimizers.AdamW(
            learning_rate=parameters.learning_rate,
            weight_decay=parameters.weight_decay,
            global_clipnorm=parameters.clip_norm,
        )
        # Compiled by XLA, convolutions on processors are slower.
        self.model.compile(optimizer=optimiser, loss=particle_loss, jit_compile=False)
        optimiser.build(self.model.trainable_variables)
        self.step = 0
        self._mean: Weights | None = None

    def take_step(self, batch: Batch) -> float:
        """Learn from one batch.

        Parameters
        ----------
        batch : tuple of ndarray of float32
            Images and targets.

        Returns
        -------
        float
            The loss before the step.
        """
        self.model.optimizer.learning_rate = learning_rate(self.step, self.parameters)
        images, answers = batch
        # Keras' own running mean of the loss would begin anew at each resume.
        self.model.reset_metrics()
        loss = self.model.train_on_batch(images, answers)
        self.step += 1
        if self.step % EVERY == 0:
            weights = self.model.get_weights()
            self._mean = blend(self._mean, weights, self.step // EVERY)
        return float(loss)

    @contextmanager
    def averaged(self) -> Iterator[Any]:
        """Lend the model with the running mean of its weights.

        Yields
        ------
        keras.Model
            Not to be trained meanwhile.
        """
        newest = self.model.get_weights()
        self.model.set_weights(self._mean or newest)
        try:
            yield self.model
        finally:
            self.model.set_weights(newest)

    def state(self) -> Checkpoint:
        """Give everything that is needed to go on later."""
        weights = self.model.get_weights()
        return Checkpoint(
            step=self.step,
            weights=weights,
            mean=self._mean or weights,
            optimiser=[each.numpy() for each in self._optimiser_variables()],
            parameters=self.parameters,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on from a state.

        Parameters
        ----------
        checkpoint : Checkpoint
            Of a trainer with the same network.

        Raises
        ------
        InputError
            Where its weights are of other shapes, as those of earlier versions.
        """
        found = [each.shape for each in checkpoint.weights]
        if found != [each.shape for each in self.model.get_weights()]:
            message = (
                f"Going on from a checkpoint at step {checkpoint.step}: found weights "
                "of another network, perhaps of an earlier version; choose another "
                "output folder to begin anew."
            )
            raise InputError(message)
        self.model.set_weights(checkpoint.weights)
        for variable, value in zip(
            self._optimiser_variables(), checkpoint.optimiser, strict=True
        ):
            variable.assign(value)
        self.step = checkpoint.step
        self._mean = list(checkpoint.mean) if checkpoint.step >= EVERY else None

    def _optimiser_variables(self) -> list[Any]:
        return list(self.model.optimizer.variables)


def validate(model: Any, batches: Iterable[Batch]) -> dict[str, float]:
    """Score a network on labelled patches.

    Parameters
    ----------
    model : keras.Model
        From images to maps.
    batches : iterable
        Images and targets.

    Returns
    -------
    dict of str to float
        ``mask_iou`` and ``contact_f1`` over all pixels at threshold 0.5, and
        ``distance_error``, the mean absolute one inside particles.
    """
    sums = np.zeros(6)
    for images, answers in batches:
        maps = np.asarray(model.predict_on_batch(images))
        sums += _counts(maps, answers)
    both, either, right, wanted_or_found, error, inside = sums
    return {
        "mask_iou": float(both / max(either, 1)),
        "contact_f1": float(2 * right / max(wanted_or_found, 1)),
        "distance_error": float(error / max(inside, 1)),
    }


def _counts(
    maps: npt.NDArray[np.float32], answers: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    mask, contact = answers[..., 0] > 0.5, answers[..., 1] > 0.5
    found_mask, found_contact = maps[..., 0] > 0.5, maps[..., 1] > 0.5
    error = np.abs(maps[..., 2] - answers[..., 2])[mask]
    return np.array(
        [
            (mask & found_mask).sum(),
            (mask | found_mask).sum(),
            (contact & found_contact).sum(),
            contact.sum() + found_contact.sum(),
            error.sum(dtype=np.float64),
            mask.sum(),
        ],
        np.float64,
    )
