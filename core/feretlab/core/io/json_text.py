"""JSON that a person, an editor or a full disk may have damaged."""

import json
from pathlib import Path
from typing import Any

from feretlab.core.errors import FileError


def parse_json(text: str | bytes) -> Any:
    """Give what a text says.

    Parameters
    ----------
    text : str or bytes
        JSON; bytes in UTF-8 or UTF-16, with a mark at their beginning or without.

    Returns
    -------
    any
        Whatever JSON can say.

    Raises
    ------
    ValueError
        Where it is none, of another encoding, or nested too deeply to be read.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def read_json(path: Path, what: str) -> Any:
    """Give what a file says.

    Parameters
    ----------
    path : Path
        The file.
    what : str
        What is being done to it, to begin the message with.

    Returns
    -------
    any
        Whatever JSON can say.

    Raises
    ------
    FileError
        Where it cannot be read or is no JSON.
    """
    try:
        return parse_json(path.read_bytes())
    except OSError as error:
        raise FileError(f"{what}: {error.strerror or error}.") from error
    except ValueError as error:
        raise FileError(f"{what}: found no JSON ({error}).") from error
