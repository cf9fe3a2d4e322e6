"""Runs of analyses: what they note, and how they end."""

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.controllers.analysis import AnalysisRunner, one_line
from feretlab.gui.controllers.corrections import CorrectionApplier
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import State
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.worker import Jobs

LONG = 200_000


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def session(bright_recipe):
    session = Session()
    session.set_recipe(bright_recipe)
    return session


@pytest.fixture
def runner(session, jobs):
    return AnalysisRunner(session, Micrographs(), jobs)


@pytest.fixture
def run(qtbot, runner):
    def run(keys):
        runner.run(keys)
        qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)

    return run


def test_every_image_gets_what_was_found_in_it(session, runner, run, squares):
    keys = session.add_files(squares(2, 3))
    run(keys)

    entries = [session.entry(key) for key in keys]
    assert [entry.state for entry in entries] == [State.DONE, State.DONE]
    assert [entry.particle_count for entry in entries] == [2, 3]
    assert session.finding(keys[0]).recipe == session.recipe
    assert (runner.advance.done, runner.advance.share) == (2, 1.0)


def test_an_image_that_fails_is_marked_and_the_others_go_on(
    session, run, squares, tmp_path
):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 no picture")
    keys = session.add_files([broken, *squares(2)])
    run(keys)

    entries = [session.entry(key) for key in keys]
    assert [entry.state for entry in entries] == [State.FAILED, State.DONE]
    assert "broken.tif" in entries[0].message
    assert "\n" not in entries[0].message


def test_a_file_that_vanished_can_be_located(session, run, squares):
    paths = squares(2)
    keys = session.add_files(paths)
    paths[0].unlink()
    run(keys)

    assert session.entry(keys[0]).state == State.MISSING


def test_cancel_keeps_what_is_done(qtbot, session, runner, squares):
    keys = session.add_files(squares(2, 3, 1))
    with qtbot.waitSignal(_finding_signal(session, qtbot), timeout=LONG):
        runner.run(keys)
    runner.cancel()

    states = [session.entry(key).state for key in keys]
    assert not runner.is_running
    assert states == [State.DONE, State.WAITING, State.WAITING]


def test_a_job_cancelled_from_outside_ends_the_run(
    qtbot, session, runner, jobs, squares
):
    keys = session.add_files(squares(2, 3, 4))
    runner.run(keys)
    jobs.cancel_all()  # as the status bar and Edit > Cancel all work do
    qtbot.waitUntil(lambda: not jobs.running, timeout=LONG)

    assert not runner.is_running
    assert State.RUNNING not in {entry.state for entry in session.entries}


def test_another_threshold_needs_no_network(session, run, squares, monkeypatch):
    keys = session.add_files(squares(3))
    run(keys)

    def no_network(*_):
        raise AssertionError("the network was asked again")

    monkeypatch.setattr("feretlab.core.segmentation.segment.segment", no_network)
    session.set_recipe(session.recipe.model_copy(update={"threshold": 0.9}))
    run(keys)
    assert session.finding(keys[0]).recipe.threshold == 0.9
    assert session.finding(keys[0]).table["area_px"].max() < 24 * 20


def test_what_needs_no_network_begins_at_the_beginning(session, runner, run, squares):
    keys = session.add_files(squares(3))
    run(keys)
    shares = []
    runner.advanced.connect(
        lambda advance: shares.append((advance.note, advance.share))
    )
    session.set_recipe(session.recipe.model_copy(update={"threshold": 0.9}))
    run(keys)

    begun = next(share for note, share in shares if note.startswith("separate"))
    assert begun == 0


def test_corrections_survive_another_run(session, run, squares):
    (key,) = session.add_files(squares(3))
    run([key])
    delete = Correction(kind="delete", at=((40, 20),))
    session.history.do(correct(session, key, "delete", delete))
    run([key])

    finding = session.finding(key)
    assert (len(finding.automatic), len(finding.particles)) == (3, 2)


def test_after_other_parameters_corrections_hold_where_they_apply(
    session, run, squares
):
    lines = []
    session.logged.connect(lines.append)
    (key,) = session.add_files(squares(3))
    run([key])
    for correction in (
        Correction(kind="exclude", at=((40, 20),), text="dust", areas=(400,)),
        Correction(kind="delete", at=((40, 66),), areas=(440,)),
        Correction(kind="class", at=((40, 112),), text="rod", areas=(480,)),
    ):
        session.history.do(correct(session, key, "correct", correction))
    session.set_recipe(session.recipe.model_copy(update={"min_size_px": 420}))
    run([key])

    finding = session.finding(key)
    assert (len(finding.automatic), finding.particles.classes) == (2, ["rod"])
    assert finding.missed == (((40, 20),), (), ())
    assert "no longer apply: 1" in lines[-1]

    session.set_recipe(session.recipe.model_copy(update={"min_size_px": 16}))
    run([key])
    assert session.finding(key).excluded == ("dust", "")
    assert session.finding(key).missed == ((), (), ())


def test_the_pixel_size_of_the_recipe_counts(session, run, squares):
    recipe = session.recipe.model_copy(update={"pixel_size_nm": 2.0})
    session.set_recipe(recipe)
    (key,) = session.add_files(squares(1))
    run([key])

    assert session.finding(key).table["min_feret_nm"] == pytest.approx([40])
    assert session.entry(key).pixel_size_source == "given"


def test_a_network_that_is_none_ends_the_run_at_once(session, runner, run, squares):
    errors = []
    runner.broken.connect(errors.append)
    session.set_recipe(AnalyzeParameters(model="no such network"))
    keys = session.add_files(squares(1, 1))
    run(keys)

    assert len(errors) == 1
    assert [session.entry(key).state for key in keys] == [State.WAITING] * 2


def test_an_error_of_somebody_else_is_named_in_one_line():
    assert one_line(KeyError("a\nb")) == r"KeyError: 'a\nb'"


def _finding_signal(session, qtbot):
    """Turn the session's signal into one of Qt's, for which qtbot waits."""
    from PySide6.QtCore import QObject, Signal

    class Relay(QObject):
        heard = Signal(str)

    relay = Relay()
    qtbot.relay = relay
    session.finding_changed.connect(relay.heard.emit)
    return relay.heard


def test_a_read_only_project_is_not_analysed(session, runner, squares):
    keys = session.add_files(squares(2))
    session.is_read_only = True
    refused = []
    session.refused.connect(refused.append)
    runner.run(keys)

    assert (runner.is_running, refused) == (False, ["analyse"])


def test_no_time_left_is_told_from_the_first_step(session, runner, run, squares):
    told = []
    runner.advanced.connect(told.append)
    run(session.add_files(squares(2, 3)))
    first = next(each for each in told if each.share > 0)

    assert (first.seconds_left, first.total) == (None, 2)
    assert any(each.seconds_left for each in told)


def test_more_images_while_a_run_is_under_way_leave_less_of_it_done(
    qtbot, session, runner, squares
):
    keys, shares = session.add_files(squares(2, 3)), []

    def add(advance):
        if advance.share > 0 and advance.total == 1 and not shares:
            shares.append(advance.share)
            runner.run(keys[1:])
            shares.append(runner.advance.share)

    runner.advanced.connect(add)
    runner.run(keys[:1])
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)

    assert shares[1] == pytest.approx(shares[0] / 2)
    assert (runner.advance.done, runner.advance.share) == (2, 1.0)


# Undo


@pytest.fixture
def applier(session, jobs):
    return CorrectionApplier(session, Micrographs(), jobs)


def test_a_run_is_one_step_that_brings_the_same_results_back(session, run, squares):
    keys = session.add_files(squares(2, 3))
    run(keys)
    found = [session.finding(key) for key in keys]
    assert session.history.undo_title == "analyse 2 images"

    session.history.undo()
    entries = [session.entry(key) for key in keys]
    assert [session.finding(key) for key in keys] == [None, None]
    assert [entry.state for entry in entries] == [State.WAITING, State.WAITING]
    assert [entry.particle_count for entry in entries] == [None, None]

    session.history.redo()
    assert [session.finding(key) for key in keys] == found
    assert [session.entry(key).state for key in keys] == [State.DONE, State.DONE]


def test_undoing_a_second_run_brings_the_first_result_back(session, run, squares):
    (key,) = session.add_files(squares(3))
    run([key])
    first = session.finding(key)
    session.set_recipe(session.recipe.model_copy(update={"min_size_px": 420}))
    run([key])
    session.history.undo()

    assert session.finding(key) is first
    assert session.entry(key).particle_count == 3


def test_a_state_with_its_reason_comes_back_too(session, run, squares):
    (path,) = squares(2)
    pixels = path.read_bytes()
    path.write_bytes(b"II*\0 no picture")
    (key,) = session.add_files([path])
    run([key])
    reason = session.entry(key).message
    path.write_bytes(pixels)
    run([key])
    session.history.undo()

    entry = session.entry(key)
    assert (entry.state, entry.message) == (State.FAILED, reason)


def test_a_cancelled_run_is_a_step_of_what_was_finished(
    qtbot, session, runner, squares
):
    keys = session.add_files(squares(2, 3, 1))
    with qtbot.waitSignal(_finding_signal(session, qtbot), timeout=LONG):
        runner.run(keys)
    runner.cancel()

    assert session.history.undo_title == "analyse 1 image"
    session.history.undo()
    assert {entry.state for entry in session.entries} == {State.WAITING}
    session.history.redo()
    assert session.entry(keys[0]).state == State.DONE


def test_undoing_a_run_under_way_ends_it(qtbot, session, runner, squares):
    keys = session.add_files(squares(2, 3, 1))
    with qtbot.waitSignal(_finding_signal(session, qtbot), timeout=LONG):
        runner.run(keys)
    session.history.undo()

    assert not runner.is_running
    assert {entry.state for entry in session.entries} == {State.WAITING}
    assert session.history.redo_title == "analyse 1 image"


def test_a_run_that_found_nothing_out_is_no_step(session, run, tmp_path):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 no picture")
    keys = session.add_files([broken])
    run(keys)

    assert session.history.undo_title == "add 1 image"


@pytest.mark.parametrize("first", [0, 1])
def test_a_failure_goes_and_comes_with_the_run(session, run, squares, tmp_path, first):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 no picture")
    bad, good = session.add_files([broken, *squares(2)])
    run([(bad, good)[first], (good, bad)[first]])
    failed = session.entry(bad)
    assert session.history.undo_title == "analyse 1 image"

    session.history.undo()
    assert (session.entry(bad).state, session.entry(bad).message) == ("waiting", "")
    session.history.redo()
    assert session.entry(bad) == failed


def test_a_result_whose_renewal_failed_is_shown_as_done_again(
    session, runner, run, squares
):
    paths = squares(2, 3)
    keys = session.add_files(paths)
    run(keys)
    finding = session.finding(keys[0])
    paths[0].unlink()
    runner._micrographs.forget()
    run(keys)
    assert session.entry(keys[0]).state == State.MISSING

    session.history.undo()
    assert session.entry(keys[0]).state == State.DONE
    assert session.finding(keys[0]) is finding


def test_a_cancelled_image_keeps_the_message_it_had(session, runner, squares):
    (key,) = session.add_files(squares(2))
    session.update(key, state=State.FAILED, message="Reading failed.")
    runner.run([key])
    runner.cancel()

    entry = session.entry(key)
    assert (entry.state, entry.message) == (State.FAILED, "Reading failed.")


def test_corrections_that_applied_come_back_with_their_result(
    qtbot, session, run, squares, applier
):
    (key,) = session.add_files(squares(3))
    run([key])
    delete = Correction(kind="delete", at=((40, 20),))
    session.do(correct(session, key, "delete", delete))
    qtbot.waitUntil(lambda: session.entry(key).particle_count == 2, timeout=LONG)
    corrected = session.finding(key)
    run([key])
    session.history.undo()
    assert session.finding(key) is corrected

    session.history.undo()
    qtbot.waitUntil(lambda: session.entry(key).particle_count == 3, timeout=LONG)
    session.history.undo()
    assert session.finding(key) is None


def test_an_uncorrected_result_is_not_measured_a_second_time(
    session, run, squares, jobs, applier
):
    (key,) = session.add_files(squares(3))
    titles = []
    jobs.changed.connect(lambda: titles.extend(job.title for job in jobs.running))
    run([key])

    assert set(titles) == {"Analyse field0"}


def test_what_ends_after_its_project_was_closed_is_no_step(
    qtbot, session, runner, squares
):
    keys = session.add_files(squares(2))
    runner.run(keys)
    session.restore(Snapshot())
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)

    assert session.history.undo_title == ""
