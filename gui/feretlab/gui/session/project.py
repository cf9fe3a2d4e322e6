"""A project on disk: a folder with a readable file, and results beside it.

``feretlab-project.json`` names the images, by their place relative to the folder
and by their absolute one, with recipe and corrections as text. Each result lies in
``results/NAME.npz``, manual measurements made elsewhere in ``manual/``.
"""

import json
import os
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pydantic import PositiveFloat, TypeAdapter, ValidationError

from feretlab.core.errors import FileError, short
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import parse_json
from feretlab.gui.texts import tr

FILE_NAME = "feretlab-project.json"
RESULTS = "results"
MANUAL = "manual"
VERSION = 1
"""Rises when a project can no longer be read by the version before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRecord:
    """A drawn region.

    Parameters
    ----------
    corner, shape : tuple of int
        Row and column of its first pixel; height and width.
    runs : str
        Lengths of runs of pixels row by row, outside and inside in turn.
    """

    corner: tuple[int, int]
    shape: tuple[int, int]
    runs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRecord:
    """One correction, as `feretlab.gui.session.corrections.Correction`."""

    kind: Literal["add", "delete", "replace", "class", "exclude"]
    at: tuple[tuple[int, int], ...] = ()
    regions: tuple[RegionRecord, ...] = ()
    text: str = ""
    areas: tuple[int, ...] = ()
    beside: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRecord:
    """A length measured by hand, as `feretlab.gui.session.manual.ManualLength`."""

    start: tuple[float, float]
    end: tuple[float, float]
    pixel_size_nm: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualFileRecord:
    """Measurements made elsewhere, as `feretlab.gui.session.manual_files` has them.

    Parameters
    ----------
    name : str
        For people.
    file : str
        Name of the file, in ``manual/NUMBER`` of the project's folder; the first
        number is 1.
    """

    name: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRecord:
    """One image.

    Parameters
    ----------
    name : str
        As in the list and in tables.
    path, absolute : str
        The file, relative to the project's folder (empty where there is no such
        way) and absolute.
    page, pages : int
        Index of the page, and pages of the file; 0 where not known.
    shape, pixel_size_nm, pixel_size_source, given_size_nm, message
        As of `feretlab.gui.session.entries.Entry`.
    has_failed : bool
        Whether the last analysis failed; then the message says why.
    size_bytes, modified_ns : int
        Of the file that the result belongs to; where there is none, of the file when
        the project was saved. -1 where it was missing.
    sha256 : str
        Digest of the file that the result belongs to; empty where there is none, or
        where nobody noted which file it was.
    result : str
        File of the result, relative to the project's folder; empty for none.
    corrections : tuple of CorrectionRecord
        What a person changed.
    lengths : tuple of LengthRecord
        What a person measured.
    """

    name: str
    path: str
    absolute: str
    page: int = 0
    pages: int = 0
    shape: tuple[int, int] | None = None
    pixel_size_nm: tuple[PositiveFloat, PositiveFloat] | None = None
    pixel_size_source: str = ""
    given_size_nm: PositiveFloat | None = None
    message: str = ""
    has_failed: bool = False
    size_bytes: int = -1
    modified_ns: int = -1
    sha256: str = ""
    result: str = ""
    corrections: tuple[CorrectionRecord, ...] = ()
    lengths: tuple[LengthRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRecord:
    """The whole file.

    Parameters
    ----------
    images : tuple of ImageRecord
        In the order of the list.
    recipe : dict
        Parameters of the next analysis by their names.
    filters : dict
        Lowest and highest value shown, by column.
    current : int
        Index of the image shown; -1 for none.
    manual_files : tuple of ManualFileRecord
        Measurements made elsewhere.
    version : int
        Of this layout.
    feretlab : str
        Version that wrote it.
    """

    images: tuple[ImageRecord, ...]
    recipe: dict[str, Any]
    filters: dict[str, tuple[float, float]] = field(default_factory=dict)
    current: int = -1
    manual_files: tuple[ManualFileRecord, ...] = ()
    version: int = VERSION
    feretlab: str = field(default_factory=lambda: version("feretlab"))


def is_project(path: Path) -> bool:
    """Tell whether a path is a project's folder or its file.

    Parameters
    ----------
    path : Path
        Anything.

    Returns
    -------
    bool
    """
    return path.name == FILE_NAME or (path / FILE_NAME).is_file()


def write_record(record: ProjectRecord, folder: Path) -> None:
    """Write a project's file, whole or not at all.

    Parameters
    ----------
    record : ProjectRecord
        What it says.
    folder : Path
        The project's folder; made where it is missing.

    Raises
    ------
    FileError
        Where it cannot be written.
    """
    with atomic_path(folder / FILE_NAME) as beside:
        text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
        beside.write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> ProjectRecord:
    """Read a project's file.

    Parameters
    ----------
    folder : Path
        The project's folder.

    Returns
    -------
    ProjectRecord

    Raises
    ------
    FileError
        Where there is none, it is damaged, or a newer FeretLab wrote it.
    """
    path = folder / FILE_NAME
    what = tr("Opening project {folder!r}").format(folder=str(folder))
    try:
        content = parse_json(path.read_bytes())
    except FileNotFoundError as error:
        message = tr(
            "{what}: found no {file} in it; choose the folder that was named when the "
            "project was saved."
        ).format(what=what, file=FILE_NAME)
        raise FileError(message) from error
    except OSError as error:
        raise FileError(f"{what}: {error.strerror or error}.") from error
    except ValueError as error:
        raise FileError(_damaged(what, error)) from error
    _check_version(content, what)
    try:
        record = TypeAdapter(ProjectRecord).validate_python(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        reason = tr("field {field!r}: found {found}, {problem}").format(
            field=where, found=short(fault["input"]), problem=fault["msg"]
        )
        raise FileError(_damaged(what, reason)) from error
    return replace(record, images=tuple(map(_inside, record.images)))


def relative_path(path: Path, folder: Path) -> str:
    """Give the way from a folder to a file, with slashes.

    Parameters
    ----------
    path, folder : Path
        Both absolute.

    Returns
    -------
    str
        Empty where there is none, as between drives.
    """
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return ""


def located(record: ImageRecord, folder: Path) -> Path:
    """Find an image's file, first relative to the project, so that both can move.

    Parameters
    ----------
    record : ImageRecord
        The image.
    folder : Path
        The project's folder.

    Returns
    -------
    Path
        Absolute; of no file where it is at neither place.
    """
    if record.path:
        beside = Path(os.path.normpath(folder.absolute() / record.path))
        if beside.is_file():
            return beside
    return Path(record.absolute)


def _inside(image: ImageRecord) -> ImageRecord:
    """Give names alone: a project from elsewhere must not point out of its folder."""
    result = f"{RESULTS}/{Path(image.result).name}" if image.result else ""
    return replace(image, name=Path(image.name).name, result=result)


def _check_version(content: Any, what: str) -> None:
    found = content.get("version") if isinstance(content, dict) else None
    if not isinstance(found, int):
        raise FileError(_damaged(what, tr("it has no version number")))
    if found > VERSION:
        writer = content.get("feretlab", "?")
        message = tr(
            "{what}: found layout {found}, expected at most {known}; it was written by "
            "FeretLab {writer}. Update FeretLab to open it."
        ).format(what=what, found=found, known=VERSION, writer=writer)
        raise FileError(message)


def _damaged(what: str, reason: object) -> str:
    text = tr(
        "{what}: {file} is damaged ({reason}). Put a copy of that file from before in "
        "its place, or begin anew with its images."
    )
    return text.format(what=what, file=FILE_NAME, reason=reason)
