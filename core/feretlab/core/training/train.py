"""Labelled micrographs to a network: the whole training."""

import csv
import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from feretlab.core.errors import FeretLabError, FileError, ModelError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import read_json
from feretlab.core.progress import SILENT, Progress
from feretlab.core.segmentation.normalisation import HIGHEST, LOWEST
from feretlab.core.training.batches import (
    Batch,
    training_batch,
    training_batches,
    validation_batches,
)
from feretlab.core.training.checkpoints import newest_checkpoint, save_checkpoint
from feretlab.core.training.dataset import Scene, find_scenes
from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.record import continue_record, describe, write_record
from feretlab.core.training.starting import CALIBRATION_BATCHES, start_from
from feretlab.core.training.targets import CHANNELS
from feretlab.models.catalog import find_model
from feretlab.models.contract import ModelContract

_COLUMNS = ("step", "loss", "mask_iou", "contact_f1", "distance_error")


def train(
    data: Sequence[Path],
    output: Path,
    parameters: TrainParameters | None = None,
    progress: Progress = SILENT,
    validation: Sequence[Path] = (),
) -> Path:
    """Train a network, or go on with a training that was stopped.

    Parameters
    ----------
    data : sequence of Path
        Folders with ``images`` and ``labels``; a training that has steps left may go
        on with others.
    output : Path
        Folder for ``model.onnx``, ``model.weights.h5``, ``history.csv``,
        ``training.json`` and ``checkpoints``.
    parameters : TrainParameters or None
        What the user chose; None takes the defaults.
    progress : Progress
        Hears of every step and may stop the work there. The last step is kept, then
        and where a file cannot be read any more.
    validation : sequence of Path
        Folders like `data` to score the network on; empty takes `data`.

    Returns
    -------
    Path
        The ONNX file, of the running mean of the weights.

    Raises
    ------
    FileError, InputError, ModelError
        Where data, checkpoints or the network to begin with cannot be used, or the
        training is finished and would be another one.
    MissingExtraError
        Where Keras is not installed.
    CancelledError
        Where somebody asked to stop; the same call goes on later.
    """
    parameters = parameters or TrainParameters()
    scenes = find_scenes([Path(folder) for folder in data])
    judged = find_scenes([Path(folder) for folder in validation]) or scenes
    _check(dict.fromkeys((*scenes, *judged)), parameters.steps, progress)
    output = Path(output)
    from feretlab.core.training.trainer import Trainer, validate

    trainer = Trainer(parameters)
    checkpoint = newest_checkpoint(output / "checkpoints", parameters)
    if checkpoint is not None:
        trainer.restore(checkpoint)
        record = describe(scenes, data, parameters)
        record = continue_record(output, trainer.step, record)
    else:
        start_hash = _start(trainer.model, scenes, parameters)
        record = describe(scenes, data, parameters, start_hash)
    write_record(output, record)
    history = _read_history(output / "history.csv", trainer.step)
    losses: list[float] = []
    steps = range(trainer.step, parameters.steps)
    try:
        for batch in training_batches(scenes, steps, parameters):
            losses.append(trainer.take_step(batch))
            last = trainer.step == parameters.steps
            if trainer.step % parameters.checkpoint_every == 0 or last:
                save_checkpoint(output / "checkpoints", trainer.state())
                with trainer.averaged() as model:
                    scores = validate(model, validation_batches(judged, parameters))
                history.append(
                    {"step": trainer.step, "loss": sum(losses) / len(losses), **scores}
                )
                losses.clear()
                _write_history(output / "history.csv", history)
            progress.report(trainer.step, parameters.steps, _note(history))
    except (FeretLabError, KeyboardInterrupt):
        save_checkpoint(output / "checkpoints", trainer.state())
        raise
    with trainer.averaged() as model:
        return _write_model(output, model, parameters)


def export(
    output: Path, parameters: TrainParameters, target: Path | None = None
) -> Path:
    """Write the network of the newest checkpoint, in the middle of a training too.

    Parameters
    ----------
    output : Path
        Folder of the training.
    parameters : TrainParameters
        Of the training.
    target : Path or None
        Folder for ``model.onnx`` and ``model.weights.h5``; None for `output`.

    Returns
    -------
    Path
        The ONNX file.

    Raises
    ------
    FileError
        Where there is no checkpoint.
    """
    from feretlab.core.training.trainer import Trainer

    checkpoint = newest_checkpoint(output / "checkpoints", parameters)
    if checkpoint is None:
        message = f"Exporting from {str(output)!r}: found no checkpoint; train first."
        raise FileError(message)
    trainer = Trainer(parameters)
    trainer.restore(checkpoint)
    with trainer.averaged() as model:
        return _write_model(target or output, model, parameters, output)


def _check(scenes: Collection[Scene], steps: int, progress: Progress) -> None:
    """Read every scene once: a bad one would else be met after hours."""
    for number, scene in enumerate(scenes):
        progress.report(0, steps, f"checking the data, {number} of {len(scenes)}")
        scene.read()


def _start(
    model: Any, scenes: Sequence[Scene], parameters: TrainParameters
) -> str | None:
    """Give a new network its first weights; give the SHA-256 of where they stood."""
    if not parameters.start_from:
        return None
    try:
        path = find_model(parameters.start_from)
    except ValueError as error:
        raise ModelError(str(error)) from error
    start_from(model, path, _first(scenes, parameters))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _first(scenes: Sequence[Scene], parameters: TrainParameters) -> Iterator[Batch]:
    """Make a few batches that no step will see."""
    for number in range(CALIBRATION_BATCHES):
        yield training_batch(scenes, parameters.steps + number, parameters)


def _write_model(
    folder: Path, model: Any, parameters: TrainParameters, source: Path | None = None
) -> Path:
    """Write weights and ONNX file."""
    from feretlab.models.export import export_onnx

    with atomic_path(folder / "model.weights.h5") as partial:
        # Keras takes nothing but names that end in .weights.h5.
        named = partial.with_name(partial.name.removesuffix(".h5") + ".weights.h5")
        model.save_weights(named)
        named.replace(partial)
    described = (source or folder) / "training.json"
    contract = ModelContract(
        name=parameters.name,
        channels=CHANNELS,
        clip=(LOWEST, HIGHEST),
        size_divisor=2**parameters.levels,
        # Measured on the default network, of four levels: a cut changed no map by
        # more than 2e-4 at 128 px from it, but by up to 0.4 at 64 px.
        context_px=8 * 2**parameters.levels,
        training=read_json(described, f"Reading the record {str(described)!r}"),
    )
    path = folder / "model.onnx"
    with atomic_path(path) as partial:
        export_onnx(model, partial, contract)
    return path


def _read_history(path: Path, step: int) -> list[dict[str, Any]]:
    """Read the rows up to a step."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if int(row["step"]) <= step]


def _write_history(path: Path, history: list[dict[str, Any]]) -> None:
    with (
        atomic_path(path) as partial,
        partial.open("w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerows(history)


def _note(history: list[dict[str, Any]]) -> str:
    """Say how good the network was at the last look."""
    if not history:
        return "training"
    last = history[-1]
    return f"loss {float(last['loss']):.3f}, mask IoU {float(last['mask_iou']):.3f}"
