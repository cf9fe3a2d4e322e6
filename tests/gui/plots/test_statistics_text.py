"""Statistics in words and numbers."""

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.pooling import describe_tables
from feretlab.gui.plots.statistics_text import (
    as_html,
    as_text,
    image_rows,
    statistics_rows,
)

RECIPE = AnalyzeParameters(resamples=100)


@pytest.fixture
def sizes(make_finding):
    return describe_tables([make_finding("a", [10, 12, 14, 40]).table], RECIPE)


def test_the_main_statistics_are_there(sizes):
    rows = {row.title: row for row in statistics_rows(sizes.distribution, "number")}

    assert rows["n"].value == "4"
    assert rows["Mean ± sd"].value.endswith("nm")
    assert rows["Median"].value == "20.00 nm"
    assert rows["Share ≤ 100 nm"].value == "100.0 %"
    assert {"D10", "D50", "D90"} <= rows.keys()


@pytest.mark.parametrize(
    ("confidence", "widths", "told"),
    [
        (0.95, [10, 12], "95 % intervals"),
        (0.9, [10, 12], "90 % intervals"),
        (0.95, [10], ""),
    ],
)
def test_the_level_of_intervals_is_told_where_there_are_any(
    make_finding, confidence, widths, told
):
    recipe = AnalyzeParameters(resamples=100, confidence=confidence)
    found = describe_tables([make_finding("a", widths).table], recipe)

    assert statistics_rows(found.distribution, "number")[0].interval == told


def test_by_volume_it_is_told_where_intervals_may_be_too_narrow(sizes):
    rows = {row.title: row for row in statistics_rows(sizes.distribution, "volume")}

    assert 2 < float(rows["Effective n"].value) < 2.1
    assert rows["Effective n"].interval == "intervals may be too narrow"
    by_number = statistics_rows(sizes.distribution, "number")
    assert "Effective n" not in {row.title for row in by_number}


def test_every_image_has_a_row(sizes):
    rows = image_rows({"a": sizes}, "number")

    assert rows[0][0] == "Image"
    assert rows[1][:2] == ("a", "4")


def test_names_of_images_are_no_markup():
    html = as_html([("Image", "n"), ("<b>", "4")], "#888888", has_heading=True)

    assert "&lt;b&gt;" in html
    assert as_text([("a", "b")]) == "a\tb\n"
