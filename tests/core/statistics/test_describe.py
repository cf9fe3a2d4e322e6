"""Whole descriptions and their tables."""

import numpy as np
import pytest

from feretlab.core.statistics.describe import (
    describe_distribution,
    to_columns,
    to_rows,
)
from feretlab.core.statistics.parameters import StatisticsParameters

FAST = StatisticsParameters(resamples=200)
SIZES = np.random.default_rng(6).lognormal(3, 0.3, 300)


def test_a_description_holds_every_part():
    found = describe_distribution(SIZES, image=np.arange(300) % 3, parameters=FAST)
    assert (found.count, found.image_count, found.weight_sum) == (300, 3, 300)
    assert found.best_fit.family == "lognormal"
    assert found.nano.share == np.mean(SIZES <= 100)
    assert found.between.image_count == 3
    assert found.precision.design_effect >= 1


def test_only_nanometres_have_a_nano_share():
    assert describe_distribution(SIZES, unit="px", parameters=FAST).nano is None


@pytest.mark.parametrize(
    "name", ["feret", "ecd", "perimeter", "minor", "inscribed_diameter", "centroid_x"]
)
def test_only_the_least_dimension_has_a_nano_share(name):
    columns = to_columns(describe_distribution(SIZES, name=name, parameters=FAST))
    assert not [column for column in columns if "verdict" in column]
    assert f"{name}_share_up_to_100_nm" not in columns


def test_rows_have_statistics_with_their_units():
    found = describe_distribution(SIZES, name="ecd", parameters=FAST)
    rows = {(row["weighting"], row["statistic"]): row for row in to_rows(found)}
    d50 = rows["number", "d50"]
    assert d50["descriptor"] == "ecd"
    assert d50["unit"] == "nm"
    assert d50["low"] < d50["value"] < d50["high"]
    assert rows["volume", "span"]["unit"] == ""
    assert rows["number", "variance_between_images"]["unit"] == "nm2"
    assert len(rows) == len(to_rows(found))


def test_the_share_of_nano_particles_is_a_row():
    rows = to_rows(describe_distribution(SIZES, parameters=FAST))
    (share,) = (row for row in rows if row["statistic"] == "share_up_to_100_nm")
    assert (share["value"], share["unit"]) == (1, "")


def test_columns_name_quantity_and_unit():
    columns = to_columns(describe_distribution(SIZES, parameters=FAST))
    assert columns["count"] == 300
    assert columns["min_feret_mean_nm"] == pytest.approx(SIZES.mean())
    assert columns["min_feret_d50_low_nm"] < columns["min_feret_d50_nm"]
    assert columns["min_feret_volume_d50_nm"] > columns["min_feret_d50_nm"]
    assert columns["min_feret_best_fit"] == "lognormal"
    assert columns["min_feret_verdict"] == "nanomaterial"
    assert "min_feret_span" in columns


def test_numbers_without_unit_leave_no_mark():
    found = describe_distribution(
        SIZES / 100, name="solidity", unit="", parameters=FAST
    )
    assert "solidity_mean" in to_columns(found)


@pytest.mark.parametrize(
    ("unit", "plain", "squared"),
    [
        ("nm", "nm", "nm2"),
        ("px", "px", "px2"),
        ("nm²", "nm2", "nm4"),
        ("px²", "px2", "px4"),
        ("°", "deg", "deg2"),
    ],
)
def test_units_are_written_as_in_the_table_of_particles(unit, plain, squared):
    found = describe_distribution(SIZES, name="feret", unit=unit, parameters=FAST)
    columns = to_columns(found)
    assert f"feret_volume_d50_low_{plain}" in columns
    assert f"feret_variance_between_images_{squared}" in columns
    units = {row["unit"] for row in to_rows(found)}
    assert units == {"", plain, squared}


@pytest.mark.parametrize(
    "sizes", [[], [5.0], [5.0, 6.0], [5.0] * 3, [5.0] * 50, [np.nan], [0.0, 0.0]]
)
@pytest.mark.parametrize("several", [False, True])
def test_few_or_equal_particles_crash_nothing(sizes, several):
    image = np.arange(len(sizes)) if several else None
    found = describe_distribution(sizes, image=image, parameters=FAST)
    assert found.count == np.isfinite(sizes).sum()
    assert (
        to_columns(found).keys()
        == to_columns(describe_distribution(SIZES, parameters=FAST)).keys()
    )
    if found.count == 0:
        assert np.isnan(found.number.mean.value)
        assert found.best_fit is None


def test_a_column_of_another_unit_keeps_the_same_shape():
    pixels = describe_distribution(SIZES / 3, unit="px", parameters=FAST)
    assert "min_feret_d50_px" in to_columns(pixels)
