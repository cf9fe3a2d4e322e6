"""JSON that a person, an editor or a full disk may have damaged."""

import json
import re
from pathlib import Path
from typing import Any

from feretlab.core.errors import FileError

# Python's parser calls itself for every level, and may overflow the machine's stack
# before it notices. Nothing that is read here has a tenth of so many levels.
_DEEPEST = 500
_BRACKETS_AND_STRINGS = re.compile(r'[][{}]|"(?:[^"\\]|\\.)*"?', re.DOTALL)


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
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text))
    _check_depth(text)
    return json.loads(text)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= _DEEPEST:
        return
    depth = 0
    for found in _BRACKETS_AND_STRINGS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")


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
