"""Work of which only the newest request matters."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feretlab.gui.worker import Job, Jobs, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    work: Work
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    heard: Callable[[float, str], None] | None


class Latest:
    """Does one thing at a time and forgets what was asked in between.

    Parameters
    ----------
    jobs : Jobs
        Where the work is done.
    title : str
        What is being done, for people.
    is_passing : bool
        As for `Jobs.start`.
    """

    def __init__(self, jobs: Jobs, title: str, *, is_passing: bool = False) -> None:
        self._jobs = jobs
        self._title = title
        self._is_passing = is_passing
        self._running: Job | None = None
        self._next: _Request | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._running is not None

    def request(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        heard: Callable[[float, str], None] | None = None,
    ) -> None:
        """Do something now, or after what is under way has stopped.

        Parameters
        ----------
        work : callable
            As for `Jobs.start`.
        done : callable
            Called with what the work returned, unless something newer was asked.
        failed : callable or None
            Called with the exception, unless something newer was asked.
        heard : callable or None
            Called with the share done and a note, while it goes on.
        """
        self._next = _Request(work=work, done=done, failed=failed, heard=heard)
        if self._running is None:
            self._start()
        else:
            self._running.cancel()

    def drop(self) -> None:
        """Forget what was asked and stop what is under way."""
        self._next = None
        if self._running is not None:
            self._running.cancel()

    def _start(self) -> None:
        request, self._next = self._next, None
        if request is None:
            return
        job = self._jobs.start(
            self._title,
            request.work,
            done=request.done,
            failed=request.failed,
            is_passing=self._is_passing,
        )
        self._running = job
        if request.heard is not None:
            job.progressed.connect(request.heard)
        job.ended.connect(self._end)

    def _end(self) -> None:
        self._running = None
        self._start()
