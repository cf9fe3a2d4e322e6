"""Work under way, in the status bar."""

import threading

import pytest

from feretlab.gui.window.job_status import JobStatus


@pytest.fixture
def status(qtbot, jobs):
    status = JobStatus(jobs)
    qtbot.addWidget(status)
    return status


def test_nothing_is_shown_while_nothing_is_done(status):
    assert status.isHidden()


def test_the_first_job_and_the_number_of_others_are_shown(status, jobs, qtbot):
    gate = threading.Event()
    first = jobs.start("read a", lambda _: gate.wait(10))
    second = jobs.start("read b", lambda _: gate.wait(10))

    assert not status.isHidden()
    assert status.label.text() == "read a (and 1 more)"
    with qtbot.waitSignals([first.ended, second.ended]):
        gate.set()
    assert status.isHidden()


def test_the_button_cancels_the_job(status, jobs, qtbot):
    gate = threading.Event()

    def work(progress):
        gate.wait(10)
        progress.report(1, 2)

    job = jobs.start("count", work)
    with qtbot.waitSignal(job.cancelled):
        status.cancel_button.click()
        gate.set()


def test_progress_moves_the_bar(status, jobs, qtbot):
    gate = threading.Event()

    def work(progress):
        progress.report(1, 4, "first")
        gate.wait(10)

    job = jobs.start("count", work)
    qtbot.waitSignal(job.progressed).wait()

    assert status.bar.value() == 250
    assert status.label.text() == "count: first"
    with qtbot.waitSignal(job.ended):
        gate.set()


def test_work_that_only_draws_comes_last_and_is_not_cancelled(status, jobs, qtbot):
    gate = threading.Event()
    drawing = jobs.start("draw", lambda _: gate.wait(10), is_passing=True)
    assert not status.cancel_button.isEnabled()

    counting = jobs.start("count", lambda _: gate.wait(10))
    assert status.label.text() == "count (and 1 more)"
    assert status.cancel_button.isEnabled()
    with qtbot.waitSignals([drawing.ended, counting.ended]):
        gate.set()


def test_the_bar_follows_the_work_that_is_named(status, jobs, qtbot):
    gate, end = threading.Event(), threading.Event()

    def draw(progress):
        gate.wait(10)
        progress.report(1, 4, "half")
        end.wait(10)

    drawing = jobs.start("draw", draw, is_passing=True)
    counting = jobs.start("count", lambda _: end.wait(10))
    with qtbot.waitSignal(drawing.progressed):
        gate.set()

    assert status.label.text() == "count (and 1 more)"
    with qtbot.waitSignals([drawing.ended, counting.ended]):
        end.set()
