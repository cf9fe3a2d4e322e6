"""Corrections by hand, without a window."""

import numpy as np
import pytest
import tifffile

from feretlab.core.errors import InputError
from feretlab.core.particles import Particles
from feretlab.gui.controllers.corrections import (
    CorrectionApplier,
    Corrector,
    blank_finding,
)
from feretlab.gui.session.findings import with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs

CORNERS = [(10, 10), (10, 60), (10, 82)]
MIDDLES = [(20, 20), (20, 70), (20, 92)]


class Bench:
    """A session with squares of 20 px at `CORNERS`, and what corrects it."""

    def __init__(self, qtbot, path):
        self._qtbot = qtbot
        self.session, self.jobs = Session(), Jobs()
        self.micrographs = Micrographs()
        (self.key,) = self.session.add_files([path])
        self.applier = CorrectionApplier(self.session, self.micrographs, self.jobs)
        self.corrector = Corrector(self.session)
        self.automatic(CORNERS)

    def automatic(self, corners):
        micrograph = self.micrographs.read(self.session.entry(self.key))
        blank = blank_finding(micrograph, "one", self.session.recipe)
        masks = [np.ones((20, 20), bool)] * len(corners)
        particles = Particles.from_masks(masks, corners, micrograph.shape)
        finding = with_corrections(
            micrograph,
            blank.facts,
            blank.recipe,
            "",
            particles,
            self.session.corrections(self.key),
        )
        self.session.put_finding(self.key, finding)

    @property
    def finding(self):
        return self.session.finding(self.key)

    def after(self, act, *arguments):
        before = self.finding
        act(*arguments)
        self._qtbot.waitUntil(lambda: self.finding is not before)
        return self.finding


@pytest.fixture
def bench(qapp, qtbot, tmp_path):
    path = tmp_path / "one.tif"
    pixels = np.full((100, 120), 50, np.uint8)
    pixels[60:80, 60:80] = 200
    tifffile.imwrite(path, pixels)
    bench = Bench(qtbot, path)
    yield bench
    bench.jobs.cancel_all()
    assert bench.jobs.wait()


def test_deleting_is_measured_undone_and_done_again(bench):
    bench.session.select([0, 2])

    finding = bench.after(bench.corrector.delete)
    assert finding.origin == (1,)
    assert finding.table["area_px"].tolist() == [400]
    assert bench.session.history.undo_title == "delete 2 particles"
    assert len(bench.after(bench.session.history.undo).particles) == 3
    assert len(bench.after(bench.session.history.redo).particles) == 1


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


def test_another_pixel_size_measures_anew_and_is_undone(bench):
    bench.session.select([0])
    bench.after(bench.corrector.delete)

    finding = bench.after(bench.session.give_pixel_size, [bench.key], 2.5)
    assert finding.table["ecd_nm"] == pytest.approx(2.5 * finding.table["ecd_px"])
    assert finding.facts.pixel_size_nm == (2.5, 2.5)
    assert finding.origin == (1, 2)
    plain = bench.after(bench.session.history.undo)
    assert "ecd_nm" not in plain.table


def test_what_is_found_out_about_an_entry_measures_nothing(bench):
    before = bench.finding
    bench.session.update(bench.key, message="odd")

    assert bench.jobs.running == ()
    assert bench.finding is before


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
