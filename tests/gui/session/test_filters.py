"""Filters on particle tables."""

import numpy as np

from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.filters import (
    OPEN,
    counted,
    filterable,
    heading,
    passing,
    unknown,
)

TABLE = {"image": np.array(["a"] * 4), "area_px": np.array([1.0, 2, 3, np.nan])}


def test_both_limits_pass():
    kept = passing(TABLE, {"area_px": (2, 3)})

    assert kept.tolist() == [False, True, True, False]


def test_nothing_passes_a_filter_of_a_column_that_is_not_there():
    filters = {"area_nm2": (0.0, OPEN), "area_px": (1.0, 3.0)}

    assert not passing(TABLE, filters).any()
    assert unknown(TABLE, filters) == ("area_nm2",)


def test_every_descriptor_is_filtered_once_in_nm_where_all_have_it(make_finding):
    calibrated = make_finding("a", [10]).table
    unknown = make_finding("b", [10], nm=None).table

    assert "min_feret_nm" in filterable([calibrated])
    assert "min_feret_px" not in filterable([calibrated])
    assert "min_feret_px" in filterable([calibrated, unknown])


def test_places_are_no_descriptors(make_finding):
    names = filterable([make_finding("a", [10]).table])

    assert not [name for name in names if name.startswith(("centroid", "box"))]
    assert "confidence" in names


def test_excluded_particles_do_not_count(make_finding):
    exclude = Correction(kind="exclude", at=((8, 2),), text="dirt")
    finding = make_finding("a", [10, 20], corrections=[exclude])

    assert counted(finding, {}).tolist() == [False, True]


def test_headings_carry_the_unit():
    assert heading("min_feret_nm").label == "Min Feret (nm)"
    assert heading("circularity").label == "Circularity"
