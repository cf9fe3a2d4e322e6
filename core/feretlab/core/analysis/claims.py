"""Which files in a folder of results are FeretLab's, and may be written again.

Names are noted before files are written, so that a run that was stopped in the
middle knows its own; digests after, so that work of a person's hands on them is seen.
What else lies there may be somebody's.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

from feretlab.core.analysis.file_names import POOLED, RECORD
from feretlab.core.analysis.finished import STATE_FOLDER, digests_of
from feretlab.core.errors import FileError
from feretlab.core.io.json_text import parse_json
from feretlab.core.io.paths import check_names, make_folder
from feretlab.core.provenance import file_record, read_provenance

_NOTES = "outputs.jsonl"
_WITHOUT_NOTES = {
    ".npz": ("_labels.tif", "_rois.zip", "_overlay.png"),
    ".segment.json": ("_mask.tif", "_probability.tif"),
    ".separate.json": ("_labels.tif",),
}
"""What states of single images stand for where nothing is noted of them."""


def open_folder(output: Path) -> None:
    """Make a folder for results, with room for what FeretLab notes of them.

    Parameters
    ----------
    output : Path
        Folder of the results.

    Raises
    ------
    FileError
        Where either cannot be made, or no file in it.
    """
    make_folder(output)
    make_folder(output / STATE_FOLDER)


def check_free(output: Path, files: Iterable[Path]) -> None:
    """Refuse names too long, and to write over a file not as FeretLab wrote it.

    Parameters
    ----------
    output : Path
        Folder of the results.
    files : iterable of Path
        What is to be written there.

    Raises
    ------
    FileError
        Where there is such a name or file.
    """
    files = list(files)
    check_names(files)
    notes = _Notes(output)
    for file in files:
        fault = notes.fault(file)
        if fault:
            raise FileError(
                f"Writing {str(file)!r}: {fault}; move it, or choose another folder."
            )


def claim(output: Path, files: Iterable[Path]) -> None:
    """Note that files are about to be written, if nobody else's are in their place.

    Parameters
    ----------
    output : Path
        Folder of the results.
    files : iterable of Path
        What is to be written there.

    Raises
    ------
    FileError
        As of `check_free`, or where nothing can be noted.
    """
    files = list(files)
    check_free(output, files)
    _note(output, {file.name: "" for file in files})


def note_written(output: Path, files: Iterable[Path]) -> None:
    """Note what files hold that were claimed and are written now.

    Without it, whatever has their names is taken for FeretLab's: that does for
    tables, which people save again from a spreadsheet.

    Parameters
    ----------
    output : Path
        Folder of the results.
    files : iterable of Path
        What was written there.

    Raises
    ------
    FileError
        Where one cannot be read, or nothing can be noted.
    """
    _note(output, digests_of(files))


def written_here(output: Path, files: Iterable[Path]) -> list[Path]:
    """Give those of some files that are there as FeretLab wrote them.

    Parameters
    ----------
    output : Path
        Folder of the results.
    files : iterable of Path
        Any in it.

    Returns
    -------
    list of Path
    """
    notes = _Notes(output)
    return [file for file in files if os.path.lexists(file) and not notes.fault(file)]


class _Notes:
    """What is known of the files in a folder of results."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._digests = dict(_read(output / STATE_FOLDER / _NOTES))

    def fault(self, file: Path) -> str:
        """Say why a file may not be written, if it may not."""
        if not os.path.lexists(file):
            return ""
        digest = self._digest(file)
        if digest is None:
            return (
                "found a file of this name, and nothing in the folder tells that "
                "FeretLab wrote it"
            )
        if digest and digest != file_record(file).sha256:
            return "found that it was changed since FeretLab wrote it"
        return ""

    def _digest(self, file: Path) -> str | None:
        """Give a file's digest, empty where only its name is known."""
        name = file.name
        if name not in self._digests:
            alike = (each for each in self._alike(name) if _same(file, each))
            name = next(alike, name)
        if name in self._digests:
            return self._digests[name]
        return "" if name in self._elders else None

    def _alike(self, name: str) -> Iterator[str]:
        """Names that many disks take for the same one."""
        plain = normalize("NFC", name).casefold()
        for other in (*self._digests, *self._elders):
            if normalize("NFC", other).casefold() == plain:
                yield other

    @cached_property
    def _elders(self) -> set[str]:
        """Name what runs wrote of which nothing is noted."""
        return {*_recorded(self._output), *_kept(self._output, self._digests)}


def _same(file: Path, name: str) -> bool:
    other = file.with_name(name)
    return other.exists() and other.samefile(file)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """Give names and digests; the last of a name counts."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        try:
            name, digest = parse_json(line)
        except (ValueError, TypeError):
            continue  # a line that was cut when the disk was full
        yield str(name), str(digest)


def _note(output: Path, digests: Mapping[str, str]) -> None:
    path = output / STATE_FOLDER / _NOTES
    # The line before may have been cut.
    lines = "".join(f"\n{json.dumps(pair)}" for pair in digests.items())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a", encoding="utf-8") as notes:
            notes.write(lines)
    except OSError as error:
        raise FileError(f"Writing {str(path)!r}: {error.strerror or error}.") from error


def _recorded(output: Path) -> Iterator[str]:
    """Name what the record of the last analysis lists, and the record."""
    record = output / RECORD
    try:
        outputs = read_provenance(record).outputs
    except FileError:
        return
    yield record.name
    yield from (file.path for file in outputs)


def _kept(output: Path, noted: Iterable[str]) -> Iterator[str]:
    """Name what states stand for of which nothing is noted, as those of old runs."""
    known = set(noted)
    for path in (output / STATE_FOLDER).glob("*"):
        for state, endings in _WITHOUT_NOTES.items():
            names = {path.name.removesuffix(state) + ending for ending in endings}
            if path.name.endswith(state) and not names & known:
                yield from names
        if path.name.endswith(".npz") and known.isdisjoint(POOLED):
            yield from POOLED
