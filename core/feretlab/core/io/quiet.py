"""Warnings of libraries that read and draw, which tell a user nothing."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock


@contextmanager
def without_warnings(category: type[Warning], message: str = "") -> Iterator[None]:
    """Ignore warnings of a kind, in whichever threads this is done at a time.

    Parameters
    ----------
    category : type
        Kind of the warnings.
    message : str
        Pattern of how they begin; empty for all of the kind.
    """
    _FILTERS.ignore(category, message)
    try:
        yield
    finally:
        _FILTERS.let_go()


class _Filters:
    """Python's filters of warnings, which are those of all threads.

    Threads that each put back what they had found would leave another's filters for
    good; here the last one that lets go puts back what the first had found.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._as_before = ExitStack()

    def ignore(self, category: type[Warning], message: str) -> None:
        with self._lock:
            if not self._users:
                self._as_before.enter_context(warnings.catch_warnings())
            self._users += 1
            warnings.filterwarnings("ignore", message, category)

    def let_go(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._as_before.close()


_FILTERS = _Filters()
