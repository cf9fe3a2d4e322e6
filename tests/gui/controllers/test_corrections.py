"""What corrections by hand make of a finding, without a window."""

from dataclasses import replace

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import InputError
from feretlab.gui.controllers.corrections import blank_finding
from feretlab.gui.session.correcting import change_corrections
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.entries import State
from feretlab.gui.session.file_stamps import FileStamp


def test_corrections_hold_after_another_analysis_where_they_apply(bench):
    bench.session.select([0])
    bench.after(bench.corrector.delete)

    bench.automatic([(12, 12), (50, 50)])
    assert bench.finding.origin == (1,)


def test_many_quick_corrections_are_all_applied(bench):
    for index in range(3):
        bench.session.select([index])
        bench.corrector.exclude("dust")

    bench._qtbot.waitUntil(lambda: bench.finding.excluded == ("dust",) * 3)


def test_without_an_analysis_outlines_are_drawn_on_an_empty_result(bench):
    micrograph = bench.micrographs.read(bench.session.entry(bench.key))
    blank = blank_finding(micrograph, "one", bench.session.recipe)
    bench.session.put_finding(bench.key, blank)

    finding = bench.after(bench.corrector.add, [(60, 20), (60, 40), (90, 40), (90, 20)])
    assert finding.table["area_px"].tolist() == [600]


def test_a_corrected_result_is_still_of_the_file_that_was_analysed(bench):
    stamp = FileStamp(size_bytes=1, modified_ns=2, sha256="a" * 64)
    bench.session.put_finding(bench.key, replace(bench.finding, file=stamp))
    for indices in ([0], [1]):
        bench.session.select(indices)
        bench.after(bench.corrector.delete)

    assert bench.finding.file == stamp


def test_another_pixel_size_measures_anew_and_is_undone(bench):
    bench.session.select([0])
    bench.after(bench.corrector.delete)

    finding = bench.after(bench.session.give_pixel_size, [bench.key], 2.5)
    assert finding.table["ecd_nm"] == pytest.approx(2.5 * finding.table["ecd_px"])
    assert finding.facts.pixel_size_nm == (2.5, 2.5)
    assert finding.origin == (1, 2)
    plain = bench.after(bench.session.history.undo)
    assert "ecd_nm" not in plain.table


def test_corrections_keep_the_pixel_size_that_the_recipe_gave(bench):
    bench.session.set_recipe(AnalyzeParameters(pixel_size_nm=2.0))
    bench.automatic([(10, 10), (50, 50)])
    bench.session.select([0])

    finding = bench.after(bench.corrector.delete)
    assert finding.facts.pixel_size_nm == (2.0, 2.0)
    assert finding.table["ecd_nm"] == pytest.approx(2 * finding.table["ecd_px"])


def test_corrections_keep_a_pixel_size_that_nothing_reads_any_more(bench):
    bar = {"pixel_size_nm": (2.0, 2.0), "pixel_size_source": "scale bar '20 nm'"}
    facts = replace(bench.finding.facts, **bar)
    bench.session.put_finding(bench.key, replace(bench.finding, facts=facts))
    bench.session.select([0])

    finding = bench.after(bench.corrector.delete)
    assert finding.facts.pixel_size_nm == (2.0, 2.0)
    assert "ecd_nm" in finding.table


def test_without_a_size_given_to_the_image_that_of_the_recipe_counts_again(bench):
    bench.session.set_recipe(AnalyzeParameters(pixel_size_nm=2.0))
    bench.automatic([(10, 10), (50, 50)])
    bench.after(bench.session.give_pixel_size, [bench.key], 2.5)

    finding = bench.after(bench.session.history.undo)
    assert finding.facts.pixel_size_nm == (2.0, 2.0)


def test_a_size_from_a_project_is_taken_back_by_trusting_the_file(bench):
    bench.after(bench.session.give_pixel_size, [bench.key], 2.5)
    bench.session.restore(bench.session.snapshot())
    (entry,) = bench.session.entries
    bench.key = entry.key

    finding = bench.after(bench.session.give_pixel_size, [bench.key], None)
    assert finding.facts.pixel_size_nm is None


def test_what_is_drawn_without_an_analysis_has_the_pixel_size_of_the_recipe(bench):
    micrograph = bench.micrographs.read(bench.session.entry(bench.key))
    blank = blank_finding(micrograph, "one", AnalyzeParameters(pixel_size_nm=2.0))

    assert (blank.facts.pixel_size_nm, blank.facts.pixel_size_source) == (
        (2.0, 2.0),
        "given",
    )


def test_another_pixel_size_counts_at_once_and_needs_no_file(bench, away):
    bench.session.update(bench.key, state=State.MISSING)
    bench.session.give_pixel_size([bench.key], 2.5)

    assert bench.finding.facts.pixel_size_nm == (2.5, 2.5)
    assert bench.finding.table["ecd_nm"] == pytest.approx(
        2.5 * bench.finding.table["ecd_px"]
    )
    assert bench.jobs.running == ()


@pytest.fixture
def oblong(bench):
    """A finding measured with pixels that are not square, as its file says."""
    bench.session.update(bench.key, pixel_size_nm=(2.0, 3.0), pixel_size_source="file")
    size = {"pixel_size_nm": (2.0, 3.0), "pixel_size_source": "file"}
    facts = replace(bench.finding.facts, **size)
    bench.session.put_finding(bench.key, replace(bench.finding, facts=facts))


@pytest.mark.usefixtures("oblong")
def test_a_size_of_which_the_measuring_is_cancelled_is_taken_back(bench, qtbot):
    logged, before = [], bench.finding
    bench.session.logged.connect(logged.append)
    bench.session.give_pixel_size([bench.key], 2.5)
    bench.jobs.cancel_lasting()
    qtbot.waitUntil(lambda: not bench.jobs.running)

    assert bench.session.entry(bench.key).given_size_nm is None
    assert bench.finding is before
    assert logged == ["one: the new pixel size is taken back."]
    bench.session.history.undo()
    finding = bench.after(bench.session.history.redo)
    assert finding.facts.pixel_size_nm == (2.5, 2.5)


def test_the_size_of_the_file_counts_again_at_once_where_it_is_known(bench, away):
    known = {"pixel_size_nm": (2.0, 2.0), "pixel_size_source": "file"}
    bench.session.update(bench.key, state=State.MISSING, **known)
    bench.session.give_pixel_size([bench.key], 2.5)
    bench.session.history.undo()

    facts = bench.finding.facts
    assert (facts.pixel_size_nm, facts.pixel_size_source) == ((2.0, 2.0), "file")
    assert bench.finding.table["ecd_nm"] == pytest.approx(
        2 * bench.finding.table["ecd_px"]
    )
    assert bench.jobs.running == ()


def test_a_size_by_hand_stays_where_measuring_with_the_files_is_cancelled(bench, qtbot):
    bench.session.give_pixel_size([bench.key], 2.5)
    bench.session.give_pixel_size([bench.key], None)
    bench.jobs.cancel_lasting()
    qtbot.waitUntil(lambda: not bench.jobs.running)

    assert bench.session.entry(bench.key).given_size_nm == 2.5
    assert bench.finding.facts.pixel_size_nm == (2.5, 2.5)


@pytest.mark.parametrize("is_known", [False, True])
def test_a_size_by_hand_stays_where_the_files_cannot_be_read(bench, qtbot, is_known):
    bench.session.give_pixel_size([bench.key], 2.5)
    bench.micrographs.forget()
    bench.session.entry(bench.key).path.unlink()
    if is_known:
        bench.session.update(bench.key, state=State.MISSING)
    bench.session.give_pixel_size([bench.key], None)

    qtbot.waitUntil(lambda: bench.session.entry(bench.key).given_size_nm == 2.5)
    assert bench.finding.facts.pixel_size_nm == (2.5, 2.5)


def test_what_is_found_out_about_an_entry_measures_nothing(bench):
    before = bench.finding
    bench.session.update(bench.key, message="odd")

    assert bench.jobs.running == ()
    assert bench.finding is before


@pytest.fixture
def away(bench):
    """Moves the image away, and gives the log from then on."""
    logged = []
    bench.session.logged.connect(logged.append)
    bench.micrographs.forget()
    bench.session.entry(bench.key).path.unlink()
    return logged


def test_a_correction_that_cannot_be_measured_is_taken_back_and_told(
    bench, away, qtbot
):
    finding = bench.finding
    bench.session.select([0])
    bench.corrector.delete()
    qtbot.waitUntil(lambda: len(away) == 2)

    assert bench.session.corrections(bench.key).items == ()
    assert bench.finding is finding
    assert bench.session.entry(bench.key).state == State.MISSING
    assert away[1] == "one: the correction is taken back."


def test_an_undo_that_cannot_be_measured_leaves_the_correction(bench, away, qtbot):
    delete = Correction(kind="delete", at=((20, 20),))
    held = Corrections(items=(delete,))
    finding = replace(bench.finding, corrections=held)
    bench.session.put_corrections(bench.key, held)
    bench.session.put_finding(bench.key, finding)
    bench.session.do(
        change_corrections(bench.session, bench.key, "forget", Corrections())
    )
    qtbot.waitUntil(lambda: len(away) == 2)

    assert bench.session.corrections(bench.key).items == (delete,)


def test_what_was_corrected_just_before_a_crash_is_measured_once_opened(bench, qtbot):
    delete = Correction(kind="delete", at=((20, 20),))
    bench.session.put_corrections(bench.key, Corrections(items=(delete,)))
    bench.session.restore(bench.session.snapshot())
    bench.key = bench.session.entries[0].key

    qtbot.waitUntil(lambda: bench.finding.origin == (1, 2))


def test_what_waits_to_be_measured_is_so_once_its_image_is_found(bench, qtbot):
    delete = Correction(kind="delete", at=((20, 20),))
    bench.session.update(bench.key, state=State.MISSING)
    bench.session.put_corrections(bench.key, Corrections(items=(delete,)))
    bench.session.restore(bench.session.snapshot())
    bench.key = bench.session.entries[0].key
    assert bench.jobs.running == ()

    bench.session.update(bench.key, state=State.DRAWN)
    qtbot.waitUntil(lambda: bench.finding.origin == (1, 2))


def test_what_waits_to_be_measured_stays_where_its_image_is_still_missing(
    bench, away, qtbot
):
    delete = Correction(kind="delete", at=((20, 20),))
    bench.session.update(bench.key, state=State.MISSING)
    bench.session.put_corrections(bench.key, Corrections(items=(delete,)))
    bench.session.update(bench.key, state=State.DRAWN)  # as by Read again
    qtbot.waitUntil(lambda: bool(away))

    assert bench.session.corrections(bench.key).items == (delete,)
    assert bench.session.entry(bench.key).state == State.MISSING


def test_corrections_of_an_image_that_was_removed_meanwhile_are_passed_over(
    bench, away, qtbot
):
    bench.session.select([0])
    bench.corrector.delete()
    bench.session.remove([bench.key])
    qtbot.waitUntil(lambda: not bench.jobs.running)

    assert away == []


@pytest.fixture
def late(bench, away, qtbot):
    """A correction of an earlier run, whose image is there but cannot be read."""
    bench.session.entry(bench.key).path.write_bytes(b"no image")
    late = Correction(kind="delete", at=((20, 20),))
    bench.session.put_corrections(bench.key, Corrections(items=(late,)))
    bench.session.update(bench.key, message="as by opening")
    qtbot.waitUntil(lambda: len(away) == 1)
    return late


def test_a_correction_that_is_taken_back_leaves_those_that_wait(
    bench, away, late, qtbot
):
    bench.session.select([2])
    bench.corrector.delete()
    qtbot.waitUntil(lambda: len(away) == 3)

    assert bench.session.corrections(bench.key).items == (late,)
    bench.session.history.undo()
    assert bench.session.corrections(bench.key).items == (late,)


def test_what_waits_is_tried_once_until_its_file_is_read_again(
    bench, away, late, qtbot
):
    bench.session.update(bench.key, message="odd")
    assert bench.jobs.running == ()

    bench.session.update(bench.key, rereadings=1)
    qtbot.waitUntil(lambda: len(away) == 2)


def test_a_correction_of_which_the_measuring_was_cancelled_waits(bench, away, qtbot):
    bench.session.entry(bench.key).path.write_bytes(b"no image")
    bench.session.select([0])
    bench.corrector.delete()
    bench.jobs.cancel_lasting()
    (cancelled,) = bench.session.corrections(bench.key).items
    bench.session.select([2])
    bench.corrector.delete()
    qtbot.waitUntil(lambda: "one: the correction is taken back." in away)

    assert bench.session.corrections(bench.key).items == (cancelled,)


def test_what_was_cancelled_is_measured_once_its_particle_is_wanted(bench, qtbot):
    bench.session.select([0])
    bench.corrector.delete()
    bench.jobs.cancel_lasting()
    qtbot.waitUntil(lambda: not bench.jobs.running)
    bench.session.select([0])
    with pytest.raises(InputError, match="wait until it is drawn anew"):
        bench.corrector.exclude("dust")

    qtbot.waitUntil(lambda: bench.finding.origin == (1, 2))


def test_what_waits_and_is_undone_does_not_come_back(bench, away, qtbot):
    bench.session.entry(bench.key).path.write_bytes(b"no image")
    for index in (0, 2):
        bench.session.select([index])
        bench.corrector.delete()
        bench.jobs.cancel_lasting()
    first, _ = bench.session.corrections(bench.key).items
    bench.session.history.undo()
    qtbot.waitUntil(lambda: len(away) == 1)
    bench.session.select([1])
    bench.corrector.delete()
    qtbot.waitUntil(lambda: "one: the correction is taken back." in away)

    assert bench.session.corrections(bench.key).items == (first,)
