"""Work in threads, and how its end is told."""

import threading
import weakref

import pytest

from feretlab.core.errors import FileError


def test_a_result_arrives_in_the_windows_thread(jobs, qtbot):
    seen = []

    def done(result):
        seen.append((result, threading.current_thread()))

    job = jobs.start("count", lambda _: threading.current_thread(), done=done)
    qtbot.waitSignal(job.ended).wait()

    worked_in, told_in = seen[0]
    assert told_in is threading.main_thread()
    assert worked_in is not told_in


def test_progress_arrives_as_a_share(jobs, qtbot):
    gate = threading.Event()

    def work(progress):
        gate.wait(10)
        progress.report(1, 4, "first")

    job = jobs.start("count", work)
    with qtbot.waitSignal(job.progressed) as signal:
        gate.set()

    assert signal.args == [0.25, "first"]


def test_cancelled_work_stops_at_its_next_report_and_gives_no_result(jobs, qtbot):
    results, gate = [], threading.Event()

    def work(progress):
        gate.wait(10)
        progress.report(1, 2)
        return "done"

    job = jobs.start("count", work, done=results.append)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
        gate.set()

    assert results == []


def test_a_failure_arrives_with_its_exception(jobs, qtbot):
    def work(_):
        raise FileError("Reading 'a.tif': gone.")

    seen = []
    job = jobs.start("read", work, failed=seen.append)
    qtbot.waitSignal(job.ended).wait()

    assert [str(error) for error in seen] == ["Reading 'a.tif': gone."]


def test_a_failure_that_nobody_asked_about_is_logged(jobs, qtbot, caplog):
    def work(_):
        raise FileError("Reading 'a.tif': gone.")

    qtbot.waitSignal(jobs.start("Read a.tif", work).ended).wait()

    assert "Read a.tif: Reading 'a.tif': gone." in caplog.messages


def test_jobs_know_what_runs(jobs, qtbot):
    gate = threading.Event()
    job = jobs.start("wait", lambda _: gate.wait(10))

    assert [each.title for each in jobs.running] == ["wait"]
    with qtbot.waitSignal(job.ended):
        gate.set()
    assert jobs.running == ()


def test_what_only_draws_is_not_cancelled_with_the_work(jobs, qtbot):
    gate = threading.Event()
    drawing = jobs.start("draw", lambda _: gate.wait(10), is_passing=True)
    counting = jobs.start("count", lambda _: gate.wait(10))
    jobs.cancel_lasting()
    with qtbot.waitSignals([drawing.finished, counting.cancelled]):
        gate.set()


class _Cycle:
    """Garbage that tells in which thread it is destroyed."""

    def __init__(self, seen):
        self.itself, self.seen = self, seen

    def __del__(self):
        self.seen.append(threading.current_thread())


def test_garbage_is_destroyed_in_the_windows_thread(jobs, qtbot):
    seen = []

    def work(_):
        for _ in range(5000):
            _Cycle(seen)

    job = jobs.start("litter", work)
    qtbot.waitSignal(job.ended).wait()
    qtbot.waitUntil(lambda: len(seen) == 5000)

    assert set(seen) == {threading.main_thread()}


def test_work_of_another_process_is_listed_until_it_ends(jobs, qtbot):
    stopped = []
    job = jobs.adopt("run a macro", lambda: stopped.append(True))
    assert jobs.running == (job,)
    with qtbot.waitSignal(job.finished):
        job.finish()

    assert jobs.running == ()
    assert stopped == []


def test_work_of_another_process_is_stopped_by_cancel(jobs, qtbot):
    job = jobs.adopt("run a macro", lambda: job.finish())
    with qtbot.waitSignal(job.cancelled):
        job.cancel()

    assert jobs.running == ()


def test_nothing_is_told_after_the_window_has_closed(jobs, qtbot, qapp):
    told = []
    job = jobs.start("count", lambda _: 7, done=told.append)
    job.ended.connect(lambda: told.append("ended"))
    jobs.close()
    qapp.processEvents()

    assert told == []
    assert jobs.running == ()


class _Large:
    """Something that work, its result and its listeners hold."""


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_nothing_of_work_stays_once_it_has_ended(jobs, qtbot, is_cancelled):
    kept = []

    def start():
        held = [_Large() for _ in range(3)]
        work, result, listener = held
        job = jobs.start(
            "count", lambda _: work and result, done=lambda _: listener.__class__
        )
        job.ended.connect(lambda: job.title)
        job.progressed.connect(lambda *_: job.title)
        kept.extend(weakref.ref(each) for each in (*held, job))
        if is_cancelled:
            job.cancel()

    for _ in range(10):
        start()
        qtbot.waitUntil(lambda: not jobs.running)

    qtbot.waitUntil(lambda: not any(each() for each in kept), timeout=10_000)
