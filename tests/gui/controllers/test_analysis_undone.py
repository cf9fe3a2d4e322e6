"""Runs of analyses as steps that are undone and done again."""

import pytest

from feretlab.gui.controllers.corrections import CorrectionApplier
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import State
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.snapshot import Snapshot

LONG = 200_000


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
    found, qtbot, session, runner, squares
):
    keys = session.add_files(squares(2, 3, 1))
    with qtbot.waitSignal(found, timeout=LONG):
        runner.run(keys)
    runner.cancel()

    assert session.history.undo_title == "analyse 1 image"
    session.history.undo()
    assert {entry.state for entry in session.entries} == {State.WAITING}
    session.history.redo()
    assert session.entry(keys[0]).state == State.DONE


def test_undoing_a_run_under_way_ends_it(found, qtbot, session, runner, squares):
    keys = session.add_files(squares(2, 3, 1))
    with qtbot.waitSignal(found, timeout=LONG):
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
