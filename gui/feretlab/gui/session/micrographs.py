"""Pixels of the session's micrographs, read when needed and let go again."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from feretlab.core.io.read import read_micrographs
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.file_stamps import FileStamp, seen_at
from feretlab.gui.session.pixel_sizes import with_given_size

_ROOM_BYTES = 2**29


class Micrographs:
    """Keeps the micrographs that were asked for last; safe in any thread.

    Parameters
    ----------
    room_bytes : int
        Pixels kept in memory; the newest one stays in any case.
    """

    def __init__(self, room_bytes: int = _ROOM_BYTES) -> None:
        self._room = room_bytes
        self._kept: OrderedDict[tuple[object, ...], Micrograph] = OrderedDict()
        self._seen: dict[tuple[object, ...], FileStamp] = {}
        self._lock = Lock()

    def kept(self, entry: Entry) -> Micrograph | None:
        """Give an entry's micrograph where it is in memory.

        Parameters
        ----------
        entry : Entry
            Which one.

        Returns
        -------
        Micrograph or None
        """
        with self._lock:
            return self._kept.get(_id(entry))

    def read(self, entry: Entry) -> Micrograph:
        """Give an entry's micrograph, from memory or from its file.

        Parameters
        ----------
        entry : Entry
            Which one; a pixel size that the user gave overrides the file's.

        Returns
        -------
        Micrograph

        Raises
        ------
        FileError, InputError
            Where the file cannot be used.
        """
        found = self.kept(entry)
        if found is None:
            self._note(entry)
            pages = read_micrographs(entry.path, pixel_size_nm=entry.given_size_nm)
            found = next(page for page in pages if page.page == entry.page)
            self._keep(entry, found)
        return found

    def look(self, entry: Entry) -> Micrograph:
        """Give an entry's micrograph to look at, without reading its scale bar.

        Parameters
        ----------
        entry : Entry
            Which one; what is known of its pixel size stands in for the file's.

        Returns
        -------
        Micrograph

        Raises
        ------
        FileError, InputError
            Where the file cannot be used.
        """
        found = self.in_memory(entry)
        if found is None:
            self._note(entry)
            pages = read_micrographs(entry.path, ocr=False)
            found = next(page for page in pages if page.page == entry.page)
            self._keep(_plain(entry), found, "look")
            found = _with_known_size(found, entry)
        return found

    def in_memory(self, entry: Entry) -> Micrograph | None:
        """Give an entry's micrograph to look at, whatever became of its file.

        Parameters
        ----------
        entry : Entry
            Which one.

        Returns
        -------
        Micrograph or None
            As `look` gives it; None where it is not in memory.
        """
        found = self.kept(entry)
        if found is not None:
            return found
        with self._lock:
            found = self._kept.get((*_id(_plain(entry)), "look"))
        return None if found is None else _with_known_size(found, entry)

    def seen(self, entry: Entry) -> FileStamp | None:
        """Give an entry's file as it was when its pixels were first read.

        Parameters
        ----------
        entry : Entry
            Which one.

        Returns
        -------
        FileStamp or None
            Without a digest; None where no pixels were read yet.
        """
        with self._lock:
            return self._seen.get((entry.pixels_key, entry.path))

    def as_on_disk(self, entry: Entry) -> Entry:
        """Give an entry of which the pixels are those that its file holds now.

        Parameters
        ----------
        entry : Entry
            Which one.

        Returns
        -------
        Entry
            To be read again where the file was written anew since; the same one
            where it was not, or is missing.
        """
        now = seen_at(entry.path)
        while now != FileStamp() and self.seen(entry) not in (None, now):
            entry = replace(entry, rereadings=entry.rereadings + 1)
        return entry

    def forget(self) -> None:
        """Let go of all pixels, as for another project."""
        with self._lock:
            self._kept.clear()
            self._seen.clear()

    def _note(self, entry: Entry) -> None:
        """Note the file before it is read: what is written meanwhile is newer."""
        now = seen_at(entry.path)
        with self._lock:
            self._seen.setdefault((entry.pixels_key, entry.path), now)

    def _keep(self, entry: Entry, micrograph: Micrograph, *more: str) -> None:
        with self._lock:
            self._kept[(*_id(entry), *more)] = micrograph
            self._kept.move_to_end((*_id(entry), *more))
            held = sum(each.pixels.nbytes for each in self._kept.values())
            while held > self._room and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                held -= dropped.pixels.nbytes


def _with_known_size(found: Micrograph, entry: Entry) -> Micrograph:
    if entry.given_size_nm is not None:
        return with_given_size(found, entry.given_size_nm)
    if found.pixel_size_nm is None and entry.pixel_size_nm is not None:
        size = PixelSize(*entry.pixel_size_nm)
        source = entry.pixel_size_source
        return replace(found, pixel_size_nm=size, pixel_size_source=source)
    return found


def _plain(entry: Entry) -> Entry:
    return replace(entry, given_size_nm=None)


def _id(entry: Entry) -> tuple[object, ...]:
    return entry.pixels_key, entry.path, entry.page, entry.given_size_nm
