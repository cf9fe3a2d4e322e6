"""Lengths and numbers as instruments write them."""

import math
import re

from feretlab.core.micrograph import PixelSize

_NM = {
    "km": 1e12, "m": 1e9, "cm": 1e7, "mm": 1e6, "um": 1e3, "nm": 1.0, "pm": 1e-3,
    "fm": 1e-6, "a": 0.1, "å": 0.1, "angstrom": 0.1, "angstroms": 0.1, "ang": 0.1,
    "ångström": 0.1, "micron": 1e3, "microns": 1e3, "micrometer": 1e3,
    "micrometre": 1e3, "micrometers": 1e3, "micrometres": 1e3, "nanometer": 1.0,
    "nanometre": 1.0, "nanometers": 1.0, "nanometres": 1.0, "meter": 1e9,
    "metre": 1e9, "meters": 1e9, "metres": 1e9, "millimeter": 1e6, "millimetre": 1e6,
    "picometer": 1e-3, "picometre": 1e-3,
}  # fmt: skip
# Commas before a point part thousands; one alone is a decimal comma. What goes on
# with a further one, as 1.024,5 does, is no number that has one meaning.
_NUMBER = re.compile(
    r"(?>[-+]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?)"
    r"(?![.,]\d)"
)
_QUANTITY = re.compile(rf"\s*({_NUMBER.pattern})\s*([^\s\d/()]*)")

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# Three decimals behind a point may be thousands: 5.000.
_BARE = re.compile(r"(?!\d{1,3}\.\d{3}$)\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")

# Spaces, brackets and what TeX writes around 1/nm or nm^-1.
_MARKUP = re.compile(r"[\s${}()]")
_INVERSE = re.compile(r"1/.+|(.+?)(?:\^|\*\*)?(?:-1|⁻¹)")
_ENERGIES = {"ev", "kev", "e-v"}
_TIMES = {"s", "sec", "second", "seconds", "ms", "us", "ns", "min", "h"}
_TILTS = {"deg", "degree", "degrees", "°"}
_VOLTAGES = {"v", "mv", "kv"}
_TEMPERATURES = {"k", "°c"}
_ANGLES = _TILTS | {"mrad", "rad", "urad"}

# A field of view wider than 1 m or a pixel under 0.1 pm is a reciprocal length
# or a print resolution in disguise.
_PLAUSIBLE_NM = (1e-4, 1e6)


def number(text: object) -> float | None:
    """Give the number that a value begins with, decimal comma or point.

    Parameters
    ----------
    text : object
        A number, or text such as ``"3,85e-07"`` or ``"22.92 nm"``.

    Returns
    -------
    float or None
        None where there is none, or none that is finite.
    """
    if isinstance(text, bool):
        return None
    if isinstance(text, int | float):
        return _finite(text)
    found = _NUMBER.match(str(text).strip())
    if not found:
        return None
    digits = found.group()
    return _finite(digits.replace(",", "" if "." in digits else "."))


def magnification(text: str) -> float | None:
    """Give a magnification where the whole text is one, in one meaning alone.

    Parameters
    ----------
    text : str
        Such as ``"50000"`` or ``"50,000"``: nobody writes one with three decimals
        behind a comma.

    Returns
    -------
    float or None
        None for ``"5.00k"``, ``"50.000"`` and what else could mean another.
    """
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    return number(text) if _BARE.fullmatch(text) else None


def nm_per_unit(unit: str) -> float | None:
    r"""Give how many nm one unit of length has.

    Parameters
    ----------
    unit : str
        ``"nm"``, ``"µm"``, ``"\u00B5m"``, ``"micron"``, ``"[n_m]"`` and the like.

    Returns
    -------
    float or None
        None where it is no length that is known.
    """
    name = _plain(unit)
    if unit.strip() in ("Å", "A") or name in ("å", "a"):
        return 0.1
    return _NM.get(name)


def length_nm(value: object, unit: str = "") -> float | None:
    """Give a length in nm from a value and its unit.

    Parameters
    ----------
    value : object
        A number, or text that may carry the unit: ``"22.92 nm"``.
    unit : str
        The unit where `value` does not carry it.

    Returns
    -------
    float or None
        None where the number or the unit is missing or unknown.
    """
    if isinstance(value, str):
        found = _QUANTITY.match(value)
        if not found:
            return None
        unit = unit or found.group(2)
    amount, factor = number(value), nm_per_unit(unit)
    return None if amount is None or factor is None else amount * factor


def is_reciprocal(unit: str) -> bool:
    """Whether a unit is that of a diffraction pattern or a Fourier transform.

    Parameters
    ----------
    unit : str
        ``"1/nm"``, ``"nm^-1"``, ``"$nm^{-1}$"``, ``"mrad"`` and the like.

    Returns
    -------
    bool
    """
    name = _MARKUP.sub("", _plain(unit))
    inverse = _INVERSE.fullmatch(name)
    if inverse is None:
        return name in _ANGLES
    return inverse[1] is None or nm_per_unit(inverse[1]) is not None


def is_energy(unit: str) -> bool:
    """Whether a unit is that of a spectrum.

    Parameters
    ----------
    unit : str
        ``"eV"``, ``"keV"``, ``"[e_V]"`` and the like.

    Returns
    -------
    bool
    """
    return _plain(unit) in _ENERGIES


def is_of_series(unit: str) -> bool:
    """Whether a unit is of what changes from picture to picture, and never a side's.

    Parameters
    ----------
    unit : str
        That of time, tilt, voltage, temperature or energy.

    Returns
    -------
    bool
        False where it is a length, unknown or empty.
    """
    known = _TIMES | _TILTS | _VOLTAGES | _TEMPERATURES | _ENERGIES
    return _plain(unit) in known


def pixel_size(y_nm: float | None, x_nm: float | None) -> PixelSize | None:
    """Give a pixel size where both edges are plausible lengths.

    Parameters
    ----------
    y_nm, x_nm : float or None
        Edge lengths in nm; None where unknown.

    Returns
    -------
    PixelSize or None
    """
    if y_nm is None or x_nm is None:
        return None
    low, high = _PLAUSIBLE_NM
    if not (low <= y_nm <= high and low <= x_nm <= high):
        return None
    return PixelSize(y_nm, x_nm)


def _finite(number: float | str) -> float | None:
    try:
        value = float(number)
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return value if math.isfinite(value) else None


def _plain(unit: str) -> str:
    r"""Fold the many ways of writing micro: µ, μ, ``\u00B5``, Latin-1 as UTF-8."""
    text = unit.strip().strip("[]").replace("_", "").strip()
    text = re.sub(r"\\u00[bB]5|\\u03[bB][cC]|Âµ|Î¼|[\u00b5\u03bc]", "u", text)
    text = re.sub(r"\\u00[cC]5|\u212b", "å", text)
    return text.lower()
