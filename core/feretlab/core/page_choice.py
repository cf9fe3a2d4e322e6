"""Which pages of a file are wanted: "1", "2,4-6"."""

import re
from typing import Annotated

from pydantic import AfterValidator

from feretlab.core.errors import InputError, short

_RANGE = re.compile(r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?")


def page_ranges(text: str) -> list[range]:
    """Read a choice of pages.

    Parameters
    ----------
    text : str
        Numbers from 1 and ranges, parted by commas; empty for all.

    Returns
    -------
    list of range
        Zero-based.

    Raises
    ------
    feretlab.core.errors.InputError
        Where it is no such choice.
    """
    if not text.strip():
        return []
    found = [_RANGE.fullmatch(part) for part in text.split(",")]
    pairs = [(int(m[1]), int(m[2] or m[1])) if m else (0, 0) for m in found]
    if not all(1 <= first <= last for first, last in pairs):
        message = f"Choosing pages: found {short(text)}, expected such as 1 or 2,4-6."
        raise InputError(message)
    return [range(first - 1, last) for first, last in pairs]


def chosen_pages(text: str, count: int, what: str) -> list[int]:
    """Give the pages of a file that a choice takes.

    Parameters
    ----------
    text : str
        As of `page_ranges`.
    count : int
        How many there are.
    what : str
        What holds them, for messages.

    Returns
    -------
    list of int
        Zero-based, in their order.

    Raises
    ------
    feretlab.core.errors.InputError
        Where it takes none.
    """
    ranges = page_ranges(text)
    if not ranges:
        return list(range(count))
    chosen = [page for page in range(count) if any(page in some for some in ranges)]
    if not chosen:
        message = f"Choosing pages of {what}: found {short(text)}, but it has {count}."
        raise InputError(message)
    return chosen


def _checked(text: str) -> str:
    page_ranges(text)
    return text


PageChoice = Annotated[str, AfterValidator(_checked)]
"""A field of a parameter record: empty takes all pages."""

PAGES_HELP = (
    "Pages of stacks to take, such as 1 or 2,4-6; empty takes all. Files of one "
    "picture have page 1."
)
