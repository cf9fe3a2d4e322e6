"""Corrections as a person wants them, without a window."""

import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.gui.session.entries import State


def test_deleting_is_measured_undone_and_done_again(bench):
    bench.session.select([0, 2])

    finding = bench.after(bench.corrector.delete)
    assert finding.origin == (1,)
    assert finding.table["area_px"].tolist() == [400]
    assert bench.session.history.undo_title == "delete 2 particles"
    assert len(bench.after(bench.session.history.undo).particles) == 3
    assert len(bench.after(bench.session.history.redo).particles) == 1


def test_what_is_deleted_is_not_deleted_again_before_it_is_measured(bench):
    bench.session.select([0])
    bench.corrector.delete()
    with pytest.raises(InputError, match="Select the particles to delete"):
        bench.corrector.delete()

    assert len(bench.session.corrections(bench.key).items) == 1


def test_what_is_merged_is_not_merged_again_before_it_is_measured(bench):
    bench.session.select([1, 2])
    bench.corrector.merge()
    with pytest.raises(InputError, match="Select two or more"):
        bench.corrector.merge()

    assert len(bench.session.corrections(bench.key).items) == 1


def test_what_is_split_is_not_split_again_before_it_is_measured(bench):
    bench.corrector.split([(5, 20), (35, 20)])
    with pytest.raises(InputError, match="is not measured yet"):
        bench.corrector.split([(5, 20), (35, 20)])
    bench.corrector.split([(5, 70), (35, 70)])

    assert len(bench.session.corrections(bench.key).items) == 2


def test_what_was_split_leaves_another_selected_particle_selected(bench):
    bench.session.select([0, 1])
    bench.corrector.split([(5, 20), (35, 20)])

    assert bench.session.selection == {1}


def test_a_drawn_outline_is_added_and_measured(bench):
    outline = [(60, 20), (60, 40), (90, 40), (90, 20)]

    finding = bench.after(bench.corrector.add, outline)
    assert finding.origin[-1] == -1
    assert finding.table["area_px"][-1] == 600
    assert finding.table["mean_grey"][-1] == 50


def test_an_outline_around_a_particle_redraws_it(bench):
    outline = [(9, 9), (9, 31), (31, 31), (31, 9)]

    finding = bench.after(bench.corrector.add, outline)
    assert sorted(finding.table["area_px"].tolist()) == [400, 400, 22 * 22]


def test_a_click_adds_what_stands_out(bench):
    micrograph = bench.micrographs.read(bench.session.entry(bench.key))

    finding = bench.after(bench.corrector.add_clicked, micrograph, (70, 70))
    assert finding.particles.boxes[-1].tolist() == pytest.approx(
        [60, 60, 80, 80], abs=1
    )


def _rectangle(top, left, bottom, right):
    return np.ones((bottom - top, right - left), bool), (top, left)


def test_what_a_click_met_on_free_ground_is_added(bench):
    region = _rectangle(60, 60, 80, 80)

    finding = bench.after(bench.corrector.add_found, region, (70, 70))
    assert finding.origin == (0, 1, 2, -1)
    assert bench.session.history.undo_title == "add a particle"


def test_what_a_click_met_in_a_particle_takes_its_place(bench):
    larger = _rectangle(8, 8, 34, 34)

    finding = bench.after(bench.corrector.add_found, larger, (20, 20))
    assert finding.origin == (1, 2, -1)
    assert finding.table["area_px"].tolist() == [400, 400, 26 * 26]


def test_a_part_of_a_particle_leaves_the_rest_as_another(bench):
    half = _rectangle(10, 10, 30, 20)

    finding = bench.after(bench.corrector.add_found, half, (20, 15))
    assert sorted(finding.table["area_px"].tolist()) == [200, 200, 400, 400]
    assert bench.session.history.undo_title == "split a particle"


def test_a_particle_as_the_network_sees_it_is_left_alone(bench):
    same = _rectangle(10, 10, 30, 30)

    with pytest.raises(InputError, match="as the network sees it"):
        bench.corrector.add_found(same, (20, 20))


def test_two_are_merged_and_one_is_split(bench):
    bench.session.select([1, 2])
    merged = bench.after(bench.corrector.merge)
    assert merged.origin == (0, -1)
    assert merged.table["area_px"][1] > 820

    split = bench.after(bench.corrector.split, [(5, 20), (35, 20)])
    assert sorted(split.table["area_px"].tolist())[:2] == [200, 200]


def test_a_reshaped_particle_stays_one(bench):
    bench.session.select([0])
    stroke = [(15, 25), (15, 40), (25, 40), (25, 25)]

    finding = bench.after(bench.corrector.reshape, stroke)
    assert len(finding.particles) == 3
    assert finding.table["area_px"].max() == 500


def test_a_line_splits_what_it_crosses_whatever_is_selected(bench):
    bench.session.select([1])

    finding = bench.after(bench.corrector.split, [(5, 20), (35, 20)])
    assert finding.origin == (1, 2, -1, -1)


def test_a_new_outline_takes_the_place_of_the_old(bench):
    outline = [(10, 10), (10, 40), (30, 40), (30, 10)]

    finding = bench.after(bench.corrector.outline_anew, 0, outline)
    assert finding.origin == (1, 2, -1)
    assert finding.table["area_px"][-1] == 600
    assert bench.session.history.undo_title == "reshape a particle"


def test_class_and_reason_reach_table_and_result(bench):
    bench.session.select([0])
    assert bench.after(bench.corrector.set_class, "rod").particles.classes[0] == "rod"
    bench.session.select([1])
    finding = bench.after(bench.corrector.exclude, "out of focus")

    assert finding.excluded == ("", "out of focus", "")
    assert finding.result.facts.particle_count == 2
    assert finding.table["class"].tolist() == ["rod", "particle", "particle"]
    bench.session.select([1])
    assert bench.after(bench.corrector.include).excluded == ("", "", "")


@pytest.mark.parametrize(
    ("act", "arguments", "message"),
    [
        ("delete", (), "Select the particles to delete"),
        ("merge", (), "Select two or more"),
        ("reshape", ([(1, 1), (2, 2), (3, 1)],), "Select the one"),
        ("set_class", ("rod",), "Select the particles to classify"),
        ("exclude", ("dust",), "Select the particles to exclude"),
        ("split", ([(50, 50), (50, 55)],), "across a particle"),
        ("split", ([(20, 60), (20, 66)],), "does not part"),
        ("add", ([(1, 1), (1, 1.1), (1.1, 1)],), "holds no pixel"),
        ("outline_anew", (0, [(1, 1), (1, 1.1), (1.1, 1)]), "Nothing would be left"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(bench, act, arguments, message):
    with pytest.raises(InputError, match=message):
        getattr(bench.corrector, act)(*arguments)

    assert bench.session.history.undo_title == "add 1 image"


def test_excluding_needs_a_reason(bench):
    bench.session.select([0])

    with pytest.raises(InputError, match="why"):
        bench.corrector.exclude("  ")


def test_an_image_that_was_not_analysed_says_so(bench):
    bench.session.put_finding(bench.key, None)

    with pytest.raises(InputError, match="Analyse this image first"):
        bench.corrector.delete()


def test_of_a_missing_image_nothing_is_corrected(bench):
    bench.session.update(bench.key, state=State.MISSING)
    bench.session.select([0])

    with pytest.raises(InputError, match=r"missing.*Locate"):
        bench.corrector.delete()
    assert bench.session.corrections(bench.key).items == ()
