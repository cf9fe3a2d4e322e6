"""What a result was made from: versions, model, inputs and every parameter.

Written as ``provenance.json`` beside the results; `parameters_of` gives the
records back, so that a run can be repeated.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from feretlab.core.errors import FileError, InputError, short
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import read_json
from feretlab.core.parameters import Parameters

SCHEMA = 1
"""Rises when a file can no longer be read by the version before."""

PACKAGES = (
    "feretlab",
    "numpy",
    "scipy",
    "scikit-image",
    "numba",
    "onnxruntime",
    "pydantic",
    "tifffile",
    "imagecodecs",
    "ncempy",
    "mrcfile",
    "imageio",
    "pillow",
    "roifile",
    "xlsxwriter",
    "matplotlib",
)
"""Distributions that results may depend on."""

Record = TypeVar("Record", bound=Parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file as it was when it was read or written.

    Parameters
    ----------
    path : str
        Absolute for inputs, relative to the results for outputs.
    size_bytes : int
        Length of the file.
    sha256 : str
        Hash of its bytes, 64 hexadecimal digits.
    note : str
        What became of it, for people: ``"412 particles"``, ``"skipped: ..."``.
    """

    path: str
    size_bytes: int
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """The network that was used.

    Parameters
    ----------
    name : str
        Its name in the zoo, or the stem of its file.
    sha256 : str
        Hash of the ONNX file.
    path : str
        File it was loaded from; empty for one that FeretLab brings along.
    licence : str
        Licence as the file states it.
    """

    name: str
    sha256: str
    path: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How one set of results came about.

    Parameters
    ----------
    operation : str
        Id of the operation that ran, such as ``"analyze"``.
    parameters : mapping
        Every parameter, defaults included, by operation id and field name.
    inputs : tuple of FileRecord
        Files that were read, in order.
    outputs : tuple of FileRecord
        Files that were written.
    model : ModelRecord or None
        None where no network took part.
    seed : int or None
        Seed of random numbers; None where none were drawn.
    command : tuple of str
        Words of the command line; empty for a call from Python.
    started, finished : str
        ISO 8601 in UTC.
    counts : mapping
        How many images, particles, failures and so on.
    exclusions : mapping
        How many particles a person left out, by reason.
    warnings : tuple of str
        One line each.
    versions : mapping
        Version by distribution name, FeretLab's first.
    python, platform : str
        Of the interpreter that ran.
    schema : int
        Version of this layout.
    """

    operation: str
    parameters: Mapping[str, Mapping[str, Any]]
    inputs: tuple[FileRecord, ...] = ()
    outputs: tuple[FileRecord, ...] = ()
    model: ModelRecord | None = None
    seed: int | None = None
    command: tuple[str, ...] = ()
    started: str = ""
    finished: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    exclusions: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=lambda: installed_versions())
    python: str = field(default_factory=lambda: sys.version.split()[0])
    platform: str = field(default_factory=lambda: platform.platform())
    schema: int = SCHEMA


def installed_versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Give the versions of installed distributions without importing them.

    Parameters
    ----------
    packages : iterable of str
        Distribution names; those that are not installed are left out.

    Returns
    -------
    dict of str
    """
    versions = {}
    for name in packages:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def timestamp() -> str:
    """Give the time in UTC, or that of SOURCE_DATE_EPOCH where it is set.

    Returns
    -------
    str
        ISO 8601 to the second.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.isoformat(timespec="seconds")


def file_record(
    path: Path, relative_to: Path | None = None, note: str = ""
) -> FileRecord:
    """Hash a file.

    Parameters
    ----------
    path : Path
        File to read.
    relative_to : Path or None
        Folder that the recorded path starts from; None records it absolute.
    note : str
        Kept with it.

    Returns
    -------
    FileRecord

    Raises
    ------
    FileError
        When it cannot be read.
    """
    shown = path.absolute() if relative_to is None else path.relative_to(relative_to)
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        message = f"Reading {str(path)!r}: {error.strerror or error}."
        raise FileError(message) from error
    return FileRecord(path=shown.as_posix(), size_bytes=size, sha256=digest, note=note)


def changed_inputs(provenance: Provenance) -> dict[str, Literal["missing", "changed"]]:
    """Tell which inputs are no longer what they were.

    Parameters
    ----------
    provenance : Provenance
        As read back.

    Returns
    -------
    dict
        What is wrong, by path; empty where all bytes are the same.
    """
    wrong: dict[str, Literal["missing", "changed"]] = {}
    for record in provenance.inputs:
        path = Path(record.path)
        if not path.is_file():
            wrong[record.path] = "missing"
        elif (
            path.stat().st_size != record.size_bytes
            or file_record(path).sha256 != record.sha256
        ):
            wrong[record.path] = "changed"
    return wrong


def parameters_of(
    provenance: Provenance, operation: str, record: type[Record]
) -> Record:
    """Give an operation's parameters back as they were.

    Parameters
    ----------
    provenance : Provenance
        As read back.
    operation : str
        Id of the operation.
    record : type
        Its parameter record; a field that is younger than the file takes its
        default.

    Returns
    -------
    feretlab.core.parameters.Parameters

    Raises
    ------
    InputError
        When the operation took no part, or a value no longer fits.
    """
    what = f"Repeating {operation!r} from provenance"
    if operation not in provenance.parameters:
        known = ", ".join(map(repr, provenance.parameters)) or "none"
        raise InputError(f"{what}: found parameters of {known}, expected its own.")
    try:
        return record.model_validate(dict(provenance.parameters[operation]))
    except ValidationError as error:
        raise InputError(f"{what}: {_first_fault(error)}.") from error


def write_provenance(provenance: Provenance, path: Path) -> None:
    """Write a record as JSON.

    Parameters
    ----------
    provenance : Provenance
        The record.
    path : Path
        ``provenance.json``; replaced where it exists.
    """
    with atomic_path(path) as beside:
        text = json.dumps(asdict(provenance), indent=2, ensure_ascii=False)
        # Bytes of a file's name that are no text become escapes, which JSON knows.
        beside.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")


def read_provenance(path: Path) -> Provenance:
    """Read a record back.

    Parameters
    ----------
    path : Path
        A ``provenance.json``.

    Returns
    -------
    Provenance

    Raises
    ------
    FileError
        When it cannot be read, is none, or was written by a newer FeretLab.
    """
    what = f"Reading provenance {str(path)!r}"
    content = read_json(path, what)
    schema = content.get("schema") if isinstance(content, dict) else None
    if not isinstance(schema, int):
        raise FileError(f"{what}: found no schema number, expected 1 to {SCHEMA}.")
    if schema > SCHEMA:
        raise FileError(
            f"{what}: found schema {schema}, expected at most {SCHEMA}; "
            f"it was written by FeretLab {_writer(content)}, update to that version."
        )
    try:
        return TypeAdapter(Provenance).validate_python(content)
    except ValidationError as error:
        raise FileError(f"{what}: {_first_fault(error)}.") from error


def check_folder(folder: Path, operation: str) -> None:
    """Refuse a folder that holds the results of another operation.

    Parameters
    ----------
    folder : Path
        Where results are to be written; there or not.
    operation : str
        Id of the operation that wants to write.

    Raises
    ------
    FileError
        Where there is the record of another one, which would be lost.
    """
    try:
        content = read_json(folder / "provenance.json", "Reading provenance")
    except FileError:
        return
    found = content.get("operation") if isinstance(content, dict) else None
    if isinstance(found, str) and found != operation:
        raise FileError(
            f"Writing results of {operation!r} to {str(folder)!r}: found those of "
            f"{found!r}, whose provenance.json would be lost, expected a folder "
            "without them; choose another folder."
        )


def _writer(content: Mapping[str, Any]) -> str:
    versions = content.get("versions")
    return str(versions.get("feretlab", "?")) if isinstance(versions, dict) else "?"


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":  # its input is all that stands around it
        return f"found no field {where!r}; take the record as it was written"
    return f"field {where!r}: found {short(fault['input'])}, {fault['msg']}"
