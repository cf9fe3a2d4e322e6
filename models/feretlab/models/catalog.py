"""The ONNX models that ship with FeretLab."""

from pathlib import Path

_ZOO = Path(__file__).parent / "zoo"


def available_models() -> tuple[str, ...]:
    """Give the names of the shipped models, in alphabetical order."""
    return tuple(sorted(path.stem for path in _ZOO.glob("*.onnx")))


def model_path(name: str = "default") -> Path:
    """Give the file of a shipped model; its card stands beside it as ``.md``.

    Parameters
    ----------
    name : str
        One of `available_models`.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        Where no such model is shipped.
    """
    if name not in available_models():
        message = (
            f"Looking for model {name!r}: found no such one, "
            f"expected one of {', '.join(available_models()) or 'none'}."
        )
        raise ValueError(message)
    return _ZOO / f"{name}.onnx"


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
    if name.lower().endswith(".onnx") or Path(name).is_file():
        return Path(name)
    try:
        return model_path(name)
    except ValueError as error:
        message = f"{error} A network of your own is given by its .onnx file."
        raise ValueError(message) from error
