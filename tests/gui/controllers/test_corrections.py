"""What corrections by hand make of a finding, without a window."""

from dataclasses import replace

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.controllers.corrections import blank_finding
from feretlab.gui.session.file_stamps import FileStamp
from feretlab.gui.session.snapshot import Snapshot


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


def test_what_is_found_out_about_an_entry_measures_nothing(bench):
    before = bench.finding
    bench.session.update(bench.key, message="odd")

    assert bench.jobs.running == ()
    assert bench.finding is before


def test_nothing_is_kept_of_a_project_that_is_no_longer_open(bench):
    bench.session.select([0])
    bench.after(bench.corrector.delete)
    bench.after(bench.session.give_pixel_size, [bench.key], 2.5)
    bench.session.restore(Snapshot())

    assert bench.applier._applied == {}
