"""Files that appear whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feretlab.core.errors import FileError

_REMEDIES = {
    errno.ENOSPC: " Free some space there, or write to another disk.",
    errno.EACCES: " Choose a folder that you may write to.",
    errno.EROFS: " Choose a folder that can be written to.",
}


@contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a name beside `path` to write to, renamed to `path` at the end.

    Missing folders are made. Where the block fails, or is stopped, nothing
    remains, and a file that stood at `path` before is untouched.

    Parameters
    ----------
    path : path-like
        The file that shall appear.

    Yields
    ------
    Path
        A file name in the same folder, with the same suffix, not yet there.

    Raises
    ------
    feretlab.core.errors.FileError
        Where the folder or the file cannot be written: read-only, disk full.

    Examples
    --------
    >>> with atomic_path("out/particles.csv") as partial:  # doctest: +SKIP
    ...     partial.write_text("image,particle")
    """
    target = Path(path)
    # The suffix stays, because many writers choose the format by it. Letters have up
    # to 4 bytes, names 255.
    name = f".{target.stem[:40]}.{secrets.token_hex(4)}.partial{target.suffix}"
    partial = target.with_name(name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        partial.replace(target)
    except FileError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = _REMEDIES.get(error.errno or 0, "")
        raise FileError(f"Writing {str(target)!r}: {reason}.{remedy}") from error
    finally:
        _remove(partial)


def _remove(partial: Path) -> None:
    """Delete the remainder; what cannot be deleted must not hide the first failure."""
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return
