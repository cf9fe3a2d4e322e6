"""Lengths and numbers as instruments write them."""

import pytest

from feretlab.core.io.units import (
    is_energy,
    is_of_series,
    is_reciprocal,
    length_nm,
    magnification,
    number,
    pixel_size,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.85417e-07", 3.85417e-07),
        ("3,85417e-07", 3.85417e-07),
        ("22.92 nm", 22.92),
        (7, 7.0),
        ("1,984.375", 1984.375),
        ("1.024,5", None),
        ("1,024,000", None),
        ("", None),
        ("notafloat", None),
        ("1e999", None),
        ("9" * 400, None),
        (10**400, None),
        (float("inf"), None),
        (float("nan"), None),
        (True, None),
        (None, None),
    ],
)
def test_numbers_are_read_in_either_locale(text, expected):
    assert number(text) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (2.0, "nm", 2.0),
        (2.0, "µm", 2000.0),
        (2.0, "μm", 2000.0),
        (2.0, "um", 2000.0),
        (2.0, "\\u00B5m", 2000.0),
        (2.0, "Âµm", 2000.0),
        (2.0, "micron", 2000.0),
        (2.0, "Å", 0.2),
        (2.0, "A", 0.2),
        (2.0, "Angstrom", 0.2),
        (2.0, "pm", 0.002),
        (2.0, "[n_m]", 2.0),
        (2e-9, "m", 2.0),
        ("2.5012e-6", "m", 2501.2),
        ("2.00nm/pixel", "", 2.0),
        ("22,92 nm", "", 22.92),
        ("100um", "", 100_000.0),
        (2.0, "", None),
        (2.0, "pixel", None),
        (2.0, "1/nm", None),
        ("", "nm", None),
        ("1.984,375 nm", "", None),
    ],
)
def test_lengths_come_in_nm(value, unit, expected):
    assert length_nm(value, unit) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50000", 50000),
        (" 50000.0 ", 50000),
        ("50,000", 50000),
        ("1,200,000", 1200000),
        ("2500,5", 2500.5),
        ("5e4", 50000),
        ("5.00k", None),
        ("x5000", None),
        ("50.000", None),
        ("", None),
    ],
)
def test_a_magnification_is_taken_where_it_has_one_meaning(text, expected):
    assert magnification(text) == expected


@pytest.mark.parametrize(
    "unit",
    [
        *("1/nm", "nm^-1", "nm⁻¹", "1/m", "mrad", "1/Å", "nm-1", "nm**-1", "1/pixel"),
        *("1 / nm", "[1_ _/_ _n_m]", "(1/nm)", "nm^(-1)", "nm^{-1}", "nm -1"),
        *("$A^{-1}$", "Å$^{-1}$", "µm$^{-1}$", "µrad", "degrees", "°"),
    ],
)
def test_diffraction_units_are_reciprocal(unit):
    assert is_reciprocal(unit)


@pytest.mark.parametrize("unit", ["nm", "µm", "", "pixel", "m", "eV", "s^-1", "(nm)"])
def test_lengths_are_not_reciprocal(unit):
    assert not is_reciprocal(unit)


@pytest.mark.parametrize("unit", ["eV", "keV", "[e_V]", "[k_e_V]"])
def test_units_of_spectra_are_energies(unit):
    assert is_energy(unit)


@pytest.mark.parametrize("unit", ["nm", "", "V"])
def test_other_units_are_no_energies(unit):
    assert not is_energy(unit)


def test_implausible_edges_are_no_pixel_size():
    assert pixel_size(1e16, 1e16) is None
    assert pixel_size(0.0, 1.0) is None
    assert pixel_size(None, 1.0) is None
    assert pixel_size(0.2, 1.0) == (0.2, 1.0)


@pytest.mark.parametrize("unit", ["s", "[m_s]", "µs", "deg", "kV", "K", "[e_V]"])
def test_some_units_are_of_a_series_and_never_of_a_side(unit):
    assert is_of_series(unit)


@pytest.mark.parametrize("unit", ["", "[]", "px", "nm", "1/nm", "mrad", "frames"])
def test_other_units_leave_open_what_they_are_of(unit):
    assert not is_of_series(unit)
