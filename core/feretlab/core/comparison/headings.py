"""Which column of a table holds a descriptor, whoever wrote the table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.units import nm_per_unit
from feretlab.core.measurement.columns import COLUMNS

_DIMENSIONS = {"px": 1, "nm": 1, "px²": 2, "nm²": 2, "": 0}
_PIXELS = {"px", "pixel", "pixels", "pix"}
# Names of a length whose direction the person chose.
_CALIPERS = (
    "length", "diameter", "laenge", "länge", "durchmesser", "longueur", "diamètre",
    "diametre",
)  # fmt: skip
_LONGEST = ("feret",)
_OTHER_NAMES = {"min_feret": ("minimumferet", "feretmin"), "feret": ("maxferet",)}
_BRACKETS = re.compile(r"(?P<name>.*?)\s*[(\[]\s*(?P<unit>[^()\[\]]*?)\s*[)\]]\s*")
_ENDING = re.compile(
    r"(?P<name>.+?)[_ ](?P<unit>(?:nm|px|um|µm|μm|mm|pixels?)[2²]?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """What is compared.

    Parameters
    ----------
    name : str
        Such as ``"min_feret"``.
    title : str
        For people, such as ``"Min Feret"``.
    dimension : int
        1 for a length, 2 for an area, 0 for a ratio.
    keys : tuple of str
        Headings that mean it, in lower case without signs.
    """

    name: str
    title: str
    dimension: int
    keys: tuple[str, ...]

    def unit(self, length: str) -> str:
        """Give its unit where lengths are in px or nm.

        Parameters
        ----------
        length : {"px", "nm"}
            Unit of lengths.

        Returns
        -------
        str
            Such as ``"nm²"``.
        """
        return ("", length, f"{length}²")[self.dimension]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """The column of a table that holds a descriptor.

    Parameters
    ----------
    values : ndarray of float64
        Shape (N,), in `length` to the power of the descriptor's dimension.
    length : str
        ``"nm"`` or ``"px"``; empty where the table does not tell.
    warning : str
        What is odd about it; empty for nothing.
    """

    values: npt.NDArray[np.float64]
    length: str
    warning: str = ""


def descriptor_named(name: str) -> Descriptor:
    """Find a descriptor by its name without unit.

    Parameters
    ----------
    name : str
        Such as ``"min_feret"`` or ``"area"``.

    Returns
    -------
    Descriptor

    Raises
    ------
    InputError
        Naming those there are, if it is none. Angles are none: their differences
        go round.
    """
    known: dict[str, Descriptor] = {}
    for column in COLUMNS:
        if column.unit not in _DIMENSIONS:
            continue
        plain = column.descriptor
        words = (plain, column.title, column.imagej, *_OTHER_NAMES.get(plain, ()))
        keys = tuple(dict.fromkeys(_key(word) for word in words if word))
        known[plain] = Descriptor(
            name=plain,
            title=column.title,
            dimension=_DIMENSIONS[column.unit],
            keys=keys,
        )
    if name not in known:
        expected = ", ".join(sorted(known))
        message = f"Comparing {name!r}: found no such descriptor, expected {expected}."
        raise InputError(message)
    return known[name]


def find_column(
    table: Mapping[str, npt.NDArray[Any]],
    descriptor: Descriptor,
    source: str,
    prefer: str = "nm",
) -> Found:
    """Find the column that holds a descriptor.

    Parameters
    ----------
    table : mapping
        Columns by heading: FeretLab's, ImageJ's or somebody's own, with the unit
        in the heading or not.
    descriptor : Descriptor
        What is wanted. A length may also stand under Length or Diameter; a min
        Feret under Feret, with a warning. A column with nothing above 0 counts
        only where no other would do.
    source : str
        File, for messages.
    prefer : {"nm", "px"}
        Which to take where both are there.

    Returns
    -------
    Found

    Raises
    ------
    InputError
        With the columns that were found and those that would do.
    """
    wanted = [descriptor.keys]
    if descriptor.dimension == 1:
        wanted += [_CALIPERS]
    if descriptor.name == "min_feret":
        wanted += [_LONGEST]
    headings = list(_headings(table))
    # The preferred unit first, then any that is known, then none.
    headings.sort(key=lambda row: (row[2] != prefer, not row[2]))
    rows = [row for keys in wanted for row in headings if row[1] in keys]
    if not rows:
        raise InputError(_nothing_found(table, descriptor, source))
    # ImageJ's MinFeret of a straight line is 0, its Length is not.
    usable = (row for row in rows if np.any(np.asarray(table[row[0]]) > 0))
    heading, key, length, factor = next(usable, rows[0])
    warning = ""
    if key in _LONGEST and descriptor.name == "min_feret":
        warning = (
            f"{source}: found Feret, the longest diameter, but no size under "
            "MinFeret; --descriptor feret compares like with like"
        )
    values = np.asarray(table[heading], np.float64) * factor**descriptor.dimension
    return Found(values=values, length=length, warning=warning)


def find_length(
    table: Mapping[str, npt.NDArray[Any]], keys: Sequence[str]
) -> Found | None:
    """Find a column of lengths by its heading, in pixels rather than in nm.

    Parameters
    ----------
    table : mapping
        Columns by heading.
    keys : sequence of str
        Headings that mean it, in lower case without signs and units.

    Returns
    -------
    Found or None
        None where there is none.
    """
    rows = [row for row in _headings(table) if row[1] in keys]
    if not rows:
        return None
    heading, _, length, factor = min(rows, key=lambda row: (row[2] != "px", not row[2]))
    values = factor * np.asarray(table[heading], np.float64)
    return Found(values=values, length=length)


def _nothing_found(
    table: Mapping[str, npt.NDArray[Any]], descriptor: Descriptor, source: str
) -> str:
    """Name the columns there are and those that would do."""
    names = ", ".join(repr(heading) for heading in table) or "none"
    expected = " or ".join(
        dict.fromkeys(column.imagej or column.name for column in _columns(descriptor))
    )
    if descriptor.dimension == 1:
        expected += ", Length" + (" or Feret" if descriptor.name == "min_feret" else "")
    return (
        f"Reading table {source!r}: found the columns {names}, expected one of numbers "
        f"named {expected}; in ImageJ tick what is missing in Analyze > Set "
        "Measurements, and measure again."
    )


def _headings(
    table: Mapping[str, npt.NDArray[Any]],
) -> Iterator[tuple[str, str, str, float]]:
    """Give heading, key, unit of length and factor to it of each usable column."""
    for heading, values in table.items():
        if np.asarray(values).dtype.kind not in "iuf":
            continue
        name, unit = _parted(heading)
        bare = re.sub(r"(\^?2|²)$", "", unit.strip())
        factor = nm_per_unit(bare) if bare else None
        if bare.lower() in _PIXELS:
            yield heading, _key(name), "px", 1.0
        elif factor is not None:
            yield heading, _key(name), "nm", factor
        else:
            yield heading, _key(name), "", 1.0


def _parted(heading: str) -> tuple[str, str]:
    found = _BRACKETS.fullmatch(heading) or _ENDING.fullmatch(heading)
    return (found["name"], found["unit"]) if found else (heading, "")


def _key(word: str) -> str:
    return re.sub(r"[\W_]", "", word.lower())


def _columns(descriptor: Descriptor) -> Sequence[Any]:
    return [column for column in COLUMNS if column.title == descriptor.title]
