"""What the user's machine remembers: the folder of their Fiji."""

import json
import os
import sys
from pathlib import Path

from feretlab.core.errors import FileError
from feretlab.core.io.json_text import parse_json

FIJI_HOME = "FIJI_HOME"


def settings_path() -> Path:
    """Give the file of the user's settings, which need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return folder / "feretlab" / "settings.json"


def fiji_folder(given: Path | None = None) -> Path | None:
    """Find the user's Fiji: as given, else ``FIJI_HOME``, else as remembered.

    Parameters
    ----------
    given : Path or None
        What the user asked for in this call.

    Returns
    -------
    Path or None
        None where nothing names one; the embedded ImageJ is used then.
    """
    if given is not None:
        return given
    named = os.environ.get(FIJI_HOME) or _read().get("fiji")
    return Path(named) if named else None


def remember_fiji(folder: Path | None) -> None:
    """Keep the folder of the user's Fiji for later calls.

    Parameters
    ----------
    folder : Path or None
        None forgets it.
    """
    settings = _read()
    settings.pop("fiji", None)
    if folder is not None:
        settings["fiji"] = str(folder.resolve())
    path = settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        message = f"Writing settings {str(path)!r}: {error.strerror or error}."
        raise FileError(message) from error


def _read() -> dict[str, str]:
    path = settings_path()
    try:
        settings = parse_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        message = f"Reading settings {str(path)!r}: {error.strerror or error}."
        raise FileError(message) from error
    except ValueError:
        settings = None
    if not isinstance(settings, dict):
        message = (
            f"Reading settings {str(path)!r}: found no JSON object. "
            "Mend the file or delete it."
        )
        raise FileError(message)
    return {key: str(value) for key, value in settings.items()}
