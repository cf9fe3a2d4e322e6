"""Pixels of the session's micrographs, read when needed and let go again."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from feretlab.core.io.read import read_micrographs
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.gui.session.entries import Entry
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
        found = self.kept(entry)
        if found is not None:
            return found
        plain = replace(entry, given_size_nm=None)
        with self._lock:
            found = self._kept.get((*_id(plain), "look"))
        if found is None:
            pages = read_micrographs(entry.path, ocr=False)
            found = next(page for page in pages if page.page == entry.page)
            self._keep(plain, found, "look")
        if entry.given_size_nm is not None:
            return with_given_size(found, entry.given_size_nm)
        if found.pixel_size_nm is None and entry.pixel_size_nm is not None:
            size = PixelSize(*entry.pixel_size_nm)
            source = entry.pixel_size_source
            return replace(found, pixel_size_nm=size, pixel_size_source=source)
        return found

    def forget(self) -> None:
        """Let go of all pixels, as for another project."""
        with self._lock:
            self._kept.clear()

    def _keep(self, entry: Entry, micrograph: Micrograph, *more: str) -> None:
        with self._lock:
            self._kept[(*_id(entry), *more)] = micrograph
            self._kept.move_to_end((*_id(entry), *more))
            held = sum(each.pixels.nbytes for each in self._kept.values())
            while held > self._room and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                held -= dropped.pixels.nbytes


def _id(entry: Entry) -> tuple[object, ...]:
    return entry.pixels_key, entry.path, entry.page, entry.given_size_nm
