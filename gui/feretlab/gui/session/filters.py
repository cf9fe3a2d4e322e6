"""Which particles pass the filters, and which of them count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.measurement.columns import COLUMN
from feretlab.gui.session.findings import Finding
from feretlab.gui.texts import tr, tr_later

Filters = Mapping[str, tuple[float, float]]
Bool = npt.NDArray[np.bool_]

OPEN = 1e300
"""Stands for no limit, above or negative below; JSON has no infinity."""

_KNOWN = {
    "image": (tr_later("Image"), tr_later("Name of the micrograph.")),
    "particle": (tr_later("No."), tr_later("Number of the particle in its image.")),
    "class": (tr_later("Class"), tr_later("What the particle was taken for.")),
    "confidence": (
        tr_later("Confidence"),
        tr_later("Mean probability the network gave its pixels."),
    ),
    "touches_border": (
        tr_later("At border"),
        tr_later("Cut by the edge of the picture."),
    ),
    "separated": (tr_later("Separated"), tr_later("Parted from a neighbour.")),
    "weight": (
        tr_later("Weight"),
        tr_later("How many particles it counts for in statistics."),
    ),
}
_PLACES = ("centroid", "box", "feret_angle", "ellipse_angle")
"""Columns that say where a particle lies, not what it is like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a column of the particle table is called.

    Parameters
    ----------
    title, unit, help : str
        For people; the unit is empty for a ratio.
    """

    title: str
    unit: str
    help: str

    @property
    def label(self) -> str:
        """Title and unit, such as ``"Min Feret (nm)"``."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


def heading(column: str) -> Heading:
    """Give the heading of a column.

    Parameters
    ----------
    column : str
        Of the particle table.

    Returns
    -------
    Heading
    """
    if column in COLUMN:
        known = COLUMN[column]
        return Heading(title=tr(known.title), unit=known.unit, help=tr(known.help))
    title, help_ = _KNOWN.get(column, (column, ""))
    return Heading(title=tr(title), unit="", help=tr(help_))


def filterable(tables: Iterable[Mapping[str, npt.NDArray[Any]]]) -> tuple[str, ...]:
    """Name the columns that filters may use, each descriptor in one unit.

    Parameters
    ----------
    tables : iterable of dict of ndarray
        Particle tables.

    Returns
    -------
    tuple of str
        In nm where every table has it, else in pixels; places and numbers of
        particles are left out.
    """
    headers = [tuple(table) for table in tables]
    if not headers:
        return ()
    common = [name for name in headers[0] if all(name in other for other in headers)]
    best: dict[str, str] = {}
    for name in common:
        known = COLUMN.get(name)
        if name == "confidence" or (known and not name.startswith(_PLACES)):
            # Columns in nm come later and so take the place of those in pixels.
            best[known.title if known else name] = name
    return tuple(best.values())


def passing(table: Mapping[str, npt.NDArray[Any]], filters: Filters) -> Bool:
    """Tell which rows pass all filters.

    Parameters
    ----------
    table : mapping of str to ndarray
        A particle table, N rows.
    filters : mapping of str to (float, float)
        Lowest and highest value that pass, by column. Nothing passes a filter whose
        column the table lacks, such as one in nm without a pixel size, as no NaN
        passes: nobody knows whether it would.

    Returns
    -------
    ndarray of bool
        Shape (N,).
    """
    count = len(next(iter(table.values()))) if table else 0
    kept = np.full(count, not unknown(table, filters), np.bool_)
    for column, (low, high) in filters.items():
        if column in table:
            kept &= (table[column] >= low) & (table[column] <= high)
    return kept


def unknown(table: Mapping[str, npt.NDArray[Any]], filters: Filters) -> tuple[str, ...]:
    """Name the columns of filters that a table lacks.

    Parameters
    ----------
    table : mapping of str to ndarray
        A particle table.
    filters : mapping of str to (float, float)
        As of `passing`.

    Returns
    -------
    tuple of str
    """
    return tuple(column for column in filters if column not in table)


def counted(finding: Finding, filters: Filters) -> Bool:
    """Tell which particles of a finding count in plots and statistics.

    Parameters
    ----------
    finding : Finding
        What was found in an image.
    filters : mapping of str to (float, float)
        As of `passing`.

    Returns
    -------
    ndarray of bool
        Shape (N,): true for those that pass and that nobody excluded.
    """
    kept: Bool = passing(finding.table, filters) & finding.included
    return kept
