"""What a training writes down about itself, ``training.json``."""

import importlib.metadata
import json
import platform
from collections.abc import Sequence
from pathlib import Path

from feretlab.core.io.atomic import atomic_path
from feretlab.core.training.dataset import Scene, data_hash
from feretlab.core.training.parameters import TrainParameters

_VERSIONED = ("feretlab", "keras", "numpy", "tensorflow", "torch", "jax")


def recorded_start(output: Path) -> str | None:
    """Give the SHA-256 of what a training began with, whatever stands there now.

    Parameters
    ----------
    output : Path
        Folder of the training.

    Returns
    -------
    str or None
        None where it began anew, or nothing readable is written down.
    """
    try:
        text = (output / "training.json").read_text(encoding="utf-8")
        recorded: str | None = json.loads(text).get("start_sha256")
    except (OSError, ValueError):
        return None
    return recorded


def write_record(
    output: Path,
    scenes: Sequence[Scene],
    data: Sequence[Path],
    parameters: TrainParameters,
    start_hash: str | None,
) -> None:
    """Write down what would be needed to repeat the training.

    Parameters
    ----------
    output : Path
        Folder of the training.
    scenes : sequence of Scene
        What it learns from.
    data : sequence of Path
        Folders of these.
    parameters : TrainParameters
        What the user chose.
    start_hash : str or None
        SHA-256 of the network it began with; None for none.
    """
    described = {
        "parameters": parameters.model_dump(),
        "start_sha256": start_hash,
        "data": [Path(folder).name for folder in data],
        "scenes": len(scenes),
        "data_sha256": data_hash(scenes),
        "versions": _versions(),
    }
    with atomic_path(output / "training.json") as partial:
        partial.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def _versions() -> dict[str, str]:
    """Give the versions of what computes, where it is installed."""
    found = {"python": platform.python_version()}
    for name in _VERSIONED:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
