"""Manual measurements made elsewhere, kept inside a project's folder."""

import filecmp
import shutil
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from feretlab.core.io.atomic import atomic_path
from feretlab.gui.session.manual_files import ManualFile
from feretlab.gui.session.project import MANUAL, ManualFileRecord
from feretlab.gui.texts import tr


def write_files(
    files: Sequence[ManualFile], folder: Path
) -> tuple[ManualFileRecord, ...]:
    """Copy files into a project, those that are not there yet.

    Parameters
    ----------
    files : sequence of ManualFile
        Files that vanished meanwhile are named all the same.
    folder : Path
        The project's.

    Returns
    -------
    tuple of ManualFileRecord

    Raises
    ------
    feretlab.core.errors.FileError
        Where something cannot be written.
    """
    for number, each in enumerate(files, 1):
        kept = folder / MANUAL / str(number) / each.path.name
        if each.path.is_file() and not _is_same(each.path, kept):
            with atomic_path(kept) as beside:
                shutil.copyfile(each.path, beside)
    return tuple(
        ManualFileRecord(name=each.name, file=each.path.name) for each in files
    )


def read_files(
    records: Sequence[ManualFileRecord], folder: Path, notes: list[str]
) -> tuple[ManualFile, ...]:
    """Find the files of a project.

    Parameters
    ----------
    records : sequence of ManualFileRecord
        As they stand in its file.
    folder : Path
        The project's.
    notes : list of str
        Gets a line for each that is missing.

    Returns
    -------
    tuple of ManualFile
        With those that are missing, so that numbers stay.
    """
    found = []
    for number, each in enumerate(records, 1):
        # A name alone: a project from elsewhere must not point out of its folder.
        name = PureWindowsPath(each.file).name
        path = folder.absolute() / MANUAL / str(number) / name
        if not path.is_file():
            notes.append(
                tr("{name}: the file {path!r} is missing.").format(
                    name=each.name, path=str(path)
                )
            )
        found.append(ManualFile(name=each.name, path=path))
    return tuple(found)


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
