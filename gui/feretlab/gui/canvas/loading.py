"""The shown entry's pixels, read in a job; the latest wish wins."""

from dataclasses import dataclass

from psygnal import Signal

from feretlab.core.micrograph import Micrograph
from feretlab.core.progress import Progress
from feretlab.gui.canvas.picture import Picture
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """A micrograph ready to be drawn.

    Parameters
    ----------
    entry : Entry
        What was read.
    micrograph : Micrograph
        Its pixels and what is known of them.
    picture : Picture
        The pixels at falling sizes.
    """

    entry: Entry
    micrograph: Micrograph
    picture: Picture


class Loader:
    """Follows the session's current entry.

    Parameters
    ----------
    session : Session
        Says which entry is shown.
    micrographs : Micrographs
        Reads it.
    jobs : Jobs
        Where reading is done.

    Attributes
    ----------
    began : psygnal.Signal
        Carries the entry that is being read.
    loaded : psygnal.Signal
        Carries a `Loaded`, or None where nothing is to be shown.
    failed : psygnal.Signal
        Carries the entry and the exception.
    """

    began = Signal(object)
    loaded = Signal(object)
    failed = Signal(object, object)

    def __init__(self, session: Session, micrographs: Micrographs, jobs: Jobs) -> None:
        self._session = session
        self._micrographs = micrographs
        self._jobs = jobs
        self._job: Job | None = None
        self._shown: tuple[object, ...] | None = None
        self._last: Loaded | None = None
        session.current_changed.connect(self.load)
        session.entry_changed.connect(self._on_entry)

    def load(self, _: object = None) -> None:
        """Read what the session shows now."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        entry = self._session.current
        self._shown = _identity(entry)
        if entry is None:
            self._finish(None)
            return
        self.began.emit(entry)
        last = self._last

        def read(progress: Progress) -> Loaded:
            micrograph = self._micrographs.look(entry)
            progress.report(1, 2, entry.name)
            if last is not None and last.micrograph.pixels is micrograph.pixels:
                return Loaded(entry=entry, micrograph=micrograph, picture=last.picture)
            picture = Picture.of(micrograph.pixels, micrograph.info_bar_rows)
            return Loaded(entry=entry, micrograph=micrograph, picture=picture)

        self._job = self._jobs.start(
            tr("Read {name}").format(name=entry.name),
            read,
            done=self._finish,
            failed=lambda error: self.failed.emit(entry, error),
            is_passing=True,
        )

    def _finish(self, loaded: Loaded | None) -> None:
        self._last = loaded
        self.loaded.emit(loaded)

    def _on_entry(self, key: str) -> None:
        entry = self._session.current
        if entry is not None and key == entry.key and _identity(entry) != self._shown:
            self.load()


def _identity(entry: Entry | None) -> tuple[object, ...] | None:
    """Give what the pixels and their size depend on."""
    if entry is None:
        return None
    given, known = entry.given_size_nm, entry.pixel_size_nm
    return entry.pixels_key, entry.path, given, known
