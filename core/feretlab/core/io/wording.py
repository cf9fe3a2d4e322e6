"""Numbers as people read them."""

from math import floor, isfinite, log10

MAX_DECIMALS = 4
ROUNDING = 1e-10
"""What arithmetic leaves of zero lies below this."""


def decimals_for(uncertainty: float, value: float) -> int:
    """Choose decimals that show two digits of an uncertainty, else four of a value.

    Parameters
    ----------
    uncertainty : float
        Half the width of an interval; NaN or 0 where there is none.
    value : float
        What it belongs to.

    Returns
    -------
    int
        0 to 4.
    """
    digits = 2 if isfinite(uncertainty) and uncertainty > ROUNDING else 4
    scale = uncertainty if digits == 2 else abs(value)
    if not isfinite(scale) or scale <= ROUNDING:
        return 0
    return min(max(digits - 1 - floor(log10(scale)), 0), MAX_DECIMALS)


def with_interval(value: float, low: float, high: float, unit: str = "") -> str:
    """Write a value with its interval.

    Parameters
    ----------
    value, low, high : float
        NaN for what is not known.
    unit : str
        Stands behind the value; empty for none.

    Returns
    -------
    str
        Such as ``"38.2 nm (36.9 to 39.6)"``; a dash for an unknown value.

    Examples
    --------
    >>> with_interval(38.204, 36.93, 39.61, "nm")
    '38.2 nm (36.9 to 39.6)'
    """
    if not isfinite(value):
        return "–"
    places = decimals_for((high - low) / 2, value)
    shown = f"{value:z.{places}f} {unit}".strip()
    if not (isfinite(low) and isfinite(high)):
        return shown
    return f"{shown} ({low:z.{places}f} to {high:z.{places}f})"


def shortened(text: str, letters: int) -> str:
    """Keep both ends: names of micrographs often differ in the last digits.

    Parameters
    ----------
    text : str
        On one line or several; the result is on one.
    letters : int
        At most so many, at least 3.

    Returns
    -------
    str

    Examples
    --------
    >>> shortened("TiO2 stub 3 field 0017", 13)
    'TiO2 s…d 0017'
    """
    text = " ".join(text.split())
    half = (letters - 1) // 2
    return text if len(text) <= letters else f"{text[:half]}…{text[-half:]}"


def counted(number: int, noun: str) -> str:
    """Write how many there are.

    Parameters
    ----------
    number : int
        How many.
    noun : str
        Of what, in the singular.

    Returns
    -------
    str
        Such as ``"1 image"`` or ``"412 particles"``.
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
