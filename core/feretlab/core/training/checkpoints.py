"""The state of a training on disk, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.damage import READER_ERRORS, reason_of
from feretlab.core.io.json_text import parse_json
from feretlab.core.training.parameters import TrainParameters

_KEPT = 2
# Other values of these make other networks, arrays or beginnings: no way to go on.
_FIXED = ("network", "base_filters", "levels", "start_from", "seed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Everything that a training needs to go on.

    Parameters
    ----------
    step : int
        Steps done.
    weights, mean, optimiser : list of ndarray
        The network's weights, their running mean, and the optimiser's
        variables, in Keras' order.
    parameters : TrainParameters
        Of the training so far.
    """

    step: int
    weights: list[npt.NDArray[Any]]
    mean: list[npt.NDArray[Any]]
    optimiser: list[npt.NDArray[Any]]
    parameters: TrainParameters


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> Path:
    """Write a checkpoint, and delete all but the newest two.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    checkpoint : Checkpoint
        The state.

    Returns
    -------
    Path
        The file.
    """
    path = folder / f"step_{checkpoint.step:07d}.npz"
    arrays = {
        f"{group}_{index:04d}": array
        for group in ("weights", "mean", "optimiser")
        for index, array in enumerate(getattr(checkpoint, group))
    }
    text = checkpoint.parameters.model_dump_json()
    with atomic_path(path) as partial, partial.open("wb") as file:
        np.savez(file, step=checkpoint.step, parameters=text, **arrays)
    for old in _files(folder)[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def newest_checkpoint(folder: Path, parameters: TrainParameters) -> Checkpoint | None:
    """Read the newest checkpoint of a folder.

    Parameters
    ----------
    folder : Path
        Where checkpoints stand.
    parameters : TrainParameters
        Of the training that shall go on.

    Returns
    -------
    Checkpoint or None
        None where there is none yet.

    Raises
    ------
    FileError
        Where the file is damaged.
    InputError
        Where it belongs to another kind of network, or one that began otherwise.
    """
    files = _files(folder)
    if not files:
        return None
    path = files[-1]
    # Opened here, since numpy leaves a damaged file open.
    with _explained(path), path.open("rb") as file, np.load(file) as archive:
        arrays = dict(archive)
        # Over the defaults, since early ones knew fewer parameters.
        recorded = TrainParameters().model_dump() | parse_json(
            str(arrays["parameters"])
        )
        found = {name: recorded[name] for name in _FIXED}
    # Before the rest: limits may have changed since it was written.
    for name in _FIXED:
        if found[name] != getattr(parameters, name):
            message = (
                f"Going on from checkpoint {str(path)!r}: found {name} "
                f"{found[name]!r}, expected {getattr(parameters, name)!r}; "
                "choose another output folder to begin anew."
            )
            raise InputError(message)
    with _explained(path):
        before, step = TrainParameters(**recorded), int(arrays["step"])
    groups = {
        group: [arrays[key] for key in sorted(arrays) if key.startswith(f"{group}_")]
        for group in ("weights", "mean", "optimiser")
    }
    return Checkpoint(step=step, parameters=before, **groups)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what a damaged file raises into one line."""
    try:
        yield
    except MemoryError:
        raise  # a sound file must not be deleted for it
    except READER_ERRORS as error:
        reason = reason_of(error)
        message = f"Reading checkpoint {str(path)!r}: {reason}; delete it to go on."
        raise FileError(message) from error


def _files(folder: Path) -> list[Path]:
    """Give the checkpoints, oldest first."""
    return sorted(folder.glob("step_*.npz"))
