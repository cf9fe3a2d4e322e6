"""Comparisons as figures: one function draws one panel."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.compare import Comparison, Paired
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.axes import (
    CURVES,
    DOT,
    INK,
    ORANGE,
    QUIET,
    draw_histogram,
    size_scale,
)
from feretlab.core.io.figures import DPI, lay_out, new_figure, plain_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

Floats = npt.NDArray[np.float64]

WIDTH_IN, ROW_IN = 7.6, 2.9
MAX_DRAWN = 6
"""Manual measurements that the figure shows; the report and the tables have all."""


def write_figure(comparisons: Sequence[Comparison], label: str, path: Path) -> None:
    """Write the figure of one comparison or of several, below each other, as PNG.

    Parameters
    ----------
    comparisons : sequence of Comparison
        One or more.
    label : str
        Of the sizes, such as ``"Min Feret (nm)"``.
    path : Path
        ``comparison.png``; replaced where it exists.
    """
    shown = comparisons[:MAX_DRAWN]
    heights = [height_of(one) for one in shown]
    with plain_style(), atomic_path(path) as beside:
        figure = new_figure(WIDTH_IN, sum(heights) + 0.3 * len(shown))
        parts = figure.subfigures(len(shown), 1, height_ratios=heights, squeeze=False)
        for part, one in zip(parts[:, 0], shown, strict=True):
            part.suptitle(
                f"Automatic beside {one.name}", x=0.01, ha="left", fontsize=10
            )
            draw_comparison(part, one, label)
        lay_out(figure)
        figure.savefig(beside, format="png", dpi=DPI, metadata={"Software": None})


def height_of(found: Comparison) -> float:
    """Give the height that the panels of a comparison take.

    Parameters
    ----------
    found : Comparison
        Of any kind.

    Returns
    -------
    float
        In inches.
    """
    return 2 * ROW_IN if _has_pairs(found) else ROW_IN


def draw_comparison(
    figure: "Figure | SubFigure", found: Comparison, label: str
) -> None:
    """Draw Bland-Altman plot, scatter, histograms and cumulative curves.

    Parameters
    ----------
    figure : Figure or SubFigure
        Empty.
    found : Comparison
        Without pairs, the first two are left out.
    label : str
        Of the sizes.
    """
    rows = 2 if _has_pairs(found) else 1
    grid = figure.subplots(rows, 2, squeeze=False)
    if found.paired is not None and rows == 2:
        draw_differences(grid[0, 0], found.paired, label, found.unit)
        draw_scatter(grid[0, 1], found.paired, label)
    draw_histograms(grid[-1, 0], found, label)
    draw_curves(grid[-1, 1], found, label)


def draw_differences(axes: "Axes", found: Paired, label: str, unit: str) -> None:
    """Draw differences over means, with bias and limits of agreement.

    Parameters
    ----------
    axes : Axes
        To draw on.
    found : Paired
        Two pairs or more.
    label : str
        Of the sizes.
    unit : str
        Of the sizes.
    """
    middle = (found.manual + found.automatic) / 2
    axes.plot(
        middle, found.automatic - found.manual, "o", ms=_size(middle), c=DOT, mew=0
    )
    shown = found.agreement
    for estimate, name, color in (
        (shown.upper, "+1.96 sd", QUIET),
        (shown.bias, "bias", ORANGE),
        (shown.lower, "-1.96 sd", QUIET),
    ):
        axes.axhspan(estimate.low, estimate.high, color=color, alpha=0.15, lw=0)
        axes.axhline(estimate.value, color=color, lw=1.2)
        axes.annotate(
            f"{name} {estimate.value:+.3g} {unit}",
            (1, estimate.value),
            xycoords=("axes fraction", "data"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=8,
            color=INK,
            bbox={
                "boxstyle": "square,pad=0.1",
                "fc": "white",
                "ec": "none",
                "alpha": 0.7,
            },
        )
    axes.axhline(0, color=INK, lw=0.6, ls=":")
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.1 * (high - low))
    axes.set_title(f"Differences of {shown.count} pairs", loc="left", fontsize=9)
    axes.set_xlabel(f"Mean of both, {label[:1].lower()}{label[1:]}")
    axes.set_ylabel(f"Automatic - manual ({unit})" if unit else "Automatic - manual")


def draw_scatter(axes: "Axes", found: Paired, label: str) -> None:
    """Draw automatic over manual sizes, with the lines through them.

    Parameters
    ----------
    axes : Axes
        To draw on.
    found : Paired
        Two pairs or more.
    label : str
        Of the sizes.
    """
    both = np.concatenate((found.manual, found.automatic))
    ends = np.array([both.min(), both.max()])
    axes.plot(ends, ends, c=QUIET, lw=0.8, label="equal")
    axes.plot(found.manual, found.automatic, "o", ms=_size(found.manual), c=DOT, mew=0)
    span = np.array([found.manual.min(), found.manual.max()])
    for line, (color, dash) in zip(found.lines, CURVES, strict=False):
        slope, height = line.slope.value, line.intercept.value
        if np.isfinite(slope):
            text = f"{line.name}: {height:+.3g} + {slope:.3f} x"
            axes.plot(span, height + slope * span, dash, c=color, lw=1.4, label=text)
    axes.legend(fontsize=7.5, loc="upper left", borderaxespad=0)
    axes.set_title("Pairs and lines through them", loc="left", fontsize=9)
    axes.set_xlabel(f"Manual, {label[:1].lower()}{label[1:]}")
    axes.set_ylabel("Automatic")


def draw_histograms(axes: "Axes", found: Comparison, label: str) -> None:
    """Draw both distributions in the same bins.

    Parameters
    ----------
    axes : Axes
        To draw on.
    found : Comparison
        Of any kind.
    label : str
        Of the sizes.
    """
    both = np.sort(np.concatenate((found.manual, found.automatic)))
    scale = size_scale(both, np.ones(len(both)))
    draw_histogram(axes, found.manual, np.ones(len(found.manual)), scale)
    bars = axes.containers[0]
    bars.set_label(f"manual, n = {len(found.manual)}")
    counts, _ = np.histogram(found.automatic, scale.edges)
    share = 100 * counts / len(found.automatic)
    name = f"automatic, n = {len(found.automatic)}"
    axes.stairs(share, scale.edges, color=ORANGE, lw=1.6, label=name)
    highest = max(share.max(), max(bar.get_height() for bar in bars))
    # Room for the legend above the bars.
    axes.set_ylim(0, 1.3 * highest)
    axes.legend(fontsize=8, borderaxespad=0)
    axes.set_title("Distributions", loc="left", fontsize=9)
    axes.set_xlabel(label)
    axes.set_ylabel("Particles in bin (%)")


def draw_curves(axes: "Axes", found: Comparison, label: str) -> None:
    """Draw both cumulative curves.

    Parameters
    ----------
    axes : Axes
        To draw on.
    found : Comparison
        Of any kind.
    label : str
        Of the sizes.
    """
    for values, name, color, dash in (
        (found.manual, "manual", DOT, "-"),
        (found.automatic, "automatic", ORANGE, "--"),
    ):
        sizes = np.sort(values)
        share = np.linspace(0, 100, len(sizes) + 1)
        steps = np.concatenate((sizes[:1], sizes))
        axes.step(steps, share, dash, where="post", c=color, lw=1.3, label=name)
    tests = found.contrasts
    text = f"KS distance {tests.ks_distance:.3f}, {p_text(tests.ks_p_value)}"
    axes.set_title(f"Cumulative curves: {text}", loc="left", fontsize=9)
    axes.legend(fontsize=8, loc="lower right", borderaxespad=0)
    axes.set_ylim(0, 103)
    axes.set_xlabel(label)
    axes.set_ylabel("Cumulative share (%)")


def p_text(value: float) -> str:
    """Write a p-value.

    Parameters
    ----------
    value : float
        0 to 1, or NaN.

    Returns
    -------
    str
        Such as ``"p = 0.031"``.
    """
    if not np.isfinite(value):
        return "p unknown"
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def _has_pairs(found: Comparison) -> bool:
    return found.paired is not None and found.paired.agreement.count > 1


def _size(values: Floats) -> float:
    return 3.5 if len(values) < 300 else 2.0
