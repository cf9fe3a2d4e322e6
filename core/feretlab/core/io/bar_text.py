"""What the text of a scale bar says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from feretlab.core.io.text import Word
from feretlab.core.io.units import length_nm

# A µ read as p would be a factor of a million, so pm is not believed; 1,000 may be
# a thousand or one.
_LENGTH = re.compile(
    r"\s*(?!0\d|[1-9]\d*,\d{3}(?!\d))(\d+(?:[.,]\d+)?)"
    r"\s*(n ?m|[uµμ] ?m|mm|Å)(?![A-Za-z0-9/])"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Longer ones are nm that were read as mm.
_LONGEST_NM = 2e7
# Bars are drawn to these, times a power of ten; working distances and fields are not.
_ROUND = (1, 1.2, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 7.5, 8, 9)
# Fixed-width letters leave so many text heights between a number and its unit.
_WORD_GAP_HEIGHTS = 1.6

# Closer looks at a word take so many of its heights around it. A faint point is seen
# in some and not in others.
_MARGINS = (0.3, 0.5, 2.0)

Reader = Callable[[npt.NDArray[np.uint8]], Sequence[Word]]


def bar_length(text: str) -> tuple[str, float] | None:
    """Read a length as scale bars have it.

    Parameters
    ----------
    text : str
        As read by OCR.

    Returns
    -------
    tuple of str and float, or None
        The part of the text that says it, and its nm; None where the text does not
        begin with a round length.
    """
    match = _LENGTH.match(text)
    nm = length_nm(match.group(1), match.group(2).replace(" ", "")) if match else None
    if match is None or not nm or nm > _LONGEST_NM:
        return None
    digits = nm / 10 ** np.floor(np.log10(nm) + 1e-9)
    if not np.isclose(digits, _ROUND, rtol=1e-6).any():
        return None
    return match.group(0).strip(), nm


def with_units(words: Sequence[Word]) -> list[Word]:
    """Join numbers with units that were read as words of their own.

    Parameters
    ----------
    words : sequence of Word
        As read.

    Returns
    -------
    list of Word
        Those, and what could be joined.
    """
    joined = list(words)
    for number in words:
        if not _NUMBER.fullmatch(number.text.strip()):
            continue
        height = number.height
        joined += [
            replace(
                number,
                text=f"{number.text} {unit.text}",
                top=min(number.top, unit.top),
                bottom=max(number.bottom, unit.bottom),
                right=unit.right,
            )
            for unit in words
            if -height // 2 <= unit.left - number.right <= _WORD_GAP_HEIGHTS * height
            and abs(unit.bottom - number.bottom) <= height // 2
        ]
    return joined


def is_confirmed(grey: npt.NDArray[np.uint8], word: Word, reader: Reader) -> bool:
    """Tell whether closer looks at a word read no other length.

    A point that is missed is a factor of ten.

    Parameters
    ----------
    grey : ndarray of uint8
        The picture, shape (Y, X).
    word : Word
        A length, as read from afar.
    reader : callable
        Reads text in a picture.

    Returns
    -------
    bool
    """
    told = bar_length(word.text)
    for margin in _MARGINS:
        reach = round(margin * max(word.height, 4))
        part = grey[word.around(reach, reach)]
        near = [bar_length(each.text) for each in with_units(reader(part))]
        lengths = [found[1] for found in near if found]
        if told is None or (lengths and told[1] not in lengths):
            return False
    return True
