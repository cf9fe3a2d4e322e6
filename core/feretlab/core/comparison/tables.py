"""What a comparison gives, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from feretlab.core.comparison.compare import Comparison, ImagePair, Paired
from feretlab.core.comparison.operators import Spread
from feretlab.core.comparison.verdict import relative_difference
from feretlab.core.io.tables import Table
from feretlab.core.statistics.summary import Estimate

STATUSES = ("pair", "miss", "false find", "manual", "automatic")
"""A miss has a manual size alone; without places each size stands by itself."""
_COLUMNS = (
    "manual", "image", "status", "manual_id", "automatic_id", "manual_value",
    "automatic_value", "difference", "mean", "overlap", "unit",
)  # fmt: skip
_TEXT = ("manual", "image", "status", "manual_id", "automatic_id", "unit")
_NAN = float("nan")

Row = tuple[str, str, str, float, float, float]
"""Status, both ids, both sizes and overlap."""


def comparison_table(comparisons: Sequence[Comparison]) -> Table:
    """Lay out pairs, misses and false finds, one a row.

    Parameters
    ----------
    comparisons : sequence of Comparison
        One or more.

    Returns
    -------
    dict of ndarray
        Columns of ``comparison.csv``.
    """
    rows: list[tuple[Any, ...]] = []
    for one in comparisons:
        for image in one.images:
            name = image.automatic.image or image.manual.image
            for status, mine, its, manual, automatic, overlap in _rows(image):
                gap, middle = automatic - manual, (automatic + manual) / 2
                sizes = (manual, automatic, gap, middle, overlap)
                rows.append((one.name, name, status, mine, its, *sizes, one.unit))
    return _laid_out(rows, _COLUMNS, _TEXT)


def statistics_table(comparisons: Sequence[Comparison], spread: Spread | None) -> Table:
    """Lay out everything that was computed, one statistic a row.

    Parameters
    ----------
    comparisons : sequence of Comparison
        One or more.
    spread : Spread or None
        Of several manual measurements.

    Returns
    -------
    dict of ndarray
        Columns ``manual``, ``group``, ``statistic``, ``value``, ``low``, ``high``
        and ``unit``.
    """
    rows = []
    for one in comparisons:
        relative = relative_difference(one)
        rows.append((one.name, "verdict", "relative difference", *_ends(relative), ""))
        rows += [(one.name, *row) for row in _distribution_rows(one)]
        if one.paired is not None:
            rows += [(one.name, *row) for row in _paired_rows(one.paired, one.unit)]
    if spread is not None:
        unit = comparisons[0].unit
        rows += [("all", *row) for row in _spread_rows(spread, unit)]
    names = ("manual", "group", "statistic", "value", "low", "high", "unit")
    return _laid_out(rows, names, ("manual", "group", "statistic", "unit"))


def summary_table(comparisons: Sequence[Comparison]) -> Table:
    """Give the main numbers of each manual measurement, one a row.

    Parameters
    ----------
    comparisons : sequence of Comparison
        One or more.

    Returns
    -------
    dict of ndarray
    """
    columns: dict[str, list[Any]] = {}
    for one in comparisons:
        mean, pairs = one.contrasts["mean"], one.paired
        relative = relative_difference(one)
        row: Mapping[str, Any] = {
            "manual": one.name,
            "unit": one.unit,
            "images": len(one.images),
            "manual_count": len(one.manual),
            "automatic_count": len(one.automatic),
            "manual_mean": mean.manual,
            "automatic_mean": mean.automatic,
            "relative_difference": relative.value,
            "relative_difference_low": relative.low,
            "relative_difference_high": relative.high,
            "pairs": 0 if pairs is None else pairs.agreement.count,
            "misses": 0 if pairs is None else pairs.misses,
            "false_finds": 0 if pairs is None else pairs.false_finds,
            "bias": _NAN if pairs is None else pairs.agreement.bias.value,
            "sd_of_differences": _NAN if pairs is None else pairs.agreement.sd,
        }
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in columns.items()}


def _rows(image: ImagePair) -> Iterator[Row]:
    manual, automatic, pairs = image.manual, image.automatic, image.pairs
    left = set(range(len(manual.values)))
    right = set(range(len(automatic.values)))
    if pairs is not None:
        for i, j, overlap in zip(
            pairs.manual, pairs.automatic, pairs.overlap, strict=True
        ):
            left.discard(int(i))
            right.discard(int(j))
            sizes = float(manual.values[i]), float(automatic.values[j])
            yield (
                "pair",
                str(manual.ids[i]),
                str(automatic.ids[j]),
                *sizes,
                float(overlap),
            )
    status = ("manual", "automatic") if pairs is None else ("miss", "false find")
    for i in sorted(left):
        yield status[0], str(manual.ids[i]), "", float(manual.values[i]), _NAN, _NAN
    for j in sorted(right):
        size = float(automatic.values[j])
        yield status[1], "", str(automatic.ids[j]), _NAN, size, _NAN


def _distribution_rows(one: Comparison) -> Iterator[tuple[Any, ...]]:
    found = one.contrasts
    for side, count in (("manual", len(one.manual)), ("automatic", len(one.automatic))):
        yield side, "count", float(count), _NAN, _NAN, ""
        for statistic in found.statistics:
            value = getattr(statistic, side)
            yield side, statistic.name, value, _NAN, _NAN, one.unit
    for statistic in found.statistics:
        yield "difference", statistic.name, *_ends(statistic.difference), one.unit
        yield "relative difference", statistic.name, *_ends(statistic.relative), ""
    for name in ("ks_distance", "ks_p_value", "greater_share", "mann_whitney_p_value"):
        yield "tests", name, getattr(found, name), _NAN, _NAN, ""


def _paired_rows(found: Paired, unit: str) -> Iterator[tuple[Any, ...]]:
    shown = found.agreement
    for name, count in (
        ("pairs", shown.count),
        ("misses", found.misses),
        ("false finds", found.false_finds),
    ):
        yield "matching", name, float(count), _NAN, _NAN, ""
    yield "agreement", "bias", *_ends(shown.bias), unit
    yield "agreement", "sd of differences", shown.sd, _NAN, _NAN, unit
    yield "agreement", "lower limit", *_ends(shown.lower), unit
    yield "agreement", "upper limit", *_ends(shown.upper), unit
    yield "agreement", "slope of differences", *_ends(shown.trend), ""
    yield "agreement", "paired t p_value", shown.t_p_value, _NAN, _NAN, ""
    yield "agreement", "Wilcoxon p_value", shown.wilcoxon_p_value, _NAN, _NAN, ""
    yield "agreement", "Lin's concordance", *_ends(shown.concordance), ""
    yield "agreement", "ICC(2,1)", *_ends(found.reliability.agreement), ""
    yield "agreement", "ICC(3,1)", *_ends(found.reliability.consistency), ""
    for line in found.lines:
        yield line.name, "slope", *_ends(line.slope), ""
        yield line.name, "intercept", *_ends(line.intercept), unit


def _spread_rows(spread: Spread, unit: str) -> Iterator[tuple[Any, ...]]:
    yield "operators", "common particles", float(spread.targets), _NAN, _NAN, ""
    for name in ("within_sd", "between_sd", "total_sd"):
        yield "operators", name, getattr(spread, name), _NAN, _NAN, unit
    for one in (spread.automatic, *spread.each):
        yield "against the others", f"{one.name}: bias", one.bias, _NAN, _NAN, unit
        yield "against the others", f"{one.name}: sd", one.sd, _NAN, _NAN, unit
    yield "operators", "ICC(2,1)", *_ends(spread.agreement.agreement), ""
    yield "operators", "ICC(3,1)", *_ends(spread.agreement.consistency), ""


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.value, estimate.low, estimate.high


def _laid_out(
    rows: Sequence[tuple[Any, ...]], names: Sequence[str], text: Sequence[str]
) -> Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {
        name: np.array(cells, np.str_ if name in text else np.float64)
        for name, cells in zip(names, columns, strict=True)
    }
