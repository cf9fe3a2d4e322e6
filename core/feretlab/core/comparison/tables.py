"""What a comparison gives, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from feretlab.core.comparison.compare import Comparison, ImagePair, Paired
from feretlab.core.comparison.operators import Spread
from feretlab.core.comparison.statistic_names import STATISTIC_NAMES
from feretlab.core.comparison.verdict import relative_difference
from feretlab.core.io.tables import Table
from feretlab.core.statistics.summary import Estimate

_COLUMNS = (
    "manual", "image", "status", "manual_id", "automatic_id", "manual_value",
    "automatic_value", "difference", "mean", "overlap", "unit",
)  # fmt: skip
_TEXT = ("manual", "image", "status", "manual_id", "automatic_id", "unit")
_NAN = float("nan")

Row = tuple[str, str, str, float, float, float]
"""Status, both ids, both sizes and overlap."""
Statistic = tuple[str, str, float, float, float, str]
"""Group, title, value, lowest and highest it may be, unit."""


def comparison_table(comparisons: Sequence[Comparison]) -> Table:
    """Lay out pairs, misses and false finds, one a row.

    Parameters
    ----------
    comparisons : sequence of Comparison
        One or more.

    Returns
    -------
    dict of ndarray
        Columns of ``comparison.csv``. The status is pair, miss (a manual size alone),
        false find or not measured by hand (an automatic one alone), or without places
        manual or automatic.
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
        Columns ``manual``, ``group``, ``statistic`` (titles of `STATISTIC_NAMES`),
        ``value``, ``low``, ``high`` and ``unit``.
    """
    rows = []
    for one in comparisons:
        relative = relative_difference(one)
        rows.append((one.name, *_statistic("Verdict", "relative_difference", relative)))
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
            "not_measured_by_hand": 0 if pairs is None else pairs.unmeasured,
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
    status = ("manual", "automatic")
    if pairs is not None:
        status = ("miss", image.automatic_alone)
    for i in sorted(left):
        yield status[0], str(manual.ids[i]), "", float(manual.values[i]), _NAN, _NAN
    for j in sorted(right):
        size = float(automatic.values[j])
        yield status[1], "", str(automatic.ids[j]), _NAN, size, _NAN


def _distribution_rows(one: Comparison) -> Iterator[Statistic]:
    found = one.contrasts
    for side, count in (("manual", len(one.manual)), ("automatic", len(one.automatic))):
        group = side.capitalize()
        yield _statistic(group, "count", count)
        for each in found.statistics:
            yield _statistic(group, each.name, getattr(each, side), one.unit)
    for each in found.statistics:
        yield _statistic("Difference", each.name, each.difference, one.unit)
    for each in found.statistics:
        yield _statistic("Relative difference", each.name, each.relative, "%")
    for name in ("ks_distance", "ks_p_value", "greater_share", "mann_whitney_p_value"):
        yield _statistic("Tests", name, getattr(found, name))


def _paired_rows(found: Paired, unit: str) -> Iterator[Statistic]:
    shown, correlations = found.agreement, found.reliability
    yield _statistic("Matching", "pairs", shown.count)
    yield _statistic("Matching", "misses", found.misses)
    if found.false_finds or not found.by_lines:
        yield _statistic("Matching", "false_finds", found.false_finds)
    if found.by_lines:
        yield _statistic("Matching", "unmeasured", found.unmeasured)
    yield _statistic("Agreement", "bias", shown.bias, unit)
    yield _statistic("Agreement", "sd_of_differences", shown.sd, unit)
    yield _statistic("Agreement", "lower_limit", shown.lower, unit)
    yield _statistic("Agreement", "upper_limit", shown.upper, unit)
    yield _statistic("Agreement", "trend", shown.trend)
    yield _statistic("Agreement", "paired_t_p_value", shown.t_p_value)
    yield _statistic("Agreement", "wilcoxon_p_value", shown.wilcoxon_p_value)
    yield _statistic("Agreement", "concordance", shown.concordance)
    yield _statistic("Agreement", "icc_agreement", correlations.agreement)
    yield _statistic("Agreement", "icc_consistency", correlations.consistency)
    for line in found.lines:
        yield _statistic(line.name, "slope", line.slope)
        yield _statistic(line.name, "intercept", line.intercept, unit)


def _spread_rows(spread: Spread, unit: str) -> Iterator[Statistic]:
    correlations = spread.agreement
    yield _statistic("Operators", "common_particles", spread.targets)
    for name in ("within_sd", "between_sd", "total_sd"):
        yield _statistic("Operators", name, getattr(spread, name), unit)
    for one in (spread.automatic, *spread.each):
        for key, value in (("bias", one.bias), ("sd", one.sd)):
            title = f"{one.name}: {STATISTIC_NAMES[key].title.lower()}"
            yield "Against the others", title, value, _NAN, _NAN, unit
    yield _statistic("Operators", "icc_agreement", correlations.agreement)
    yield _statistic("Operators", "icc_consistency", correlations.consistency)


def _statistic(
    group: str, name: str, value: Estimate | float, unit: str = ""
) -> Statistic:
    """Give a row: by its title, and shares in %."""
    known = STATISTIC_NAMES[name]
    if not isinstance(value, Estimate):
        value = Estimate(value=float(value), low=_NAN, high=_NAN)
    unit = "%" if known.in_percent else unit
    factor = 100.0 if unit == "%" else 1.0
    low, high = factor * value.low, factor * value.high
    return group, known.title, factor * value.value, low, high, unit


def _laid_out(
    rows: Sequence[tuple[Any, ...]], names: Sequence[str], text: Sequence[str]
) -> Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {
        name: np.array(cells, np.str_ if name in text else np.float64)
        for name, cells in zip(names, columns, strict=True)
    }
