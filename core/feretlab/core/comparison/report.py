"""The report of a comparison: the verdict, its numbers, where they come from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feretlab.core.comparison.colours import LEGEND
from feretlab.core.comparison.compare import Comparison, ImagePair
from feretlab.core.comparison.figure import draw_comparison, height_of, p_text
from feretlab.core.comparison.operators import Spread
from feretlab.core.comparison.places import draw_places
from feretlab.core.comparison.statistic_names import STATISTIC_NAMES
from feretlab.core.io.axes import QUIET
from feretlab.core.io.pages import Column, Pages, open_pages, paragraph_height
from feretlab.core.io.wording import counted, with_interval
from feretlab.core.provenance import Provenance
from feretlab.core.statistics.summary import Estimate

MAX_MAPS = 6
MAX_LISTED = 60
_SELDOM = (
    "Lengths are seldom drawn in all particles: an automatic one without a manual "
    "length is not measured by hand, which is no fault of either side."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparisonReport:
    """What a report is made of.

    Parameters
    ----------
    comparisons : tuple of Comparison
        One or more.
    spread : Spread or None
        Of several manual measurements.
    verdicts : tuple of str
        What they mean, in plain words.
    label : str
        Of the sizes, such as ``"Min Feret (nm)"``.
    provenance : Provenance
        How the results came about; its warnings are shown.
    """

    comparisons: tuple[Comparison, ...]
    spread: Spread | None
    verdicts: tuple[str, ...]
    label: str
    provenance: Provenance


def write_comparison_report(report: ComparisonReport, path: Path) -> None:
    """Write a report as PDF, A4.

    Parameters
    ----------
    report : ComparisonReport
        Of any number of manual measurements.
    path : Path
        ``report.pdf``; replaced where it exists.
    """
    origin = report.provenance
    version = origin.versions.get("feretlab", "")
    footer = f"FeretLab {version}   {origin.finished[:10]}"
    with open_pages(path, "Automatic beside manual", footer) as pages:
        pages.heading(f"Automatic beside manual: {report.label}", 16)
        for line in report.verdicts:
            pages.paragraph(line, 10.5)
        for line in origin.warnings:
            pages.paragraph(f"• {line}", 8)
        if report.spread is not None:
            _write_spread(pages, report.spread, report.comparisons[0].unit)
        for one in report.comparisons:
            _write_comparison(pages, one, report.label)
        _write_origin(pages, origin)


def _write_comparison(pages: Pages, one: Comparison, label: str) -> None:
    height = height_of(one)
    pages.heading(f"Automatic beside {one.name}", keep_in=height)
    with pages.area(height) as area:
        draw_comparison(area, one, label)
    _write_distributions(pages, one)
    if one.paired is not None:
        _write_pairs(pages, one)
        _write_images(pages, one)


def _write_distributions(pages: Pages, one: Comparison) -> None:
    found = one.contrasts
    pages.heading("Distributions", 10, keep_in=1.6)
    columns: list[Column] = [
        ("", 1.4, "left"),
        ("manual", 0.9, "right"),
        ("automatic", 0.9, "right"),
        ("difference", 1.9, "right"),
        ("relative", 1.7, "right"),
    ]
    rows = [
        (
            _title(row.name),
            f"{row.manual:.4g}",
            f"{row.automatic:.4g}",
            _shown(row.difference, one.unit),
            _percent(row.relative),
        )
        for row in found.statistics
    ]
    counts = (str(len(one.manual)), str(len(one.automatic)))
    rows.insert(0, (_title("count"), *counts, "", ""))
    pages.table(columns, rows)
    pages.paragraph(
        f"Kolmogorov-Smirnov distance {found.ks_distance:.3f} "
        f"({p_text(found.ks_p_value)}). An automatic size drawn at random is the "
        f"larger one in {100 * found.greater_share:.1f} % of pairs with a manual one "
        f"(Mann-Whitney, {p_text(found.mann_whitney_p_value)}).",
        8,
    )
    if one.paired is not None and one.paired.unmeasured:
        left = counted(one.paired.unmeasured, "automatic particle")
        pages.paragraph(f"{left} not measured by hand left out.", 8)
    if found.images > 1:
        pages.paragraph(
            f"Intervals come from resampling the {found.images} images, since those of "
            "one image resemble each other; p-values take all for independent.",
            8,
        )


def _write_pairs(pages: Pages, one: Comparison) -> None:
    pairs = one.paired
    if pairs is None or pairs.agreement.count < 2:
        return
    shown, unit = pairs.agreement, one.unit
    pages.heading("The same particles", 10, keep_in=2.4)
    columns: list[Column] = [("statistic", 2.9, "left"), ("value", 3.6, "left")]
    correlations = pairs.reliability
    told = {
        "bias": _shown(shown.bias, unit),
        "sd_of_differences": f"{shown.sd:.3g} {unit}",
        "lower_limit": _shown(shown.lower, unit),
        "upper_limit": _shown(shown.upper, unit),
        "trend": _shown(shown.trend),
        "paired_t_p_value": p_text(shown.t_p_value),
        "wilcoxon_p_value": p_text(shown.wilcoxon_p_value),
        "icc_agreement": _shown(correlations.agreement),
        "icc_consistency": _shown(correlations.consistency),
        "concordance": _shown(shown.concordance),
    }
    rows = [(_title(name), text) for name, text in told.items()]
    for line in pairs.lines:
        for name, estimate, its in (
            ("slope", line.slope, ""),
            ("intercept", line.intercept, unit),
        ):
            title = f"{line.name}: {_title(name).lower()}"
            rows.append((title, _shown(estimate, its)))
    pages.table(columns, rows)


def _write_images(pages: Pages, one: Comparison) -> None:
    by_lengths = one.paired is not None and one.paired.by_lines
    alone = "what was not measured by hand" if by_lengths else "false finds"
    notes = [LEGEND]
    if by_lengths:
        notes.insert(0, _SELDOM)
    which = one.images[:MAX_MAPS]
    rows = -(-len(which) // 2)
    height = min(2.6 * rows, 8.0)
    above = sum(paragraph_height(note, 8) for note in notes)
    pages.heading(f"Misses and {alone}", 10, keep_in=above + height)
    for note in notes:
        pages.paragraph(note, 8)
    with pages.area(height) as area:
        grid = area.subplots(rows, 2, squeeze=False)
        for axes in grid.flat:
            axes.set_axis_off()
        for axes, image in zip(grid.flat, which, strict=False):
            draw_places(axes, image)
    listed = [row for image in one.images for row in _alone(image, one.unit)]
    if not listed:
        return
    columns: list[Column] = [
        ("image", 2.6, "left"),
        ("status", 1.2, "left"),
        ("particle", 1.6, "left"),
        ("size", 1.2, "right"),
    ]
    pages.table(columns, listed[:MAX_LISTED], 7.5)
    if len(listed) > MAX_LISTED:
        rest = counted(len(listed) - MAX_LISTED, "more row")
        pages.paragraph(f"{rest} in comparison.csv.", 8, QUIET)


def _alone(image: ImagePair, unit: str) -> list[tuple[str, str, str, str]]:
    """List what one side found alone; what nobody measured by hand is no fault."""
    rows: list[tuple[str, str, str, str]] = []
    if image.pairs is None:
        return rows
    sides = [("miss", image.manual, image.pairs.manual)]
    if image.automatic_alone == "false find":
        sides.append(("false find", image.automatic, image.pairs.automatic))
    for status, side, paired in sides:
        for index in np.setdiff1d(np.arange(len(side.values)), paired):
            size = f"{side.values[index]:.4g} {unit}"
            name = image.automatic.image
            rows.append((name, status, str(side.ids[index]), size))
    return rows


def _title(name: str) -> str:
    return STATISTIC_NAMES[name].title


def _write_spread(pages: Pages, spread: Spread, unit: str) -> None:
    pages.heading("Persons and repeats", keep_in=1.8)
    columns: list[Column] = [
        ("", 2.4, "left"),
        ("off the others' mean", 1.8, "right"),
        ("standard deviation", 1.8, "right"),
    ]
    rows = [
        (one.name, f"{one.bias:+.3g} {unit}", _value(one.sd, unit))
        for one in (*spread.each, spread.automatic)
    ]
    pages.table(columns, rows)
    lines = [
        f"repeats of one person {_value(spread.within_sd, unit)}",
        f"persons beyond that {_value(spread.between_sd, unit)}",
        f"single measurements of any person {_value(spread.total_sd, unit)}",
    ]
    text = "Standard deviations: " + "; ".join(lines) + "."
    if np.isfinite(spread.agreement.agreement.value):
        text += f" ICC(2,1) of the persons {_shown(spread.agreement.agreement)}."
    pages.paragraph(text, 8)


def _write_origin(pages: Pages, origin: Provenance) -> None:
    pages.heading("How it came about", keep_in=1.5)
    packages = ", ".join(f"{name} {what}" for name, what in origin.versions.items())
    for line in (
        f"{origin.operation}: {origin.started} to {origin.finished} (UTC), seed "
        f"{origin.seed}.",
        "Command: " + " ".join(origin.command) if origin.command else "",
        f"Python {origin.python} on {origin.platform}. {packages}.",
    ):
        if line:
            pages.paragraph(line, 8)
    settings = [
        (name, "none" if value is None else str(value))
        for values in origin.parameters.values()
        for name, value in values.items()
    ]
    columns: list[Column] = [("parameter", 2.4, "left"), ("value", 3.0, "left")]
    pages.table(columns, settings, 7.5)
    columns = [("file", 4.6, "left"), ("SHA-256", 1.1, "left"), ("", 1.0, "left")]
    rows = [(file.path, file.sha256[:12], file.note) for file in origin.inputs]
    pages.table(columns, rows, 7.5)


def _shown(estimate: Estimate, unit: str = "") -> str:
    return with_interval(estimate.value, estimate.low, estimate.high, unit)


def _percent(estimate: Estimate) -> str:
    value, low, high = (
        100 * end for end in (estimate.value, estimate.low, estimate.high)
    )
    return with_interval(value, low, high, "%")


def _value(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}".strip() if np.isfinite(value) else "–"
