"""The column that holds a descriptor, whoever wrote the table."""

import numpy as np
import pytest

from feretlab.core.comparison.headings import descriptor_named, find_column
from feretlab.core.errors import InputError


def table(*headings):
    return {heading: np.array([float(i), 2.0]) for i, heading in enumerate(headings, 1)}


@pytest.mark.parametrize(
    ("headings", "wanted", "length"),
    [
        (["Area", "Feret", "MinFeret"], "MinFeret", ""),
        (["Feret", "Min Feret (nm)"], "Min Feret (nm)", "nm"),
        (["min_feret_px", "min_feret_nm"], "min_feret_nm", "nm"),
        (["Angle", "Length"], "Length", ""),
        (["Length [px]"], "Length [px]", "px"),
        (["Feret", "Length"], "Length", ""),
        (["Durchmesser / x", "Durchmesser (nm)"], "Durchmesser (nm)", "nm"),
        (["N°", "Diamètre (nm)"], "Diamètre (nm)", "nm"),
    ],
)
def test_the_column_and_its_unit_are_found(headings, wanted, length):
    given = table(*headings)
    found = find_column(given, descriptor_named("min_feret"), "t.csv")
    assert found.values.tolist() == given[wanted].tolist()
    assert (found.length, found.warning) == (length, "")


@pytest.mark.parametrize("sign", ["um", "µm", "μm", "micron"])
def test_micrometres_become_nanometres(sign):
    given = {f"MinFeret ({sign})": np.array([0.25])}
    found = find_column(given, descriptor_named("min_feret"), "t.csv")
    assert found.values.tolist() == [250.0]


def test_areas_scale_by_the_square():
    given = {"Area (µm²)": np.array([0.5])}
    found = find_column(given, descriptor_named("area"), "t.csv")
    assert found.values.tolist() == pytest.approx([5e5])


def test_a_longest_diameter_is_taken_for_a_shortest_with_a_warning():
    found = find_column(table("Feret"), descriptor_named("min_feret"), "t.csv")
    assert "--descriptor feret" in found.warning


@pytest.mark.parametrize("nothing", [[0.0, 0.0], [np.nan, 0.0]])
def test_lines_whose_min_feret_is_nothing_have_their_length(nothing):
    # As ImageJ 1.54p writes straight lines where Feret's diameter is ticked.
    given = {
        "Feret": np.array([25.1, 20.0]),
        "MinFeret": np.array(nothing),
        "Length": np.array([25.0, 20.0]),
    }
    found = find_column(given, descriptor_named("min_feret"), "t.csv")
    assert (found.values.tolist(), found.warning) == ([25, 20], "")


def test_of_columns_without_sizes_the_one_that_was_asked_for_is_taken():
    given = {name: np.zeros(2) for name in ("Feret", "Length", "MinFeret (nm)")}
    found = find_column(given, descriptor_named("min_feret"), "t.csv")
    assert (found.length, found.warning) == ("nm", "")


def test_a_table_without_a_size_names_what_it_has_and_what_it_needs():
    expected = (
        r"'t.csv': found the columns 'X', 'Mean', expected .* MinFeret, Length.* tick"
    )
    with pytest.raises(InputError, match=expected):
        find_column(table("X", "Mean"), descriptor_named("min_feret"), "t.csv")


def test_a_column_of_words_is_no_size():
    words = {"Length": np.array(["long", "short"])}
    with pytest.raises(InputError, match="found the columns 'Length'"):
        find_column(words, descriptor_named("min_feret"), "t.csv")


@pytest.mark.parametrize("name", ["size", "feret_angle"])
def test_an_unknown_descriptor_names_those_there_are(name):
    with pytest.raises(InputError, match=f"'{name}': .* area, .*min_feret"):
        descriptor_named(name)
