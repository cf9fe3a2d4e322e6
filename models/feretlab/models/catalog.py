"""The ONNX models that ship with FeretLab, and those that the user added."""

import os
import shutil
import sys
from pathlib import Path

MODELS_HOME = "FERETLAB_MODELS"
"""Environment variable that names the folder of added models."""

_ZOO = Path(__file__).parent / "zoo"


def models_folder() -> Path:
    """Give the folder of the models that the user added, which need not exist."""
    named = os.environ.get(MODELS_HOME)
    if named:
        return Path(named)
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "feretlab" / "models"


def shipped_models() -> tuple[str, ...]:
    """Give the names of the shipped models, in alphabetical order."""
    return _names(_ZOO)


def added_models() -> tuple[str, ...]:
    """Give the names of the user's models, in alphabetical order.

    A model called as a shipped one is left out: the shipped one is meant.
    """
    shipped = shipped_models()
    return tuple(name for name in _names(models_folder()) if name not in shipped)


def available_models() -> tuple[str, ...]:
    """Give the names of all installed models, the shipped ones first."""
    return shipped_models() + added_models()


def model_path(name: str = "default") -> Path:
    """Give the file of an installed model; its card stands beside it as ``.md``.

    Parameters
    ----------
    name : str
        One of `available_models`.

    Returns
    -------
    Path
        The card of an added model need not exist.

    Raises
    ------
    ValueError
        Where no such model is installed.
    """
    if name in shipped_models():
        return _ZOO / f"{name}.onnx"
    if name in added_models():
        return models_folder() / f"{name}.onnx"
    message = (
        f"Looking for model {name!r}: found no such one, "
        f"expected one of {', '.join(available_models()) or 'none'}."
    )
    raise ValueError(message)


def is_file_name(name: str) -> bool:
    """Tell whether a network is given by its file, and not by name.

    Parameters
    ----------
    name : str
        As of `find_model`.

    Returns
    -------
    bool
    """
    is_onnx = name.lower().endswith(".onnx")
    # A file of any name may lie in the folder where the program was started.
    return is_onnx or (name not in available_models() and Path(name).is_file())


def find_model(name: str) -> Path:
    """Give the file of a network that is named, or given by its file.

    Parameters
    ----------
    name : str
        One of `available_models`, or the path of an ONNX file.

    Returns
    -------
    Path
        Not necessarily of a file that exists, where `name` ends in ``.onnx``.

    Raises
    ------
    ValueError
        Where `name` is neither.
    """
    if is_file_name(name):
        return Path(name)
    try:
        return model_path(name)
    except ValueError as error:
        message = f"{error} A network of your own is given by its .onnx file."
        raise ValueError(message) from error


def add_model(path: Path) -> str:
    """Copy a model into the user's folder, with its card where one lies beside it.

    Whether it is a sound one is for `feretlab.core.analysis.networks` to say.

    Parameters
    ----------
    path : Path
        An ``.onnx`` file; its stem becomes the model's name.

    Returns
    -------
    str
        The name.

    Raises
    ------
    ValueError
        Where a model of that name is installed.
    OSError
        Where the copy fails.
    """
    name = path.stem
    if name in available_models():
        message = (
            f"Adding model {str(path)!r}: a model {name!r} is installed already; "
            "rename the file, or remove the other first."
        )
        raise ValueError(message)
    folder = models_folder()
    folder.mkdir(parents=True, exist_ok=True)
    card = path.with_suffix(".md")
    if card.is_file():
        _copy(card, folder / f"{name}.md")
    _copy(path, folder / f"{name}.onnx")
    return name


def remove_model(name: str) -> None:
    """Delete one of the user's models and its card.

    Parameters
    ----------
    name : str
        One of `added_models`.

    Raises
    ------
    ValueError
        Where it is none of them.
    OSError
        Where it cannot be deleted.
    """
    if name not in added_models():
        message = (
            f"Removing model {name!r}: it is none of those that were added "
            f"({', '.join(added_models()) or 'none'}); shipped ones stay."
        )
        raise ValueError(message)
    path = model_path(name)
    path.unlink()
    path.with_suffix(".md").unlink(missing_ok=True)


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.onnx")))


def _copy(source: Path, target: Path) -> None:
    """Copy so that the target appears whole or not at all."""
    beside = target.with_name(target.name + ".partial")
    try:
        shutil.copyfile(source, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
