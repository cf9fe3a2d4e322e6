"""Particles from a network's own maps, where a person clicks."""

from collections import deque
from collections.abc import Callable

from feretlab.core.errors import InputError
from feretlab.gui.controllers.click_task import Clicked, ClickTask
from feretlab.gui.controllers.look_windows import Window
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs


class Clicker:
    """Looks for particles where a person clicks, one click after the other.

    Parameters
    ----------
    session : Session
        Gives entry and finding.
    jobs : Jobs
        Where it is looked for.
    looks : Looks
        What networks saw.
    """

    def __init__(self, session: Session, jobs: Jobs, looks: Looks) -> None:
        self._session = session
        self._jobs = jobs
        self._looks = looks
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_busy = False

    def click(
        self,
        at: tuple[float, float],
        seen: Window,
        done: Callable[[Clicked], None],
        failed: Callable[[Exception], None],
        dropped: Callable[[], None],
    ) -> None:
        """Look for the particle at a place of the shown micrograph.

        Parameters
        ----------
        at : tuple of float
            Row and column.
        seen : tuple of int
            Part of the field that is seen.
        done : callable
            Takes what was met; not called once another micrograph is shown.
        failed : callable
            Takes the exception.
        dropped : callable
            Called where nothing comes of it: cancelled, which those that wait are
            too, or another micrograph is shown.

        Raises
        ------
        InputError
            Where nothing can lie there.
        """
        entry = self._session.current
        finding = None if entry is None else self._session.finding(entry.key)
        if entry is None or finding is None:
            raise InputError(tr("Open and analyse an image first."))
        point = int(at[0] // 1), int(at[1] // 1)
        height, width = finding.particles.shape
        if not (0 <= point[0] < height and 0 <= point[1] < width):
            raise InputError(tr("Click inside the picture, above the info bar."))

        def begin() -> None:
            now = self._session.finding(entry.key)
            if now is None or not self._is_shown(entry):
                dropped()
                self._next()
                return
            task = ClickTask(
                entry=entry,
                finding=now,
                point=point,
                seen=seen,
                looks=self._looks,
            )
            title = tr("Look for a particle in {name}").format(name=entry.name)
            job = self._jobs.start(title, task, done=met, failed=failed)
            job.cancelled.connect(self._waiting.clear)
            job.cancelled.connect(dropped)
            job.ended.connect(self._next)

        def met(clicked: Clicked) -> None:
            if self._is_shown(entry):
                done(clicked)
            else:
                dropped()

        self._waiting.append(begin)
        if not self._is_busy:
            self._next()

    def _is_shown(self, entry: Entry) -> bool:
        current = self._session.current
        return current is not None and current.key == entry.key

    def _next(self) -> None:
        self._is_busy = bool(self._waiting)
        if self._waiting:
            self._waiting.popleft()()
