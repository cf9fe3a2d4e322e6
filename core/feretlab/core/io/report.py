"""The report: what was found, how sure it is, and how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.axes import CURVES, DOT, QUIET, draw_qq
from feretlab.core.io.figures import Sizes, draw_distribution, sentence, strip_height
from feretlab.core.io.pages import NAME_LETTERS, TEXT_IN, Column, Pages, open_pages
from feretlab.core.io.tables import rows_of
from feretlab.core.io.wording import counted, shortened, with_interval
from feretlab.core.progress import SILENT, Progress
from feretlab.core.provenance import Provenance
from feretlab.core.statistics.curves import family_title
from feretlab.core.statistics.describe import Distribution, column_name
from feretlab.core.statistics.summary import Estimate
from feretlab.core.statistics.support import VolumeSupport

MAX_OVERLAYS = 6
MAX_IMAGES = 200
MAX_WARNINGS = 40
MAX_INPUTS = 100
_STATISTICS = {
    "mean": "mean",
    "sd": "standard deviation",
    "d10": "D10",
    "d50": "D50 (median)",
    "d90": "D90",
    "mode": "mode",
    "span": "span (D90 - D10) / D50",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """What a report is made of.

    Parameters
    ----------
    sizes : Sizes
        The distribution over all images.
    summary : mapping
        One row per image with a column ``image``, as in ``summary.csv``.
    provenance : Provenance
        How the results came about; its warnings are shown.
    overlays : mapping
        Overlay pictures by image; up to six of them are shown.
    """

    sizes: Sizes
    summary: Mapping[str, npt.NDArray[Any]]
    provenance: Provenance
    overlays: Mapping[str, Path]


def write_report(report: Report, path: Path, progress: Progress = SILENT) -> None:
    """Write a report as PDF, A4.

    Parameters
    ----------
    report : Report
        Of any number of images and particles, none included.
    path : Path
        ``report.pdf``; replaced where it exists.
    progress : Progress
        Hears of every overlay and may stop the work.
    """
    version = report.provenance.versions.get("feretlab", "")
    footer = f"FeretLab {version}   {report.provenance.finished[:10]}"
    with open_pages(path, "Particle size report", footer) as pages:
        _write_result(pages, report)
        if report.sizes.distribution.count:
            _write_fits(pages, report.sizes.distribution)
        _write_images(pages, report)
        _write_overlays(pages, report.overlays, progress)
        _write_origin(pages, report.provenance)


def _write_result(pages: Pages, report: Report) -> None:
    found, origin = report.sizes.distribution, report.provenance
    pages.heading("Particle size report", 18)
    pages.paragraph(sentence(report.sizes), 11)
    for line in _remarks(found):
        pages.paragraph(line)
    if found.count:
        height = 3.1 + 0.8 * strip_height(report.sizes)
        pages.heading("Distribution", keep_in=height)
        with pages.area(height) as area:
            draw_distribution(area, report.sizes)
        pages.heading(f"{report.sizes.label}, with {_level(found)} intervals")
        columns: list[Column] = [
            ("", 2.2, "left"),
            ("by number", 2.2, "left"),
            ("by volume", 2.2, "left"),
        ]
        pages.table(columns, _statistics(found), 9)
    if origin.warnings:
        pages.heading("Warnings")
        _write_lines(pages, origin.warnings, MAX_WARNINGS, "warning")


def _remarks(found: Distribution) -> list[str]:
    """Say in plain words what the numbers mean for a decision."""
    lines = []
    nano, precision, between = found.nano, found.precision, found.between
    if nano is not None and isfinite(nano.share):
        share = with_interval(100 * nano.share, 100 * nano.low, 100 * nano.high, "%")
        lines.append(
            f"{share} of the particles are at most {nano.limit_nm:g} nm wide: by "
            f"number alone, {nano.verdict}."
        )
    if isfinite(precision.needed_mean):
        lines.append(
            f"A mean within {100 * precision.precision:g} % "
            f"({100 * precision.confidence:g} % confidence) takes about "
            f"{counted(int(precision.needed_mean), 'particle')}; "
            f"{found.count} were measured."
        )
    if found.image_count > 1 and isfinite(between.intraclass_correlation):
        lines.append(
            f"{100 * max(between.intraclass_correlation, 0.0):.0f} % of the variance "
            "lies between images; the intervals allow for it."
        )
    if found.count and not found.support.is_enough:
        lines.append(_volume_remark(found.support))
    if found.unit.startswith("px"):
        lines.append("No pixel size is known: all sizes are in pixels.")
    return lines


def _volume_remark(support: VolumeSupport) -> str:
    return (
        f"By volume few particles decide: the largest holds "
        f"{100 * support.largest_share:.2g} % of it, and all tell as much as "
        f"{support.effective:.0f} of equal volume would. The intervals by volume may "
        "be too narrow: larger particles that were not seen are not in them."
    )


def _statistics(found: Distribution) -> list[tuple[str, str, str]]:
    def shown(estimate: Estimate, unit: str) -> str:
        return with_interval(estimate.value, estimate.low, estimate.high, unit)

    rows = []
    for name, title in _STATISTICS.items():
        unit = "" if name == "span" else found.unit
        cells = (getattr(which, name) for which in (found.number, found.volume))
        number, volume = (shown(estimate, unit) for estimate in cells)
        rows.append((title, number, volume))
    return rows


def _write_fits(pages: Pages, found: Distribution) -> None:
    fitted = [fit for fit in found.fits if isfinite(fit.aic)]
    if not fitted:
        return
    pages.heading("Fitted distributions, best first", keep_in=4.4)
    columns: list[Column] = [
        ("family", 1.2, "left"),
        ("location", 1.2, "right"),
        ("shape", 1.1, "right"),
        ("AIC", 1.1, "right"),
        ("Anderson-Darling", 1.3, "right"),
        ("p", 0.8, "right"),
    ]
    rows = [
        (
            family_title(fit.family),
            f"{fit.location:.4g} {found.unit}",
            f"{fit.shape:.4g}",
            f"{fit.aic:.1f}",
            f"{fit.anderson_darling:.3g}",
            f"{fit.p_value:.3f}" if fit.p_value >= 0.001 else "< 0.001",
        )
        for fit in fitted
    ]
    pages.table(columns, rows, 9)
    note = (
        "Location and shape: mean and standard deviation (normal), median and "
        "standard deviation of ln(size) (lognormal), scale and modulus (Weibull)."
    )
    pages.paragraph(note, 7.5, QUIET)
    with pages.area(2.9) as area:
        left, right = area.subplots(1, 2)
        draw_qq(left, fitted[0], found.unit or "1")
        _draw_precision(right, found)


def _draw_precision(axes: Any, found: Distribution) -> None:
    """Draw how the error falls with the number of particles."""
    curve = found.precision
    axes.set_title("Error against particles measured", loc="left", fontsize=9)
    axes.plot(curve.sizes, 100 * curve.mean_error, "o-", ms=3, c=DOT, label="mean")
    color, _ = CURVES[0]
    errors = 100 * curve.median_error
    axes.plot(curve.sizes, errors, "s--", ms=3, c=color, label="median")
    axes.axhline(100 * curve.precision, color=QUIET, lw=0.8, ls=":")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("Particles")
    axes.set_ylabel(f"Relative error at {_level(found)} (%)")
    axes.legend(fontsize=8)


def _write_images(pages: Pages, report: Report) -> None:
    table, found = report.summary, report.sizes.distribution
    count = rows_of(table)
    if not count:
        return
    pages.heading("Images", keep_in=0.8)
    wanted = {"particles": "particle_count", "pixel (nm)": "pixel_size_x_nm"}
    for title in ("mean", "D10", "D50", "D90"):
        wanted[title] = column_name(found.name, title.lower(), found.unit)
    shown = {title: name for title, name in wanted.items() if name in table}
    columns: list[Column] = [("image", TEXT_IN - 0.8 * len(shown), "left")]
    columns += [(title, 0.8, "right") for title in shown]
    rows = [
        (
            str(table["image"][row]),
            *(_number(table[name][row]) for name in shown.values()),
        )
        for row in range(min(count, MAX_IMAGES))
    ]
    pages.table(columns, rows)
    rest = count - MAX_IMAGES
    if rest > 0:
        pages.paragraph(f"{counted(rest, 'more row')} in summary.csv.", 8, QUIET)


def _write_overlays(
    pages: Pages, overlays: Mapping[str, Path], progress: Progress
) -> None:
    from PIL import Image

    names = [name for name, path in overlays.items() if path.is_file()]
    if not names:
        return
    which = np.linspace(0, len(names) - 1, min(len(names), MAX_OVERLAYS)).round()
    chosen = [names[int(index)] for index in which]
    title = "Outlines"
    if len(chosen) < len(names):
        title += f" ({len(chosen)} of {len(names)} images)"
    rows = -(-len(chosen) // 2)
    height = min(3.0 * rows, 9.0)
    pages.heading(title, keep_in=height)
    with pages.area(height) as area:
        grid = area.subplots(rows, 2, squeeze=False)
        for axes in grid.flat:
            axes.set_axis_off()
        for index, (axes, name) in enumerate(zip(grid.flat, chosen, strict=False)):
            progress.report(index, len(chosen))
            with Image.open(overlays[name]) as picture:
                picture.thumbnail((1000, 1000))
                axes.imshow(np.asarray(picture), interpolation="none")
            axes.set_title(shortened(name, NAME_LETTERS), fontsize=8, loc="left")


def _write_origin(pages: Pages, origin: Provenance) -> None:
    pages.heading("How it came about")
    model = origin.model
    lines = [f"{origin.operation}: {origin.started} to {origin.finished} (UTC)."]
    if model is not None:
        lines.append(f"Model {model.name}, SHA-256 {model.sha256}.")
    if origin.seed is not None:
        lines.append(f"Seed {origin.seed}.")
    if origin.command:
        lines.append("Command: " + " ".join(origin.command))
    lines.append(f"Python {origin.python} on {origin.platform}.")
    packages = ", ".join(f"{name} {what}" for name, what in origin.versions.items())
    lines.append(packages + ".")
    for line in lines:
        pages.paragraph(line, 8)
    settings = [
        (operation, name, "none" if value is None else str(value))
        for operation, values in origin.parameters.items()
        for name, value in values.items()
    ]
    if settings:
        pages.heading("Parameters")
        columns: list[Column] = [
            ("operation", 1.3, "left"),
            ("parameter", 2.4, "left"),
            ("value", 3.0, "left"),
        ]
        pages.table(columns, settings)
    if origin.inputs:
        pages.heading("Input files")
        columns = [
            ("file", 3.6, "left"),
            ("bytes", 1.0, "right"),
            ("SHA-256", 1.1, "left"),
            ("", 1.0, "left"),
        ]
        rows = [
            (file.path, str(file.size_bytes), file.sha256[:12], file.note)
            for file in origin.inputs[:MAX_INPUTS]
        ]
        pages.table(columns, rows, 7)
        rest = len(origin.inputs) - MAX_INPUTS
        if rest > 0:
            text = f"{counted(rest, 'more file')} in provenance.json."
            pages.paragraph(text, 8, QUIET)


def _write_lines(pages: Pages, lines: Sequence[str], most: int, noun: str) -> None:
    for line in lines[:most]:
        pages.paragraph(f"• {line}", 8)
    if len(lines) > most:
        rest = counted(len(lines) - most, f"more {noun}")
        pages.paragraph(f"{rest} in provenance.json.", 8, QUIET)


def _number(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return f"{value:.4g}" if np.isfinite(value) else "–"
    return str(value)


def _level(found: Distribution) -> str:
    return f"{100 * found.precision.confidence:g} %"
