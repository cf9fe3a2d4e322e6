"""Runs of analyses: what they note, and how they end."""

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.controllers.analysis import one_line
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import State
from feretlab.gui.session.file_stamps import seen_at, stamp_of

LONG = 200_000


def test_every_image_gets_what_was_found_in_it(session, runner, run, squares):
    keys = session.add_files(squares(2, 3))
    run(keys)

    entries = [session.entry(key) for key in keys]
    assert [entry.state for entry in entries] == [State.DONE, State.DONE]
    assert [entry.particle_count for entry in entries] == [2, 3]
    assert session.finding(keys[0]).recipe == session.recipe
    assert (runner.advance.done, runner.advance.share) == (2, 1.0)


def test_a_result_knows_the_file_that_was_analysed(session, run, squares):
    (path,) = squares(2)
    keys = session.add_files([path])
    before = stamp_of(path)
    run(keys)
    path.write_bytes(b"another one")

    assert session.finding(keys[0]).file == before


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


def test_a_file_that_is_read_again_is_looked_at_anew(session, run, squares):
    keys = session.add_files(squares(2))
    run(keys)
    squares(3)
    session.update(keys[0], rereadings=1)
    run(keys)

    assert session.entry(keys[0]).particle_count == 3


def test_a_file_that_was_written_anew_is_analysed_as_it_is_now(session, run, squares):
    (path,) = squares(2)
    (key,) = session.add_files([path])
    run([key])
    squares(3)
    run([key])

    assert session.finding(key).count == 3
    assert session.finding(key).file == stamp_of(path)


def test_who_shows_a_file_that_was_written_anew_reads_it_once_it_is_analysed(
    session, run, squares
):
    (key,) = session.add_files(squares(2))
    run([key])
    assert session.entry(key).rereadings == 0

    squares(3)
    run([key])
    assert session.entry(key).rereadings == 1


def test_a_result_from_memory_is_of_the_file_as_it_was_read(session, run, squares):
    (path,) = squares(2)
    (key,) = session.add_files([path])
    before = seen_at(path)
    run([key])
    path.unlink()
    run([key])

    assert session.finding(key).file == before


def test_cancel_keeps_what_is_done(found, qtbot, session, runner, squares):
    keys = session.add_files(squares(2, 3, 1))
    with qtbot.waitSignal(found, timeout=LONG):
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


def test_a_size_in_nm_without_a_pixel_size_needs_no_network(
    session, run, squares, monkeypatch
):
    def no_network(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("feretlab.core.segmentation.segment.segment", no_network)
    keys = session.add_files(squares(3))
    session.set_recipe(session.recipe.model_copy(update={"min_size_nm": 5.0}))
    run(keys)

    entry = session.entry(keys[0])
    assert entry.state == State.FAILED
    assert "field0.tif': a size of 5.0 nm was given" in entry.message


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
