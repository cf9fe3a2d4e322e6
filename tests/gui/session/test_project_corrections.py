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


@pytest.fixture
def read_with():
    """Read a drawn ring of which something else is written."""
    added = Correction(kind="add", regions=((_ring(), (0, 0)),))
    (record,) = to_records(Corrections(items=(added,)))

    def read(**changes):
        region = replace(record.regions[0], **changes)
        return from_records([replace(record, regions=(region,))])

    return read


_HALF_OF_64_BITS = 2**63 - 1


@pytest.mark.parametrize(
    ("shape", "runs", "told"),
    [
        ((13, 11), "3 4", "fill 7 pixels, expected 143"),
        ((4, 5), f"{_HALF_OF_64_BITS} {_HALF_OF_64_BITS} 22", "expected 20"),
        ((4, 5), f"0 {10**30}", f"fill {10**30} pixels, expected 20"),
        ((4, 5), "-1 21", "fill 20 pixels"),
        ((-4, -5), "0 20", "expected 20"),
        ((0, 5), "", "expected 0"),
        ((100_000, 100_000), "0 10000000000", "fill 10000000000 pixels"),
    ],
)
def test_runs_that_do_not_fill_their_shape_are_refused(read_with, shape, runs, told):
    with pytest.raises(FileError, match=told):
        read_with(shape=shape, runs=runs)


@pytest.mark.parametrize("corner", [(-2, 3), (10**12, 3)])
def test_a_region_in_no_picture_is_refused(read_with, corner):
    with pytest.raises(FileError, match="expected a place in a picture"):
        read_with(corner=corner)
