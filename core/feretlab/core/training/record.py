"""What a training writes down about itself, ``training.json``."""

import importlib.metadata
import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from feretlab.core.errors import InputError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import parse_json
from feretlab.core.training.dataset import Scene, data_hash
from feretlab.core.training.parameters import TrainParameters

Record = dict[str, Any]
"""What JSON holds."""

_NAME = "training.json"
_LEARNT = ("parameters", "data", "scenes", "data_sha256")
# Parameters that leave the weights as they are.
_INDIFFERENT = ("name", "threads", "checkpoint_every", "validation_patches")
_VERSIONED = ("feretlab", "keras", "numpy", "tensorflow", "torch", "jax")


def describe(
    scenes: Sequence[Scene],
    data: Sequence[Path],
    parameters: TrainParameters,
    start_hash: str | None = None,
) -> Record:
    """Give what would be needed to repeat a training.

    Parameters
    ----------
    scenes : sequence of Scene
        What it learns from.
    data : sequence of Path
        Folders of these.
    parameters : TrainParameters
        What the user chose.
    start_hash : str or None
        SHA-256 of the network it begins with; None for none.

    Returns
    -------
    dict
        For JSON.
    """
    return {
        "parameters": parameters.model_dump(),
        "start_sha256": start_hash,
        "data": [Path(folder).name for folder in data],
        "scenes": len(scenes),
        "data_sha256": data_hash(scenes),
        "versions": _versions(),
    }


def continue_record(output: Path, step: int, record: Record) -> Record:
    """Give the record of a training that goes on, with what it was until now.

    Parameters
    ----------
    output : Path
        Folder of the training.
    step : int
        Steps done.
    record : dict
        What `describe` gives of the rest.

    Returns
    -------
    dict
        With the beginning that was written down, and under ``earlier`` the data
        and parameters of the steps done, where others follow.

    Raises
    ------
    InputError
        Where no steps are left for other data or parameters.
    """
    before = _read(output)
    if before is None:
        return record
    changed = _changes(before, record)
    wanted = record["parameters"]["steps"]
    if step > wanted or (step == wanted and set(changed) - {"steps"}):
        message = (
            f"Training into {str(output)!r}: found a finished training ({step} steps, "
            f"on {', '.join(before['data'])}), expected the same data and parameters, "
            f"but {' and '.join(changed) or 'steps'} would be others; choose another "
            "--output, or more --steps."
        )
        raise InputError(message)
    earlier = before.get("earlier", [])
    # What was written down last has seen no step where one ended here before it.
    if changed and not any(each["until_step"] == step for each in earlier):
        learnt = {key: before[key] for key in _LEARNT}
        earlier = [*earlier, {"until_step": step, **learnt}]
    kept = {"earlier": earlier} if earlier else {}
    return record | {"start_sha256": before.get("start_sha256")} | kept


def write_record(output: Path, record: Record) -> None:
    """Write a record down.

    Parameters
    ----------
    output : Path
        Folder of the training.
    record : dict
        From `describe` or `continue_record`.
    """
    with atomic_path(output / _NAME) as partial:
        partial.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _read(output: Path) -> Record | None:
    """Give what was written down; None where that is no record."""
    try:
        record = parse_json((output / _NAME).read_bytes())
    except (OSError, ValueError):
        return None
    is_record = isinstance(record, dict) and record.keys() >= set(_LEARNT)
    return record if is_record else None


def _changes(before: Record, record: Record) -> list[str]:
    """Name what the weights would be others by."""
    old = TrainParameters().model_dump() | before["parameters"]
    new = record["parameters"]
    names = [name for name in new if name not in _INDIFFERENT]
    changed = [name for name in names if new[name] != old[name]]
    same_data = before["data_sha256"] == record["data_sha256"]
    return changed if same_data else ["data", *changed]


def _versions() -> dict[str, str]:
    """Give the versions of what computes, where it is installed."""
    found = {"python": platform.python_version()}
    for name in _VERSIONED:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
