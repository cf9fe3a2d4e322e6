"""Finds out what new entries of the list are, one file after the other."""

import math
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from feretlab.core.micrograph import is_from_bar
from feretlab.core.progress import Progress
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.findings import state_with
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

THUMBNAIL_PX = 128


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """What a page of a file is.

    Parameters
    ----------
    shape : tuple of int
        Height and width in pixels.
    pixel_size_nm : tuple of float or None
        Down the rows and along them.
    pixel_size_source : str
        Where the size was found.
    warnings : tuple of str
        What looked odd.
    thumbnail : QImage
        At most `THUMBNAIL_PX` wide and high.
    """

    shape: tuple[int, int]
    pixel_size_nm: tuple[float, float] | None
    pixel_size_source: str
    warnings: tuple[str, ...]
    thumbnail: QImage


class Loader(QObject):
    """Reads new entries: their pages, size, pixel size and a thumbnail each.

    Where a file records no pixel size, its scale bar is looked for in a second
    round, after all thumbnails are there. A size that an earlier round read from
    a bar stays, as in a project that is opened, until a file is read again.

    Parameters
    ----------
    session : Session
        Whose entries.
    jobs : Jobs
        Where files are read; one at a time, so that other work has its turn.

    Attributes
    ----------
    thumbnail_ready : Signal(str)
        Carries the key of the entry.
    """

    thumbnail_ready = Signal(str)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session = session
        self._jobs = jobs
        self._thumbnails: dict[str, QImage] = {}
        self._listed: set[str] = set()
        self._waiting: OrderedDict[tuple[Path, bool], None] = OrderedDict()
        self._is_reading = False
        self._is_expanding = False
        session.entries_changed.connect(self._look)

    def thumbnail(self, key: str) -> QImage | None:
        """Give an entry's small picture; None while there is none."""
        return self._thumbnails.get(key)

    def read_again(self, keys: tuple[str, ...]) -> None:
        """Read the files of entries anew, as after they were mended or moved."""
        paths = {self._session.entry(key).path for key in keys}
        for entry in self._session.entries:
            if entry.path in paths:
                self._let_reread(entry)
        self._next()

    def _let_reread(self, entry: Entry) -> None:
        """Let whoever wants pixels of an entry read them from its file again."""
        is_busy = entry.state == State.RUNNING
        state = entry.state if is_busy else state_with(self._session.finding(entry.key))
        self._session.update(
            entry.key,
            state=state,
            pixel_size_nm=None,
            pixel_size_source="",
            message="",
            rereadings=entry.rereadings + 1,
        )
        self._want(entry.path)

    def _look(self) -> None:
        history = self._session.history
        if not (history.undo_title or history.redo_title):
            self._forget_gone()
        entries = self._session.entries
        new = [e for e in entries if not (e.key in self._listed or self._is_read(e))]
        self._listed = {entry.key for entry in entries}
        if not self._is_expanding:
            for entry in new:
                if entry.state != State.MISSING:
                    self._want(entry.path)
            self._next()

    def _is_read(self, entry: Entry) -> bool:
        """Tell whether all is known of an entry that comes back."""
        return entry.pages > 0 and entry.key in self._thumbnails

    def _forget_gone(self) -> None:
        """Keep nothing of entries that cannot come back, as of another project."""
        for key in [key for key in self._thumbnails if not self._session.has(key)]:
            del self._thumbnails[key]

    def _want(self, path: Path, *, with_bar: bool = False) -> None:
        """Have a file read once, however many of its pages are wanted."""
        self._waiting[path, with_bar] = None

    def _next(self) -> None:
        while self._waiting and not self._is_reading:
            (path, with_bar), _ = self._waiting.popitem(last=False)
            if self._entries_of(path):
                self._start(path, with_bar)

    def _start(self, path: Path, with_bar: bool) -> None:
        self._is_reading = True
        job = self._jobs.start(
            tr("Read {name}").format(name=path.name),
            lambda progress: read_pages(path, with_bar, progress),
            done=lambda pages: self._note(path, pages, with_bar),
            failed=lambda error: self._fail(path, error),
            is_passing=True,
        )
        job.ended.connect(self._end)

    def _end(self) -> None:
        self._is_reading = False
        self._next()

    def _entries_of(self, path: Path) -> list[Entry]:
        return [entry for entry in self._session.entries if entry.path == path]

    def _note(self, path: Path, pages: list[Loaded], with_bar: bool) -> None:
        self._expand(path, len(pages))
        for entry in self._entries_of(path):
            if entry.page < len(pages):
                self._note_page(entry.key, pages[entry.page], len(pages), with_bar)
        firsts = self._entries_of(path)[:1]
        lacks_size = any(first.pixel_size_nm is None for first in firsts)
        if lacks_size and not with_bar and can_read_bars():
            self._want(path, with_bar=True)

    def _expand(self, path: Path, pages: int) -> None:
        """Make entries of the pages of a file that was never read before."""
        self._is_expanding = True
        for entry in self._entries_of(path):
            if pages > 1 and entry.pages == 0:
                self._session.expand_pages(entry.key, pages)
        self._is_expanding = False

    def _note_page(self, key: str, page: Loaded, pages: int, with_bar: bool) -> None:
        self._thumbnails[key] = page.thumbnail
        size, source = page.pixel_size_nm, page.pixel_size_source
        entry = self._session.entry(key)
        is_failed = entry.state == State.FAILED  # by its last analysis
        if not with_bar and size is None and is_from_bar(entry.pixel_size_source):
            size, source = entry.pixel_size_nm, entry.pixel_size_source
        self._session.update(
            key,
            pages=pages,
            shape=page.shape,
            pixel_size_nm=size,
            pixel_size_source=source,
            message=entry.message if is_failed else " ".join(page.warnings),
        )
        self.thumbnail_ready.emit(key)

    def _fail(self, path: Path, error: Exception) -> None:
        state = State.FAILED if path.exists() else State.MISSING
        for entry in self._entries_of(path):
            self._session.update(entry.key, state=state, message=str(error))
        self._session.log(str(error))


def files_in(paths: list[Path]) -> list[Path]:
    """Give the files of files and folders; those of a folder that are images.

    Parameters
    ----------
    paths : list of Path
        A file is taken as it is, even where it is missing: the list tells then.

    Returns
    -------
    list of Path

    Raises
    ------
    FileError
        Where a folder holds no image.
    """
    from feretlab.core.io.paths import expand_inputs

    found: dict[Path, None] = {}
    for path in paths:
        files = expand_inputs([path]) if path.is_dir() else [path]
        found.update(dict.fromkeys(files))
    return list(found)


def can_read_bars() -> bool:
    """Tell whether what reads scale bars is installed."""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None


def read_pages(path: Path, with_bar: bool, progress: Progress) -> list[Loaded]:
    """Read all pages of a file.

    Parameters
    ----------
    path : Path
        The file.
    with_bar : bool
        Whether a scale bar may be read where the size is not recorded.
    progress : Progress
        Hears of every page.

    Returns
    -------
    list of Loaded

    Raises
    ------
    FileError, InputError
        Where the file cannot be used.
    """
    from feretlab.core.io.read import read_micrographs

    found = []
    progress.report(0, 1)
    for micrograph in read_micrographs(path, ocr=with_bar):
        size = micrograph.pixel_size_nm
        found.append(
            Loaded(
                shape=micrograph.shape,
                pixel_size_nm=None if size is None else (size.y, size.x),
                pixel_size_source=micrograph.pixel_size_source,
                warnings=micrograph.warnings,
                thumbnail=thumbnail(micrograph.pixels),
            )
        )
        progress.report(len(found), micrograph.pages)
    return found


def thumbnail(pixels: Any) -> QImage:
    """Make a small picture, contrast spread over what is there.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X).

    Returns
    -------
    QImage
        At most `THUMBNAIL_PX` wide and high.
    """
    import numpy as np

    from feretlab.core.micrograph import nearest_uint8

    # Every few pixels is enough for a smooth reduction and ten times as quick.
    step = max(1, math.floor(min(pixels.shape) / (4 * THUMBNAIL_PX)))
    few = pixels[::step, ::step]
    grey = np.ascontiguousarray(nearest_uint8(few.astype(np.float32)))
    height, width = grey.shape
    image = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    return image.scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
