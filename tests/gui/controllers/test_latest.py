"""Of many requests the newest one wins."""

from threading import Event

from feretlab.gui.controllers.latest import Latest

LONG = 60_000


def test_only_the_newest_request_is_answered(qtbot, jobs):
    latest, answers, gate = Latest(jobs, "think"), [], Event()

    def slow(progress):
        gate.wait(60)
        progress.report(1, 2)
        return "slow"

    latest.request(slow, answers.append)
    for name in ("second", "third"):
        latest.request(lambda _, name=name: name, answers.append)
    gate.set()
    qtbot.waitUntil(lambda: not latest.is_busy, timeout=LONG)

    assert answers == ["third"]


def test_dropped_work_is_not_answered(qtbot, jobs):
    latest, answers = Latest(jobs, "think"), []
    latest.request(lambda _: "answer", answers.append)
    latest.drop()
    qtbot.waitUntil(lambda: not latest.is_busy, timeout=LONG)

    assert answers == []


def test_a_failure_is_told_and_the_next_request_is_done(qtbot, jobs):
    latest, answers, errors = Latest(jobs, "think"), [], []

    def broken(_):
        raise OSError("disk full")

    latest.request(broken, answers.append, errors.append)
    qtbot.waitUntil(lambda: not latest.is_busy, timeout=LONG)
    latest.request(lambda _: "answer", answers.append)
    qtbot.waitUntil(lambda: not latest.is_busy, timeout=LONG)

    assert str(errors[0]) == "disk full"
    assert answers == ["answer"]
