"""What the application remembers for this user between runs."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from psygnal import Signal
from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QStandardPaths

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.gui.theme import Choice

_RECENT = 12
_PLACES = QStandardPaths.StandardLocation


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is remembered.

    Parameters
    ----------
    theme : str
        ``"system"``, ``"light"`` or ``"dark"``.
    recent_files, recent_projects : tuple of str
        Opened last, the newest first; folders of images are among the files.
    geometry, layout : str
        Of the window and its panels, as Qt gives them, in base 64.
    page : str
        Page that was shown last.
    autosave_seconds : int
        How long after a change a project is saved by itself.
    model : str
        Network with which new projects begin.
    """

    theme: Choice = "system"
    recent_files: tuple[str, ...] = ()
    recent_projects: tuple[str, ...] = ()
    geometry: str = ""
    layout: str = ""
    page: str = ""
    autosave_seconds: int = 5
    model: str = "default"


def settings_path() -> Path:
    """Give the user's settings file, which need not exist."""
    folder = QStandardPaths.writableLocation(_PLACES.GenericConfigLocation)
    return Path(folder) / "feretlab" / "gui.json"


def state_folder() -> Path:
    """Give the folder for what must survive a crash."""
    folder = QStandardPaths.writableLocation(_PLACES.GenericStateLocation)
    return Path(folder) / "feretlab"


def read_settings(path: Path) -> Settings:
    """Read settings.

    Parameters
    ----------
    path : Path
        A JSON file; a missing one gives the defaults.

    Returns
    -------
    Settings

    Raises
    ------
    FileError
        Where the file cannot be read or holds something else.
    """
    what = f"Reading settings {str(path)!r}"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{what}: {error}.") from error
    try:
        return TypeAdapter(Settings).validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"]) or "the whole file"
        raise FileError(f"{what}: {where}: {fault['msg']}.") from error


class Preferences:
    """The settings of this run; every change goes to their file at once.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    changed : psygnal.Signal
        Carries the new `Settings`.
    problem : str
        Why the file was not used, or could not be written; empty where all is
        well.
    """

    changed = Signal(object)

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem = ""
        try:
            self.value = read_settings(path)
        except FileError as error:
            self.problem = f"{error} The defaults are used instead."
            self.value = Settings()

    def update(self, **changes: Any) -> None:
        """Change fields of `Settings`; the same values change nothing."""
        value = replace(self.value, **changes)
        if value == self.value:
            return
        self.value = value
        try:
            with atomic_path(self._path) as beside:
                text = json.dumps(asdict(value), indent=2, ensure_ascii=False)
                beside.write_text(text + "\n", encoding="utf-8")
        except FileError as error:
            self.problem = str(error)
        self.changed.emit(value)

    def note_files(self, paths: list[Path]) -> None:
        """Put files and folders of images at the top of the recent ones."""
        self.update(recent_files=_newest(paths, self.value.recent_files))

    def note_project(self, folder: Path) -> None:
        """Put a project at the top of the recent ones."""
        self.update(recent_projects=_newest([folder], self.value.recent_projects))

    def forget(self, *names: str) -> None:
        """Take files and projects off the recent ones."""
        value = self.value
        self.update(
            recent_files=tuple(n for n in value.recent_files if n not in names),
            recent_projects=tuple(n for n in value.recent_projects if n not in names),
        )


def _newest(paths: list[Path], known: tuple[str, ...]) -> tuple[str, ...]:
    names = [str(path.absolute()) for path in paths]
    return tuple(dict.fromkeys([*names, *known]))[:_RECENT]
