"""Long calls into compiled code, from which Ctrl-C and other wishes to stop are heard.

Compiled code does not look for interrupts. Where it lets other threads run, as
NumPy, SciPy, ONNX Runtime and our own loops do, it can be left to a thread while
this one listens.
"""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

from feretlab.core.progress import SILENT, Progress

_Result = TypeVar("_Result")

_LISTEN_S = 0.2


def begun(work: Callable[[], _Result]) -> "Future[_Result]":
    """Begin some work in a thread of its own, which ends with the program.

    Parameters
    ----------
    work : callable
        Compiled code for the most part.

    Returns
    -------
    Future
        What comes of it; see `awaited`.
    """
    answer: Future[_Result] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # raised again by the thread that waits
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    return answer


def awaited(
    answer: "Future[_Result]", progress: Progress = SILENT, note: str = ""
) -> _Result:
    """Wait for work that was begun, and listen for a wish to stop meanwhile.

    Parameters
    ----------
    answer : Future
        From `begun`.
    progress : Progress
        Asked several times a second whether to go on.
    note : str
        What is being waited for, for people.

    Returns
    -------
    object
        What the work gave; what it raised is raised here.
    """
    while not wait((answer,), _LISTEN_S).done:
        progress.report(0, 1, note)
    return answer.result()


def interruptible(
    work: Callable[[], _Result],
    progress: Progress = SILENT,
    note: str = "",
    *,
    stop: Callable[[], None] | None = None,
) -> _Result:
    """Do some work in a thread of its own and listen for a wish to stop meanwhile.

    Parameters
    ----------
    work : callable
        Compiled code for the most part, without effects outside its result.
    progress : Progress
        Asked several times a second whether to go on.
    note : str
        What is being worked on, for people.
    stop : callable or None
        Makes the work end early; it is waited for then. None leaves the work to
        itself, and its result is lost.

    Returns
    -------
    object
        What the work gives; what it raises is raised here.

    Examples
    --------
    >>> interruptible(lambda: 6 * 7)
    42
    """
    answer = begun(work)
    try:
        return awaited(answer, progress, note)
    except BaseException:
        if stop is not None:
            stop()
            wait((answer,))
        raise
