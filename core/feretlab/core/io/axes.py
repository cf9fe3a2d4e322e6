"""Panels that figures and reports are made of: one function draws one panel."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from feretlab.core.io.wording import shortened
from feretlab.core.statistics.curves import family_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from feretlab.core.statistics.fits import Fit

Floats = npt.NDArray[np.float64]

# Okabe and Ito (2008): told apart with any colour vision, and in grey.
BARS, MARK, DOT, INK, QUIET = "#A9CBE5", "#0072B2", "#0072B2", "#222222", "#6E6E6E"
ORANGE, GREEN, PURPLE = "#D55E00", "#009E73", "#CC79A7"
CURVES = ((ORANGE, "-"), (GREEN, "--"), (PURPLE, ":"))
# Any, because matplotlib's types list every key that a dict may hold.
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.8,
    "legend.frameon": False,
    # Names of files may hold dollar signs.
    "text.parse_math": False,
}
"""Settings of matplotlib for every figure, whatever the user's own are."""

MAX_BINS = 60
MAX_NAMED_IMAGES = 16
"""Above this, images are rows without a name."""


class Scale(NamedTuple):
    """Range and bins of a size axis."""

    edges: Floats
    is_log: bool
    outside: int
    """Particles beyond the last edge."""


def size_scale(values: Floats, weights: Floats) -> Scale:
    """Choose bins by Freedman and Diaconis, on a log axis where sizes span decades.

    Parameters
    ----------
    values : ndarray of float64
        Shape (N,), N >= 1, ascending.
    weights : ndarray of float64
        Shape (N,), positive.

    Returns
    -------
    Scale
        Up to 60 bins; a few sizes far above all others are left outside.
    """
    low, high = float(values[0]), float(values[-1])
    share = np.cumsum(weights) / weights.sum()
    levels = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
    p10, q25, q50, q75, p90, p99 = np.interp(levels, share, values)
    if low > 0 and p90 > 15 * p10:
        steps = np.log([low, high, q25, q75])
        count = _bin_count(steps[1] - steps[0], steps[3] - steps[2], len(values))
        return Scale(np.geomspace(low, high * (1 + 1e-9), count + 1), True, 0)
    high = min(high, float(3 * p99 - 2 * q50))
    if high <= low:
        half = max(abs(low) * 0.1, 0.5)
        return Scale(np.linspace(low - half, low + half, 4), False, 0)
    count = _bin_count(high - low, q75 - q25, len(values))
    edges = _even_edges(low, high, count, values)
    return Scale(edges, False, int((values > edges[-1]).sum()))


def draw_histogram(axes: "Axes", values: Floats, weights: Floats, scale: Scale) -> None:
    """Draw the share of particles in each bin, in percent.

    Parameters
    ----------
    axes : Axes
        To draw on.
    values, weights : ndarray of float64
        Shape (N,).
    scale : Scale
        Bins.
    """
    counts, _ = np.histogram(values, scale.edges, weights=weights)
    axes.bar(
        scale.edges[:-1],
        100 * counts / weights.sum(),
        np.diff(scale.edges),
        align="edge",
        color=BARS,
        edgecolor="white",
        linewidth=0.6,
    )
    if scale.is_log:
        axes.set_xscale("log", subs=(2, 5))
        axes.xaxis.set_major_formatter("{x:g}")
        few = scale.edges[-1] < 300 * scale.edges[0]
        axes.xaxis.set_minor_formatter("{x:g}" if few else "")
    axes.set_ylabel("Particles in bin (%)")
    axes.set_ylim(bottom=0)


def draw_fits(axes: "Axes", fits: Sequence["Fit"], scale: Scale) -> None:
    """Draw fitted densities as what they expect in each bin, in percent.

    Parameters
    ----------
    axes : Axes
        With a histogram.
    fits : sequence of Fit
        Best first; up to three are drawn.
    scale : Scale
        Bins of the histogram.
    """
    first, last = scale.edges[0], scale.edges[-1]
    if scale.is_log:
        sizes = np.geomspace(first, last, 400)
        width = sizes * np.log(scale.edges[1] / first)
    else:
        sizes = np.linspace(first, last, 400)
        width = np.full(400, scale.edges[1] - first)
    for fit, (color, dash) in zip(fits, CURVES, strict=False):
        share = 100 * fit.density(sizes) * width
        label = f"{family_title(fit.family)} fit"
        axes.plot(sizes, share, dash, color=color, lw=1.6, label=label)


def draw_cumulative(
    axes: "Axes",
    values: Floats,
    weights: Floats,
    quantiles: Mapping[int, tuple[float, str]],
) -> None:
    """Draw the share of particles up to each size, and quantiles on it.

    Parameters
    ----------
    axes : Axes
        Twin of the histogram's, with the limits that it shall have.
    values, weights : ndarray of float64
        Shape (N,), ascending by value.
    quantiles : mapping
        Size and its text by percentage, such as ``{50: (38.2, "38.2 nm")}``.
    """
    share = np.concatenate(([0.0], 100 * np.cumsum(weights) / weights.sum()))
    steps = np.concatenate((values[:1], values))
    axes.step(steps, share, where="post", color=INK, lw=1.2, label="cumulative")
    axes.set_ylim(0, 103)
    axes.set_ylabel("Cumulative share (%)")
    axes.spines["right"].set_visible(True)
    for percent, (size, text) in quantiles.items():
        x, _ = axes.transAxes.inverted().transform(axes.transData.transform((size, 0)))
        axes.plot(size, percent, "o", ms=4.5, color=INK, mfc="white", zorder=4)
        # The curve rises to the right: below it and above it there is room.
        axes.annotate(
            f"D{percent} {text}",
            (size, percent),
            xytext=(7, -4) if x < 0.75 else (-7, 4),
            textcoords="offset points",
            fontsize=8,
            ha="left" if x < 0.75 else "right",
            va="top" if x < 0.75 and percent > 10 else "bottom",
            bbox={
                "boxstyle": "square,pad=0.1",
                "fc": "white",
                "ec": "none",
                "alpha": 0.7,
            },
        )


def draw_images(
    axes: "Axes",
    groups: Sequence[tuple[str, Floats]],
    pooled_median: float,
) -> None:
    """Draw each image's median on its range from D10 to D90.

    Parameters
    ----------
    axes : Axes
        To draw on; images go down it.
    groups : sequence of (str, ndarray)
        Name of each image, and its D10, D50 and D90; NaN where it has none.
    pooled_median : float
        Drawn as a line.
    """
    rows = np.arange(len(groups))
    low, middle, high = np.array([sizes for _, sizes in groups]).T
    many = len(groups) > MAX_NAMED_IMAGES
    axes.axvline(pooled_median, color=QUIET, lw=0.8, ls=(0, (4, 3)))
    axes.hlines(rows, low, high, color=BARS, lw=1.5 if many else 3)
    axes.plot(middle, rows, "o", ms=2.5 if many else 4.5, color=DOT)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    title = "Each image: median, and range from D10 to D90"
    axes.set_title(title, loc="left", fontsize=8, color=QUIET)
    axes.spines[["left", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    if many:
        axes.set_yticks([])
        axes.set_ylabel(f"{len(groups)} images")
    else:
        axes.set_yticks(rows, [shortened(name, 22) for name, _ in groups], fontsize=8)


def draw_qq(axes: "Axes", fit: "Fit", unit: str) -> None:
    """Draw observed sizes against those that a fit expects.

    Parameters
    ----------
    axes : Axes
        To draw on.
    fit : Fit
        With at least one point.
    unit : str
        Of the sizes.
    """
    expected, observed = fit.fitted_quantiles, fit.sample_quantiles
    both = np.concatenate((expected, observed))
    ends = (both.min(), both.max())
    axes.plot(ends, ends, color=QUIET, lw=0.8)
    axes.plot(expected, observed, ".", ms=3, color=DOT)
    axes.set_xlabel(f"Expected ({unit})")
    axes.set_ylabel(f"Observed ({unit})")
    axes.set_title(f"Q-Q plot: {family_title(fit.family)}", loc="left", fontsize=9)


def _bin_count(reach: float, quartiles: float, count: int) -> int:
    """Give Freedman and Diaconis' bins, Sturges' where half the sizes are equal."""
    sturges = int(np.ceil(np.log2(count))) + 1
    if quartiles <= 0:
        return min(sturges, MAX_BINS)
    wanted = int(np.ceil(reach / (2 * quartiles * count ** (-1 / 3))))
    return min(max(wanted, min(sturges, 5)), MAX_BINS)


def _even_edges(low: float, high: float, count: int, values: Floats) -> Floats:
    """Give even bins that hold equally many of the steps that sizes may come in."""
    gaps = np.diff(np.unique(values[values <= high]))
    step, width = float(gaps.min(initial=high - low)), (high - low) / count
    if (high - low) / step > 4 * MAX_BINS:
        return np.linspace(low, high, count + 1)
    width = step * np.ceil(width / step - 1e-9)
    count = int(np.ceil((high - low + step / 2) / width))
    return np.asarray(low - step / 2 + width * np.arange(count + 1))
