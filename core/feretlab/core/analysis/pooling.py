"""Tables of single images to statistics of each and of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageResult
from feretlab.core.errors import InputError
from feretlab.core.io.tables import Table, pooled
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.parameters import part
from feretlab.core.progress import SILENT, Progress
from feretlab.core.statistics.parameters import StatisticsParameters

if TYPE_CHECKING:
    from feretlab.core.io.figures import Sizes

ALL = "all images"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pooled:
    """Statistics of a batch.

    Parameters
    ----------
    summary : dict of ndarray
        One row per image and a last one of all.
    statistics : dict of ndarray
        The statistics of all images, one a row.
    sizes : Sizes
        The pooled sample and its description, for figures.
    warnings : tuple of str
        What was left out.
    """

    summary: Table
    statistics: Table
    sizes: "Sizes"
    warnings: tuple[str, ...]


def pool(
    results: Sequence[ImageResult],
    parameters: AnalyzeParameters,
    progress: Progress = SILENT,
) -> Pooled:
    """Describe the distribution of every image and of all.

    Where some images have a pixel size, those without one are left out of the
    statistics of all, with a warning: pixels and nanometres do not mix.

    Parameters
    ----------
    results : sequence of ImageResult
        Any number.
    parameters : AnalyzeParameters
        Descriptor, intervals and limits.
    progress : Progress
        Hears of every image and may stop the work.

    Returns
    -------
    Pooled
    """
    from feretlab.core.statistics.describe import to_columns, to_rows

    calibrated = [result for result in results if result.pixel_size_nm is not None]
    counted = calibrated or list(results)
    everything = describe_tables([result.table for result in counted], parameters)
    rule = {"border": parameters.border}
    rows = []
    for index, result in enumerate(results):
        progress.report(index + 1, len(results) + 1)
        described = describe_tables([result.table], parameters).distribution
        rows.append({**_facts(result), **rule, **to_columns(described)})
    whole = to_columns(everything.distribution)
    rows.append({"image": ALL, "particle_count": _count(counted), **rule, **whole})
    return Pooled(
        summary=_table(rows),
        statistics=_table(to_rows(everything.distribution)),
        sizes=everything,
        warnings=_left_out(len(results) - len(counted)),
    )


def describe_tables(tables: Sequence[Table], parameters: AnalyzeParameters) -> "Sizes":
    """Describe the distribution of all particles of some tables.

    Parameters
    ----------
    tables : sequence of dict of ndarray
        Particle tables; none at all are fine.
    parameters : AnalyzeParameters
        Descriptor, intervals and limits.

    Returns
    -------
    Sizes
        In nm where any of the tables has it.
    """
    from feretlab.core.io.figures import Sizes
    from feretlab.core.statistics.describe import describe_distribution

    table = pooled(tables)
    name = parameters.descriptor
    column, unit = _column(table, name)
    values = table.get(column, np.zeros(0))
    weights, image = table.get("weight"), table.get("image")
    volume = _volume(table, values)
    distribution = describe_distribution(
        values,
        weights=weights,
        image=image,
        volume=volume,
        name=name,
        unit=unit,
        parameters=part(parameters, StatisticsParameters),
    )
    return Sizes(
        distribution=distribution,
        values=values,
        weights=weights,
        image=image,
        volume=volume,
    )


def check_descriptor(name: str) -> None:
    """Refuse the name of a descriptor that is not measured.

    Parameters
    ----------
    name : str
        Name without unit, such as ``"min_feret"``.

    Raises
    ------
    InputError
        Naming those there are.
    """
    known = sorted({column.descriptor for column in COLUMNS})
    if name not in known:
        message = (
            f"Describing the distribution of {name!r}: found no such descriptor, "
            f"expected one of {', '.join(known)}."
        )
        raise InputError(message)


def _column(table: Table, name: str) -> tuple[str, str]:
    """Find a descriptor's column, in nm where there is one, and its unit."""
    for column in reversed(COLUMNS):
        if column.descriptor == name and column.name in table:
            return column.name, column.unit
    return f"{name}_px", "px"


def _volume(table: Table, sizes: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Give the cubes of equivalent diameters, in nm³ where any particle has them."""
    for name in ("ecd_nm", "ecd_px"):
        ecd = np.asarray(table.get(name, ()), np.float64)
        if np.isfinite(ecd).any():
            return np.asarray(ecd**3)
    return np.asarray(sizes, np.float64) ** 3


def _facts(result: ImageResult) -> dict[str, Any]:
    facts = result.facts
    size = facts.pixel_size_nm or (np.nan, np.nan)
    return {
        "image": facts.image,
        "source": facts.source,
        "height_px": facts.height_px,
        "width_px": facts.width_px,
        "info_bar_rows": facts.info_bar_rows,
        "pixel_size_y_nm": size[0],
        "pixel_size_x_nm": size[1],
        "pixel_size_source": facts.pixel_size_source,
        "scale": facts.scale,
        "inverted": facts.inverted,
        "particle_count": facts.particle_count,
    }


def _count(results: Sequence[ImageResult]) -> int:
    return sum(result.facts.particle_count for result in results)


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        f"{count} image{'s' if count > 1 else ''} without a pixel size left out of the "
        "statistics of all images; give the size with --pixel-size-nm.",
    )


def _table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Turn rows into columns; what a row lacks is NaN or empty."""
    return pooled([{name: _cell(value) for name, value in row.items()} for row in rows])


def _cell(value: Any) -> npt.NDArray[Any]:
    return np.array([value])
