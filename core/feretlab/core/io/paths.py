"""Input files from names, folders and patterns."""

import errno
import glob
import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

from feretlab.core.errors import FileError
from feretlab.core.io.sniff import known_extensions

# What FeretLab writes beside its inputs must not become input of the next run.
OUTPUTS = ("_labels", "_mask", "_probability", "_overlay")
_OUTPUT_NAMES = {"distribution.png", "comparison.png"}


def expand_inputs(
    inputs: Sequence[str | os.PathLike[str]],
    wanted: Sequence[str] = (),
    refuse: Callable[[str, FileError], None] | None = None,
) -> list[Path]:
    """Give the image files that names, folders and patterns stand for.

    Parameters
    ----------
    inputs : sequence of str or path-like
        Files, taken as they are, missing ones too while another is there, so
        that whoever reads them reports it and goes on; folders, of which files
        with a known ending are taken; patterns such as ``"run*/*.tif"``.
    wanted : sequence of str
        Which of `OUTPUTS` to look for in folders and patterns, the best first:
        where there are such files, these are taken and no others. Other outputs
        of FeretLab are never taken.
    refuse : callable or None
        Hears of each folder or pattern that stands for no file, while another
        input does, and why. None: the first of them ends the search.

    Returns
    -------
    list of Path
        Sorted within each input as people count (image2 before image10), each
        file once, by the first of the paths that lead to it.

    Raises
    ------
    feretlab.core.errors.FileError
        Where no input stands for a file that is there, or one does not and
        nobody hears of it.
    """
    found: dict[str, Path] = {}
    refused: list[tuple[str, FileError]] = []
    for given in inputs:
        entry = os.fspath(given)
        try:
            paths = _expanded(entry, wanted)
        except FileError as error:
            if refuse is None:
                raise
            refused.append((entry, error))
            continue
        for path in paths:
            # A link, and a path through a parent folder, lead to a file that was.
            found.setdefault(os.path.realpath(path), path)
    if not any(os.path.exists(path) for path in found):
        _reject_all(inputs, refused)
    if refuse is not None:
        for word, reason in refused:
            refuse(word, reason)
    return list(found.values())


def unique_name(stem: str, taken: set[str]) -> str:
    """Give a printable stem that is not taken yet, whatever its case, and take it.

    Parameters
    ----------
    stem : str
        What a file would be called.
    taken : set of str
        Stems in lower case; the new one is added.

    Returns
    -------
    str
        The stem itself, or with ``_2``, ``_3`` and so on behind it. Line breaks,
        and bytes that are no text in the system's encoding, become ``_``.
    """
    plain = "".join(letter if letter.isprintable() else "_" for letter in stem)
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain}_{number}"
    taken.add(name.lower())
    return name


def check_names(paths: Iterable[Path]) -> None:
    """Refuse files whose names are too long for the disk, before they are made.

    Parameters
    ----------
    paths : iterable of Path
        Files to write; there or not.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the disk would not take one.
    """
    for path in paths:
        try:
            os.lstat(path)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise FileError(
                    f"Writing {str(path)!r}: the name is too long for the disk; give "
                    "the image a shorter one."
                ) from error


def make_folder(folder: Path) -> None:
    """Make a folder for results where it is missing, and try to write there.

    Parameters
    ----------
    folder : Path
        The folder.

    Raises
    ------
    feretlab.core.errors.FileError
        Where it cannot be made, or no file in it.
    """
    doing = "Making the folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        doing = "Writing to the folder"
        # Rights alone do not tell: the disk or the network may say no.
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = (
            f"{doing} {str(folder)!r} for the results: "
            f"{error.strerror or error}. Choose another folder."
        )
        raise FileError(message) from error


def _expanded(entry: str, wanted: Sequence[str]) -> list[Path]:
    path = Path(entry).expanduser()
    if os.path.isdir(path):
        try:
            files = _images(path.iterdir(), wanted)
        except OSError as error:
            _reject(entry, f"folder cannot be read ({error.strerror or error})")
        if not files:
            endings = ", ".join(dict.fromkeys(known_extensions()))
            _reject(entry, f"folder holds no image, expected files ending in {endings}")
        return files
    # Unlike a path's own method, this one takes names that are too long.
    if os.path.exists(path) or not glob.has_magic(entry):
        return [path]
    matches = [Path(match) for match in glob.glob(_pattern(path), recursive=True)]
    return _images(matches, wanted) or _reject(
        entry, "pattern matches no image; check the spelling"
    )


def _pattern(path: Path) -> str:
    """Take brackets and stars in the names of folders that are there as they are."""
    for folder in path.parents:
        if os.path.isdir(folder):
            return os.path.join(glob.escape(str(folder)), path.relative_to(folder))
    return str(path)


def _reject_all(
    inputs: Sequence[str | os.PathLike[str]], refused: Sequence[tuple[str, FileError]]
) -> NoReturn:
    if refused:
        raise refused[0][1]
    if not inputs:
        raise FileError("Finding inputs: none was given, expected files or folders.")
    _reject(os.fspath(inputs[0]), "file is missing; check the spelling")


def _reject(entry: str, reason: str) -> NoReturn:
    raise FileError(f"Finding inputs: {entry!r}: the {reason}.")


def _images(paths: Iterable[Path], wanted: Sequence[str]) -> list[Path]:
    """Known endings only, without hidden files, outputs, and .emi beside its .ser."""
    endings = known_extensions()
    images = [
        path
        for path in paths
        if path.suffix.lower() in endings
        and not path.name.startswith(".")
        and path.name not in _OUTPUT_NAMES
        and path.is_file()
    ]
    for ending in wanted:
        found = [path for path in images if path.stem.endswith(ending)]
        if found:
            return sorted(found, key=_natural)
    files = [path for path in images if not path.stem.endswith(OUTPUTS)]
    series = {
        re.sub(r"_\d+$", "", path.stem)
        for path in files
        if path.suffix.lower() == ".ser"
    }
    kept = [
        path
        for path in files
        if path.suffix.lower() != ".emi" or path.stem not in series
    ]
    return sorted(kept, key=_natural)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Numbers in a path compare as numbers."""
    parts = re.split(r"(\d+)", str(path).lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
