"""Results of an earlier run on images that a new one into their folder leaves out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from feretlab.core.analysis.claims import written_here
from feretlab.core.analysis.file_names import POOLED, RECORD
from feretlab.core.errors import FileError
from feretlab.core.io.paths import make_folder
from feretlab.core.provenance import FileRecord, file_record, read_provenance

_FOLDER = "earlier"


def check_images(output: Path, images: Iterable[Path]) -> None:
    """Refuse a folder whose results of other images would be lost.

    Where one image is of both runs, as where others came or went, `set_aside` keeps
    what was of all images; files of single images are written over only by those of
    an image of the same name, which is refused.

    Parameters
    ----------
    output : Path
        Folder of the results; there or not.
    images : iterable of Path
        Files of which results are to be written there.

    Raises
    ------
    FileError
        Where it holds such results.
    """
    images = list(images)
    earlier = _inputs(output / RECORD)
    what = f"Writing results to {str(output)!r}: found"
    if earlier and not _have_common(images, earlier):
        raise FileError(
            f"{what} those of other images, such as {earlier[0].path!r}, which would "
            "be lost, expected a folder without results, or with those of the same "
            "images; choose another folder."
        )
    for path in _set_aside_before(output):
        earlier += _inputs(path / RECORD)
    for old, new in _of_one_name(images, earlier):
        raise FileError(
            f"{what} those of {old.path!r}, in whose place those of {str(new)!r} would "
            "be written, expected images of different names; choose another folder."
        )


def set_aside(output: Path, inputs: Sequence[FileRecord]) -> tuple[str, ...]:
    """Move what an earlier run wrote of all images, where a new one lacks some.

    Parameters
    ----------
    output : Path
        Folder of the results.
    inputs : sequence of FileRecord
        What the new run has read.

    Returns
    -------
    tuple of str
        A warning that tells where that is; empty where no image is left out.

    Raises
    ------
    FileError
        Where it cannot be moved.
    """
    paths = {record.path for record in inputs}
    digests = {record.sha256 for record in inputs}
    lost = [
        record.path
        for record in _inputs(output / RECORD)
        if record.path not in paths and record.sha256 not in digests
    ]
    if not lost:
        return ()
    folder = next(
        folder
        for folder in (output / f"{_FOLDER}_{number}" for number in count(1))
        if not folder.exists()
    )
    make_folder(folder)
    # The record is the last: it is what tells that there is something to move.
    for file in written_here(output, (output / name for name in POOLED)):
        try:
            file.rename(folder / file.name)
        except OSError as error:
            reason = error.strerror or error
            raise FileError(
                f"Moving {str(file)!r} to {str(folder)!r}: {reason}; close what has it "
                "open, or choose another folder."
            ) from error
    what = f"{lost[0]!r}" + (f" and {len(lost) - 1} more" if len(lost) > 1 else "")
    return (
        f"{str(folder)!r} keeps the tables, pictures and record of an earlier run, "
        f"which had other images, such as {what}.",
    )


def _inputs(record: Path) -> list[FileRecord]:
    """Give the images of an earlier run; none where there is no record of one."""
    try:
        return list(read_provenance(record).inputs)
    except FileError:
        return []


def _set_aside_before(output: Path) -> list[Path]:
    return sorted(output.glob(f"{_FOLDER}_*"))


def _have_common(images: Sequence[Path], earlier: Sequence[FileRecord]) -> bool:
    """Tell whether an image was an input before, there or moved since."""
    paths = {record.path for record in earlier}
    return any(path.absolute().as_posix() in paths for path in images) or any(
        _has_moved(path, earlier) for path in images
    )


def _has_moved(path: Path, earlier: Sequence[FileRecord]) -> bool:
    """Tell whether a file was an input before, under whatever name."""
    sizes = {record.size_bytes for record in earlier}
    if not path.is_file() or path.stat().st_size not in sizes:
        return False
    return file_record(path).sha256 in {record.sha256 for record in earlier}


def _of_one_name(
    images: Sequence[Path], earlier: Sequence[FileRecord]
) -> Iterator[tuple[FileRecord, Path]]:
    """Give images left out and new ones whose results have the same name."""
    paths = {path.absolute().as_posix() for path in images}
    known = {record.path for record in earlier}
    left = {
        Path(record.path).stem.casefold(): record
        for record in earlier
        if record.path not in paths
    }
    for path in images:
        old = left.get(path.stem.casefold())
        is_new = path.absolute().as_posix() not in known
        if old is not None and is_new and not _has_moved(path, earlier):
            yield old, path
