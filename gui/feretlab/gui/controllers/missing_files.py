"""Files that are gone, told before anything is written of their images."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from feretlab.core.errors import FileError
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr_count


class MissingFilesError(FileError):
    """Files of images that are to be written are missing.

    Parameters
    ----------
    what : str
        What was being done.
    paths : sequence of Path
        The missing files, one or more.
    """

    def __init__(self, what: str, paths: Sequence[Path]) -> None:
        super().__init__(
            tr_count(
                "{what}: the file {path!r} is missing, expected those of all images. "
                "Choose Image > Locate…, or remove the image from the list.",
                "{what}: {count} files are missing, the first {path!r}, expected those "
                "of all images. Choose Image > Locate…, or remove the images from the "
                "list.",
                len(paths),
                what=what,
                path=str(paths[0]),
            )
        )
        self.paths = frozenset(paths)


def check_files(what: str, entries: Iterable[Entry]) -> None:
    """Refuse to go on where the file of an image is missing.

    Parameters
    ----------
    what : str
        What is being done, as the error begins.
    entries : iterable of Entry
        Of these images; pages of a stack share their file.

    Raises
    ------
    MissingFilesError
        Where any file is missing.
    """
    paths = dict.fromkeys(entry.path for entry in entries)
    gone = [path for path in paths if not path.is_file()]
    if gone:
        raise MissingFilesError(what, gone)


def mark_missing(session: Session, error: Exception) -> None:
    """Show in the list which files an error tells to be missing.

    Parameters
    ----------
    session : Session
        Holds the images.
    error : Exception
        Of any kind; others mark nothing.
    """
    if not isinstance(error, MissingFilesError):
        return
    for entry in session.entries:
        if entry.path in error.paths and entry.state != State.RUNNING:
            session.update(entry.key, state=State.MISSING, message=str(error))
