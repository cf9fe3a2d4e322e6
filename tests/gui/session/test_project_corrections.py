"""Corrections as text."""

from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.errors import FileError
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.project_corrections import (
    from_records,
    run_lengths,
    to_records,
)


def _ring():
    y, x = np.mgrid[-6:7, -5:6]
    return (np.hypot(y, x) < 6) & (np.hypot(y, x) > 2)


def test_every_kind_of_correction_comes_back():
    items = (
        Correction(kind="delete", at=((3, 4),)),
        Correction(kind="replace", at=((8, 8),), regions=((_ring(), (2, 3)),)),
        Correction(kind="exclude", at=((1, 2), (3, 4)), text="dust", areas=(5, 6)),
        Correction(kind="add", regions=((_ring(), (2, 3)),), beside=((7, 8),)),
    )

    back = from_records(to_records(Corrections(items=items))).items

    def plain(each):
        return each.kind, each.at, each.text, each.areas, each.beside

    assert list(map(plain, back)) == list(map(plain, items))
    mask, corner = back[1].regions[0]
    assert np.array_equal(mask, _ring())
    assert corner == (2, 3)


@pytest.mark.parametrize(
    ("mask", "runs"),
    [
        ([[0, 1], [1, 0]], [1, 2, 1]),
        ([[1, 1], [1, 1]], [0, 4]),
        ([[0, 0]], [2]),
    ],
)
def test_runs_begin_outside_and_fill_the_mask(mask, runs):
    assert run_lengths(np.array(mask, bool)) == runs


def test_runs_that_do_not_fill_their_shape_are_refused():
    added = Correction(kind="add", regions=((_ring(), (0, 0)),))
    (record,) = to_records(Corrections(items=(added,)))
    short = replace(record.regions[0], runs="3 4")

    with pytest.raises(FileError, match="its runs fill 7 pixels, expected 143"):
        from_records([replace(record, regions=(short,))])
