import threading
import time

import pytest

from feretlab.core.errors import CancelledError
from feretlab.core.interruption import awaited, begun, interruptible


class Stopper:
    """Progress that asks to stop at its first report."""

    def report(self, done, total, note=""):
        raise CancelledError(note)


def test_it_gives_what_the_work_gives():
    assert interruptible(lambda: 6 * 7) == 42


def test_it_raises_what_the_work_raises():
    with pytest.raises(ZeroDivisionError, match="division"):
        interruptible(lambda: 1 // 0)


def test_a_wish_to_stop_does_not_wait_for_the_work():
    release = threading.Event()
    start = time.monotonic()
    with pytest.raises(CancelledError, match="flooding"):
        interruptible(lambda: release.wait(60), Stopper(), "flooding")
    assert time.monotonic() - start < 30
    release.set()


def test_work_that_can_be_stopped_is_stopped_and_waited_for():
    release, ended = threading.Event(), []

    def work():
        release.wait(60)
        ended.append(True)

    with pytest.raises(CancelledError, match="run"):
        interruptible(work, Stopper(), "run", stop=release.set)
    assert ended == [True]


def test_work_that_was_begun_goes_on_beside_other_work():
    meanwhile = threading.Event()
    answer = begun(lambda: meanwhile.wait(60))
    meanwhile.set()
    assert awaited(answer) is True


def test_what_begun_work_raises_is_raised_where_it_is_awaited():
    answer = begun(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError, match="division"):
        awaited(answer)
