"""Which content of a file something belongs to."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from feretlab.core.provenance import file_record


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStamp:
    """The content of a file at one moment.

    Parameters
    ----------
    size_bytes, modified_ns : int
        Where both are as before, the content is taken for the same; -1 where the
        file was missing.
    sha256 : str
        Digest; empty where it was not taken.
    """

    size_bytes: int = -1
    modified_ns: int = -1
    sha256: str = ""


def seen_at(path: Path) -> FileStamp:
    """Give size and time of a file as it is now, without reading it.

    Parameters
    ----------
    path : Path
        The file, which may be missing.

    Returns
    -------
    FileStamp
        Without a digest.
    """
    try:
        status = path.stat()
    except OSError:
        return FileStamp()
    return FileStamp(size_bytes=status.st_size, modified_ns=status.st_mtime_ns)


def stamp_of(path: Path) -> FileStamp:
    """Stamp a file as it is now.

    Parameters
    ----------
    path : Path
        The file; one that did not change since is not read again.

    Returns
    -------
    FileStamp
        All of it unknown where the file cannot be read.
    """
    try:
        return _stamped(path, seen_at(path))
    except OSError:
        return FileStamp()


@lru_cache(maxsize=1024)
def _stamped(path: Path, seen: FileStamp) -> FileStamp:
    return FileStamp(
        size_bytes=seen.size_bytes,
        modified_ns=seen.modified_ns,
        sha256=file_record(path).sha256,
    )
