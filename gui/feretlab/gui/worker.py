"""Work beside the window: the only place that knows threads."""

import gc
import logging
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import (
    SIGNAL,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)

from feretlab.core.errors import CancelledError
from feretlab.core.progress import Progress

Work = Callable[[Progress], Any]

_COLLECTING_MS = 500
_LOG = logging.getLogger(__name__)


class Job(QObject):
    """One piece of work in a thread; its signals arrive in the window's thread.

    Parameters
    ----------
    title : str
        What is being done, for people.
    is_passing : bool
        Whether nothing is lost where it is cancelled, as drawing.

    Attributes
    ----------
    stopping : Signal()
        `cancel` was called.
    progressed : Signal(float, str)
        Share done, 0 to 1, and a note.
    finished : Signal(object)
        What the work returned.
    failed : Signal(object)
        The exception; its trace stands in ``__traceback__``.
    cancelled : Signal()
        The work stopped because `cancel` was called.
    ended : Signal()
        After each of the three.
    """

    stopping = Signal()
    progressed = Signal(float, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _happened = Signal(str, object)  # in the worker's thread

    def __init__(self, title: str, *, is_passing: bool = False) -> None:
        super().__init__()
        self.title = title
        self.is_passing = is_passing
        self._stop = Event()
        # Queued, so that the public signals are emitted in the window's thread, and
        # plain functions connected to them run there too.
        self._happened.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()
        self.stopping.emit()

    def finish(self, result: Any = None) -> None:
        """Tell that adopted work has come to its end.

        Parameters
        ----------
        result : object
            What it gave.
        """
        self._happened.emit("finished", result)

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._stop.is_set()

    def report(self, done: float, total: float, note: str = "") -> None:
        """Pass progress on, or stop the work.

        Parameters
        ----------
        done, total : float
            Steps finished and steps in all.
        note : str
            What is being worked on.
        """
        if self._stop.is_set():
            raise CancelledError
        self._happened.emit("progressed", (done / total if total else 1.0, note))

    def do(self, work: Work) -> None:
        """Do the work in this thread and tell how it ended.

        Parameters
        ----------
        work : callable
            Takes a `Progress`.
        """
        try:
            if self.is_cancelled:
                raise CancelledError
            result = work(self)
        except CancelledError:
            self._happened.emit("cancelled", None)
        except Exception as error:  # a worker is a rim: whatever broke is shown
            self._happened.emit("failed", error)
        else:
            self._happened.emit("finished", result)

    @Slot(str, object)
    def _deliver(self, what: str, value: Any) -> None:
        if what == "progressed":
            self.progressed.emit(*value)
            return
        if what == "cancelled" or self.is_cancelled:
            self.cancelled.emit()
        elif what == "failed":
            self.failed.emit(value)
        else:
            self.finished.emit(value)
        self.ended.emit()
        self._let_go()

    def _let_go(self) -> None:
        """Forget who listened: Qt holds them, and they this job and its results."""
        told = {
            "stopping()": self.stopping,
            "progressed(double,QString)": self.progressed,
            "finished(PyObject)": self.finished,
            "failed(PyObject)": self.failed,
            "cancelled()": self.cancelled,
            "ended()": self.ended,
        }
        for name, signal in told.items():
            if self.receivers(SIGNAL(name)):
                signal.disconnect()


class Jobs(QObject):
    """Starts work in threads and knows what is under way.

    Parameters
    ----------
    threads : int
        Pieces of work at a time; others wait.

    Attributes
    ----------
    changed : Signal()
        A job began or ended.
    """

    changed = Signal()

    def __init__(self, threads: int = 2) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        self._running: list[Job] = []
        self._ended: list[Job] = []
        self._ended_before: list[Job] = []
        self._collector = _Collector(self)
        self._collector.timeout.connect(self._drop_ended)

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs that wait or run, the oldest first."""
        return tuple(self._running)

    @property
    def lasting(self) -> tuple[Job, ...]:
        """Those of them of which something is lost where they are cancelled."""
        return tuple(job for job in self._running if not job.is_passing)

    def start(
        self,
        title: str,
        work: Work,
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        is_passing: bool = False,
    ) -> Job:
        """Do something in a thread.

        Parameters
        ----------
        title : str
            What is being done, for people.
        work : callable
            Takes a `Progress` and touches neither widgets nor the session.
        done : callable or None
            Called in the window's thread with what the work returned.
        failed : callable or None
            Called in the window's thread with the exception; not after `cancel`.
            None logs it.
        is_passing : bool
            Whether nothing is lost where it is cancelled, as drawing.

        Returns
        -------
        Job
        """
        job = Job(title, is_passing=is_passing)
        if done is not None:
            job.finished.connect(done)
        job.failed.connect(partial(_log_failure, title) if failed is None else failed)
        self._begin(job)
        self._pool.start(_Runnable(job, work))
        return job

    def adopt(self, title: str, stop: Callable[[], None]) -> Job:
        """Note work of another process, which ends by `Job.finish`.

        Parameters
        ----------
        title : str
            What is being done, for people.
        stop : callable
            Called by `Job.cancel`; ends the work.

        Returns
        -------
        Job
        """
        job = Job(title)
        job.stopping.connect(stop)
        self._begin(job)
        return job

    def cancel_lasting(self) -> None:
        """Ask all work to stop, but what is shown goes on being read and drawn."""
        for job in self.lasting:
            job.cancel()

    def cancel_all(self) -> None:
        """Ask all work to stop, as before the window closes."""
        for job in self.running:
            job.cancel()

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Wait until no work is left, as before the window closes.

        Parameters
        ----------
        milliseconds : int
            At most so long.

        Returns
        -------
        bool
            Whether all work ended.
        """
        return self._pool.waitForDone(milliseconds)

    def close(self, milliseconds: int = 10_000) -> None:
        """Cancel all work, wait for its end, and tell nobody of it any more.

        Parameters
        ----------
        milliseconds : int
            At most so long.
        """
        self.cancel_all()
        self.wait(milliseconds)
        # What has ended still waits in the window's queue, and the window goes.
        for job in self.running:
            job.blockSignals(True)
        self._running.clear()

    def _begin(self, job: Job) -> None:
        self._running.append(job)
        job.ended.connect(lambda: self._end(job))
        self.changed.emit()

    def _end(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
            self._ended.append(job)
            self.changed.emit()

    def _drop_ended(self) -> None:
        """Let go of jobs that ended before the last call.

        Their threads, which tell the end, have left them by now: whoever lets go
        of a job last destroys it, and that must be the window's thread.
        """
        self._ended_before, self._ended = self._ended, []


def _log_failure(title: str, error: Exception) -> None:
    _LOG.error("%s: %s", title, error, exc_info=error)


class _Collector(QTimer):
    """Collects garbage in the window's thread, and nowhere else.

    Python collects cycles in whichever thread it happens to be; a widget among them
    that is destroyed outside the window's thread ends the process.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.timeout.connect(self._collect)
        self.start(_COLLECTING_MS)

    def _collect(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


class _Runnable(QRunnable):
    """A job and what it does, as the thread pool wants it."""

    def __init__(self, job: Job, work: Work) -> None:
        super().__init__()
        self._do: Callable[[], None] | None = partial(job.do, work)

    def run(self) -> None:
        """Do the work; Qt calls this in a thread."""
        # PySide does not always let go of what Qt has deleted: nothing hangs on it.
        do, self._do = self._do, None
        if do is not None:
            do()
