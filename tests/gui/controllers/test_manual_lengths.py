"""Lengths measured by hand, of the images that a comparison is about."""

from pathlib import Path

import pytest

from feretlab.gui.controllers.manual_lengths import lengths_on
from feretlab.gui.session.manual import ManualLength


@pytest.fixture
def measure(analysed):
    def measure(entry):
        row = ManualLength(
            key=entry.key, image=entry.name, start=(5.0, 5.0), end=(15.0, 5.0)
        )
        analysed.do(analysed.manual.adding(row))
        return row

    return measure


def test_they_are_those_of_the_entries_that_take_part(analysed, measure):
    measure(analysed.entries[0])
    second = measure(analysed.entries[1])

    assert lengths_on(analysed, [analysed.entries[1].key]) == (second,)


def test_a_removed_image_leaves_none_to_another_of_its_name(
    analysed, measure, make_finding
):
    measure(analysed.entries[0])
    analysed.remove([analysed.entries[0].key])
    (key,) = analysed.add_files([Path("/other/a.tif")])
    analysed.put_finding(key, make_finding("a", [10, 30, 20]))
    assert analysed.entry(key).name == "a"

    assert lengths_on(analysed, [entry.key for entry in analysed.entries]) == ()


def test_an_image_that_got_another_name_keeps_its_own(analysed, measure, make_finding):
    entry = analysed.entries[0]
    measure(entry)
    analysed.expand_pages(entry.key, 2)
    analysed.put_finding(entry.key, make_finding("a_p0001", [10]))
    (row,) = lengths_on(analysed, [entry.key])

    assert row.image == "a_p0001"


def test_an_image_that_is_not_analysed_has_none(analysed, measure):
    entry = analysed.entries[0]
    measure(entry)
    analysed.put_finding(entry.key, None)

    assert lengths_on(analysed, [entry.key]) == ()
