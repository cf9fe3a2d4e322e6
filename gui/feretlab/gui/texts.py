"""Texts of the application, in English until another language is spoken.

The functions are named so that Qt's ``lupdate`` finds the texts; each takes the
English one, which must stand there as it is. Nothing here knows Qt, so that the
session, which has no windows, can name things for people as well.
"""

from collections.abc import Callable

Translate = Callable[[str, str, int], str]


def _in_english(text: str, other: str, count: int) -> str:
    return text


_translate: Translate = _in_english


def speak(translate: Translate | None) -> None:
    """Let all texts from now on be given in another language.

    Parameters
    ----------
    translate : callable or None
        Takes an English text, its plural (empty where it has none) and a number, and
        gives the text in the user's language, or the English one where it has none.
        None speaks English.
    """
    global _translate
    _translate = translate or _in_english


def tr(text: str) -> str:
    """Give a text in the user's language, where there is a translation.

    Parameters
    ----------
    text : str
        In English.

    Returns
    -------
    str
    """
    return _translate(text, "", -1)


def tr_count(one: str, many: str, count: int, **values: object) -> str:
    """Give a text that fits a number, in the user's language.

    The order is that of Qt's own ``tr``: other languages have other plurals than
    English, and their forms are chosen by the number.

    Parameters
    ----------
    one, many : str
        In English, for one and for any other number.
    count : int
        How many there are; stands for ``{count}`` in the texts.
    **values : object
        What stands for other names in braces.

    Returns
    -------
    str
    """
    text = _translate(one, many, count)
    if text == one and count != 1:
        text = many
    return text.format(count=count, **values)


def tr_later(text: str) -> str:
    """Mark a text that is translated where it is shown.

    Parameters
    ----------
    text : str
        In English.

    Returns
    -------
    str
        The same.
    """
    return text


def as_in_window(line: str) -> str:
    """Say where the window has what core names by the command line's option.

    Parameters
    ----------
    line : str
        What core says, such as a warning.

    Returns
    -------
    str
    """
    line = line.replace("--manual-unit", tr("Settings » Manual unit"))
    return line.replace("--pixel-size-nm", tr("Image » Calibrate"))
