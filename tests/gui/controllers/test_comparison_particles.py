"""Particles of a comparison, found again after corrections."""

import pytest

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.progress import SILENT
from feretlab.gui.controllers.comparison import CompareTask, Source
from feretlab.gui.controllers.comparison_particles import particle_of
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.manual import ManualLength

FIRST, SECOND = (8, 2), (8, 20)


@pytest.fixture
def found(make_finding):
    """Make a finding of rectangles at columns 0, 12 and 44, with corrections."""
    return lambda *corrections: make_finding("a", [10, 30, 20], corrections=corrections)


@pytest.fixture
def compared():
    """Compare a finding with three lengths: on the first, the second, on none."""

    def compared(finding):
        columns = (5.0, 25.0, 70.0)
        lengths = [
            ManualLength(key="", image="a", start=(5.0, at), end=(15.0, at))
            for at in columns
        ]
        task = CompareTask(
            findings=(finding,),
            source=Source(name="me"),
            lengths=tuple(lengths),
            parameters=CompareParameters(resamples=100, rois_by="feretlab"),
        )
        return task(SILENT)

    return compared


def _indices(compared, finding):
    return [particle_of(case, compared, finding) for case in compared.cases]


def test_pairs_and_what_was_not_measured_have_a_particle(found, compared):
    finding = found()

    assert _indices(compared(finding), finding) == [0, 1, None, 2]


def test_excluded_particles_are_counted_on_the_way(found, compared):
    finding = found(Correction(kind="exclude", at=(FIRST,), text="dirt"))

    assert _indices(compared(finding), finding) == [1, None, None, 2]


def test_particles_are_found_again_once_one_is_deleted(found, compared):
    now = found(Correction(kind="delete", at=(FIRST,)))

    assert _indices(compared(found()), now) == [None, 0, None, 1]


def test_particles_are_found_again_once_one_is_excluded(found, compared):
    now = found(Correction(kind="exclude", at=(SECOND,), text="dirt"))

    assert _indices(compared(found()), now) == [0, 1, None, 2]
