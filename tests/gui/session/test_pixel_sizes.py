"""Which pixel size counts."""

from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.micrograph import Micrograph
from feretlab.gui.session.pixel_sizes import (
    calibrated_for,
    holds_given_size,
    size_to_take,
)

BAR = "scale bar '20 nm'"


@pytest.fixture
def entry(session):
    """Of an image that was found with 2 nm, which the user gave."""
    return session.entries[0]


@pytest.fixture
def micrograph():
    return Micrograph(pixels=np.zeros((40, 50), np.uint8))


@pytest.mark.parametrize(
    ("given", "recipe", "source", "taken"),
    [
        (2.0, 3.0, BAR, (2.0, 2.0)),
        (None, 3.0, BAR, (3.0, 3.0)),
        (None, None, BAR, (4.0, 4.0)),
        (None, None, "given", None),
    ],
)
def test_a_size_that_is_given_comes_before_the_recipes_and_the_files(
    entry, given, recipe, source, taken
):
    known = replace(
        entry,
        given_size_nm=given,
        pixel_size_nm=(4.0, 4.0),
        pixel_size_source=source,
    )

    assert size_to_take(known, AnalyzeParameters(pixel_size_nm=recipe)) == taken


@pytest.mark.parametrize(
    ("given", "recipe", "source", "holds"),
    [
        (2.0, None, "given", True),
        (3.0, None, "given", False),
        (2.0, 3.0, "given", True),
        (None, None, "given", False),
        (None, 2.0, "given", True),
        (None, 3.0, "given", False),
        (None, 3.0, BAR, True),
    ],
)
def test_a_finding_holds_the_size_that_was_given(
    entry, found, given, recipe, source, holds
):
    finding, _ = found
    facts = replace(finding.facts, pixel_size_source=source)
    chosen = AnalyzeParameters(pixel_size_nm=recipe)
    finding = replace(finding, facts=facts, recipe=chosen)

    assert holds_given_size(finding, replace(entry, given_size_nm=given)) == holds


def test_a_size_that_is_held_is_not_read_anew(entry, found, micrograph):
    made = calibrated_for(found[0], entry, micrograph)

    assert (made.pixel_size_nm, made.pixel_size_source) == ((2.0, 2.0), "given")


def test_a_bar_that_was_read_once_counts_where_nothing_can_read_it(
    entry, found, micrograph
):
    plain = replace(entry, given_size_nm=None)
    read = replace(plain, pixel_size_nm=(4.0, 4.0), pixel_size_source=BAR)

    made = calibrated_for(found[0], read, micrograph)
    assert (made.pixel_size_nm, made.pixel_size_source) == ((4.0, 4.0), BAR)
