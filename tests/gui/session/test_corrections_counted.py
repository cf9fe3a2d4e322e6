"""Corrections counted by kind."""

import numpy as np
import pytest

from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.corrections_counted import Counts, counted, missed_lines

HALF = np.ones((6, 3), bool), (2, 2)


@pytest.mark.parametrize(
    ("correction", "counts"),
    [
        (Correction(kind="delete", at=((3, 3), (4, 22))), Counts(deleted=2)),
        (Correction(kind="add", regions=(HALF,)), Counts(added=1)),
        (
            Correction(kind="replace", at=((3, 3), (4, 22)), regions=(HALF,)),
            Counts(merged=1),
        ),
        (
            Correction(kind="replace", at=((3, 3),), regions=(HALF, HALF)),
            Counts(split=1),
        ),
        (
            Correction(kind="replace", at=((3, 3),), regions=(HALF,)),
            Counts(reshaped=1),
        ),
        (
            Correction(kind="replace", at=((3, 3),) * 3, regions=(HALF, HALF)),
            Counts(deleted=3, added=2),
        ),
        (
            Correction(kind="class", at=((3, 3), (4, 22)), text="rod"),
            Counts(reclassified=2),
        ),
    ],
    ids=["delete", "add", "merge", "split", "reshape", "rois", "class"],
)
def test_every_kind_is_counted(correction, counts):
    assert counted(Corrections(items=(correction,))) == counts


def test_excluded_particles_are_counted_by_their_reasons_as_they_are_now():
    items = (
        Correction(kind="exclude", at=((3, 3), (4, 22)), text="dust"),
        Correction(kind="exclude", at=((4, 22),)),
    )

    counts = counted(Corrections(items=items), ("dust", "", "blurred", "dust"))
    assert (counts.excluded, counts.reasons) == (3, {"blurred": 1, "dust": 2})


def test_what_no_longer_applies_counts_as_that_alone():
    items = (
        Correction(kind="delete", at=((3, 3), (4, 22))),
        Correction(kind="replace", at=((9, 9),), regions=(HALF,)),
    )

    counts = counted(Corrections(items=items), (), (((4, 22),), ((9, 9),)))
    assert counts == Counts(deleted=1, not_applied=2)


def test_counts_of_images_are_summed():
    one = Counts(deleted=1, excluded=2, reasons={"dust": 2})
    other = Counts(deleted=2, split=1, excluded=2, reasons={"dust": 1, "cut": 1})

    assert one + other == Counts(
        deleted=3, split=1, excluded=4, reasons={"cut": 1, "dust": 3}
    )
    assert "reasons" not in one.numbers


@pytest.mark.parametrize(
    ("correction", "name"),
    [
        (Correction(kind="delete", at=((3, 3),)), "delete"),
        (Correction(kind="exclude", at=((3, 3),), text="dust"), "exclude (dust)"),
        (Correction(kind="exclude", at=((3, 3),)), "include"),
        (Correction(kind="class", at=((3, 3),), text="rod"), "class 'rod'"),
        (Correction(kind="replace", at=((3, 3),) * 2, regions=(HALF,)), "merge"),
        (Correction(kind="replace", at=((3, 3),), regions=(HALF,) * 2), "split"),
        (Correction(kind="replace", at=((3, 3),), regions=(HALF,)), "reshape"),
        (Correction(kind="replace", at=((3, 3),) * 2), "outlines of a ROI set"),
    ],
)
def test_what_no_longer_applies_is_named_with_its_place(correction, name):
    missed = (((3, 4), (5, 6)),)

    lines = missed_lines(Corrections(items=(correction,)), missed)
    assert lines == (f"{name} at x 4, y 3; x 6, y 5",)
