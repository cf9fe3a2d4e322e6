"""Which files in a folder of results are FeretLab's, and may be written again.

Names are noted before the files are written, so that a run that was stopped in
the middle knows its own. What else lies there may be somebody's work.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from feretlab.core.analysis.finished import STATE_FOLDER
from feretlab.core.errors import FileError
from feretlab.core.io.paths import make_folder
from feretlab.core.provenance import read_provenance

_CLAIMS = "outputs.txt"
_WITHOUT_CLAIMS = {
    ".npz": ("_labels.tif", "_rois.zip", "_overlay.png"),
    ".segment.json": ("_mask.tif", "_probability.tif"),
    ".separate.json": ("_labels.tif",),
}
"""What the states of single images stand for in a folder from before claims."""


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
    """Refuse to write over a file that no run into the folder wrote.

    Parameters
    ----------
    output : Path
        Folder of the results.
    files : iterable of Path
        What is to be written there.

    Raises
    ------
    FileError
        Where there is such a file.
    """
    ours = claimed(output)
    for file in files:
        if file.name not in ours and os.path.lexists(file):
            raise FileError(
                f"Writing {str(file)!r}: found a file of this name that no earlier "
                "run into the folder wrote, expected none; move it, or choose another "
                "folder with --output."
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
    known, path = claimed(output), output / STATE_FOLDER / _CLAIMS
    new = sorted({file.name for file in files} - known)
    # From now on the notes alone tell, so what was known without them goes in, too.
    lines = new if path.exists() else [*sorted(known), *new]
    try:
        path.parent.mkdir(exist_ok=True)
        with open(path, "a", encoding="utf-8") as notes:
            notes.write("".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise FileError(f"Writing {str(path)!r}: {error.strerror or error}.") from error


def claimed(output: Path) -> set[str]:
    """Name the files that runs into a folder have written, or were about to.

    Parameters
    ----------
    output : Path
        Folder of the results.

    Returns
    -------
    set of str
        Names; files of them may be gone.
    """
    try:
        text = (output / STATE_FOLDER / _CLAIMS).read_text("utf-8", errors="replace")
    except OSError:
        return {*_recorded(output), *_kept(output)}
    return set(text.split("\n"))


def _recorded(output: Path) -> Iterator[str]:
    """Name what the record of the last analysis lists, and the record."""
    record = output / "provenance.json"
    try:
        outputs = read_provenance(record).outputs
    except FileError:
        return
    yield record.name
    yield from (file.path for file in outputs)


def _kept(output: Path) -> Iterator[str]:
    """Name what the states of single images stand for."""
    for path in (output / STATE_FOLDER).glob("*"):
        for state, endings in _WITHOUT_CLAIMS.items():
            if path.name.endswith(state):
                stem = path.name.removesuffix(state)
                yield from (stem + ending for ending in endings)
