"""How long a run will still take, as soon as that can be told."""

import time
from collections.abc import Callable

_LEAST_IMAGES = 0.1
"""Done before anything is told: the first steps are the slowest, and too few."""


class Pace:
    """Tells the time left from how fast the work has gone.

    It counts from the first step that is a share of the work: before that a file is
    read, a network opened and its scale chosen, once, however much is to come.

    Parameters
    ----------
    clock : callable
        Gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, float] | None = None

    def left(self, done: float, total: float) -> float | None:
        """Give the seconds left.

        Parameters
        ----------
        done, total : float
            Images, with the share of the one under way.

        Returns
        -------
        float or None
            None while nobody can tell.
        """
        now = self._clock()
        if done <= 0:
            return None
        if self._first is None:
            self._first = now, done
        began, before = self._first
        if done - before < _LEAST_IMAGES:
            return None
        return (now - began) * (total - done) / (done - before)
