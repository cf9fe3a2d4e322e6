"""How numbers are shown: four digits that mean something."""

from math import floor, isfinite, log10
from typing import Any

import numpy as np

from feretlab.gui.texts import tr

_DIGITS = 4


def shown(value: Any) -> str:
    """Give a value as a table shows it.

    Parameters
    ----------
    value : Any
        A number with or without digits behind the point, a bool or a text.

    Returns
    -------
    str
        With four significant digits, all those before the point; empty for NaN.
    """
    if isinstance(value, bool | np.bool_):
        return tr("yes") if value else tr("no")
    if not isinstance(value, float | np.floating):
        return str(value)
    number = float(value)
    if not isfinite(number):
        return "" if number != number else str(number)
    if number == 0:
        return "0"
    power = floor(log10(abs(number)))
    if not -_DIGITS <= power < 9:
        return f"{number:.{_DIGITS - 1}e}"
    return f"{number:.{max(0, _DIGITS - 1 - power)}f}"


def exact(value: Any) -> str:
    """Give a value with all its digits, as it is copied.

    Parameters
    ----------
    value : Any
        As for `shown`.

    Returns
    -------
    str
        Empty for NaN.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return "" if value != value else repr(value)
    return str(value)
