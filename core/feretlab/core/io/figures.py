"""Size distributions as figures: histogram, cumulative curve, fit, images."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.axes import (
    MAX_NAMED_IMAGES,
    QUIET,
    STYLE,
    draw_cumulative,
    draw_fits,
    draw_histogram,
    draw_images,
    size_scale,
)
from feretlab.core.io.quiet import without_warnings
from feretlab.core.io.wording import counted, decimals_for, with_interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

    from feretlab.core.statistics.describe import Distribution
    from feretlab.core.statistics.sample import Sample

DPI = 200
WIDTH_IN, HEIGHT_IN = 7.0, 4.0
_DRAWING = RLock()
_TITLES = {
    "min_feret": "min Feret",
    "feret": "max Feret",
    "ecd": "equivalent circle diameter",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sizes:
    """A described distribution with the sizes that it describes.

    Parameters
    ----------
    distribution : Distribution
        What was found.
    values : ndarray
        Shape (N,), in its unit; those that are not finite are left out.
    weights : ndarray or None
        Shape (N,): how many particles each stands for; None counts each once.
    image : ndarray or None
        Shape (N,): name of each particle's image; None means one image.
    volume : ndarray or None
        Shape (N,): volume of each particle up to a factor; None takes the cube of
        the value.
    """

    distribution: "Distribution"
    values: npt.NDArray[Any]
    weights: npt.NDArray[Any] | None = None
    image: npt.NDArray[Any] | None = None
    volume: npt.NDArray[Any] | None = None

    @property
    def title(self) -> str:
        """What was measured, such as ``"min Feret"``."""
        name = self.distribution.name
        return _TITLES.get(name, name.replace("_", " "))

    @property
    def label(self) -> str:
        """Label of an axis, such as ``"Min Feret (nm)"``."""
        title, unit = self.title, self.distribution.unit
        title = title[:1].upper() + title[1:]
        return f"{title} ({unit})" if unit else title

    def sample(self) -> "Sample":
        """Give the sizes that count, ascending."""
        from feretlab.core.statistics.sample import sample_of

        return sample_of(self.values, self.weights, self.image, self.volume)


def sentence(sizes: Sizes) -> str:
    """Say the main result in plain words.

    Parameters
    ----------
    sizes : Sizes
        Of any number of particles.

    Returns
    -------
    str
        Such as ``"Median min Feret 38.2 nm (95 % interval 36.9 to 39.6, 412
        particles in 3 images)."``.
    """
    found = sizes.distribution
    if not found.count:
        return "No particles were found."
    median, unit = found.number.d50, found.unit
    counts = counted(found.count, "particle")
    counts += f" in {counted(found.image_count, 'image')}"
    shown = with_interval(median.value, median.low, median.high, unit)
    value, _, interval = shown.partition(" (")
    if interval:
        level = f"{100 * found.precision.confidence:g} %"
        counts = f"{level} interval {interval.rstrip(')')}, {counts}"
    return f"Median {sizes.title} {value} ({counts})."


def write_distribution(sizes: Sizes, path: Path) -> None:
    """Write the figure of a size distribution as PNG.

    Parameters
    ----------
    sizes : Sizes
        Of any number of particles, none included.
    path : Path
        ``distribution.png``; replaced where it exists.
    """
    with plain_style(), atomic_path(path) as beside:
        figure = new_figure(WIDTH_IN, HEIGHT_IN + strip_height(sizes))
        draw_distribution(figure, sizes)
        # On the figure: it may be wider than the axes.
        figure.suptitle(sentence(sizes).rstrip("."), x=0.01, ha="left", fontsize=9.5)
        lay_out(figure)
        figure.savefig(beside, format="png", dpi=DPI, metadata={"Software": None})


def draw_distribution(figure: "Figure | SubFigure", sizes: Sizes) -> None:
    """Draw histogram, cumulative curve and best fit, and below them the images.

    Parameters
    ----------
    figure : Figure or SubFigure
        Empty; as high as `strip_height` asks beyond the histogram.
    sizes : Sizes
        Of any number of particles, none included.
    """
    sample = sizes.sample()
    if not len(sample.values):
        axes = figure.subplots()
        axes.set_axis_off()
        axes.text(0.5, 0.5, sentence(sizes), ha="center", va="center", color=QUIET)
        return
    strip = strip_height(sizes)
    if strip:
        ratios = (HEIGHT_IN, strip)
        axes, bottom = figure.subplots(2, 1, sharex=True, height_ratios=ratios)
        draw_images(bottom, _images(sizes), sizes.distribution.number.d50.value)
    else:
        axes = bottom = figure.subplots()
    bottom.set_xlabel(sizes.label)
    _draw_main(axes, sizes, sample)


def strip_height(sizes: Sizes) -> float:
    """Give the height that the panel of images takes.

    Parameters
    ----------
    sizes : Sizes
        From one image or several.

    Returns
    -------
    float
        In inches; 0 for one image.
    """
    images = sizes.distribution.image_count
    if images < 2:
        return 0.0
    return 0.5 + 0.19 * images if images <= MAX_NAMED_IMAGES else 2.6


def new_figure(width_in: float, height_in: float) -> "Figure":
    """Make an empty figure that no window and no global state knows.

    Parameters
    ----------
    width_in, height_in : float
        In inches.

    Returns
    -------
    Figure
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in))
    FigureCanvasAgg(figure)
    return figure


def lay_out(figure: "Figure") -> None:
    """Move axes apart so that labels have room; once, as the last thing to do.

    Parameters
    ----------
    figure : Figure
        With all that it shall hold.
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    # As a setting of the figure it would run at each of two draws for a file.
    ConstrainedLayoutEngine().execute(figure)


@contextmanager
def plain_style() -> Iterator[None]:
    """Draw with FeretLab's settings, not with those of the user's matplotlibrc.

    The settings are those of all threads, so that others wait to draw.
    """
    import matplotlib

    # A sign that the font lacks shows as a box; that is no news.
    without_glyphs = without_warnings(UserWarning, "Glyph .* missing")
    with _DRAWING, matplotlib.rc_context(), without_glyphs:
        # rc_context alone would keep what a matplotlibrc says beyond our own few.
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


def _draw_main(axes: Any, sizes: Sizes, sample: "Sample") -> None:
    scale = size_scale(sample.values, sample.weights)
    draw_histogram(axes, sample.values, sample.weights, scale)
    best = sizes.distribution.best_fit
    if best is not None:
        draw_fits(axes, [best], scale)
    first, last = scale.edges[0], scale.edges[-1]
    margin = 0 if scale.is_log else 0.02 * (last - first)
    axes.set_xlim(first - margin, last + margin)
    twin = axes.twinx()
    draw_cumulative(twin, sample.values, sample.weights, _quantiles(sizes))
    axes.legend(
        handles=[*axes.get_lines(), twin.get_lines()[0]],
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=2,
        fontsize=8,
        borderaxespad=0,
    )
    if scale.outside:
        text = f"{counted(scale.outside, 'particle')} beyond the axis"
        twin.text(0.99, 0.1, text, transform=twin.transAxes, ha="right", fontsize=8)


def _quantiles(sizes: Sizes) -> dict[int, tuple[float, str]]:
    number, unit = sizes.distribution.number, sizes.distribution.unit
    shown = {}
    for percent, found in ((10, number.d10), (50, number.d50), (90, number.d90)):
        places = decimals_for((found.high - found.low) / 2, found.value)
        shown[percent] = (found.value, f"{found.value:.{places}f} {unit}".rstrip())
    return shown


def _images(sizes: Sizes) -> list[tuple[str, npt.NDArray[np.float64]]]:
    """Give each image's name with its D10, D50 and D90."""
    from feretlab.core.statistics.sample import sample_of
    from feretlab.core.statistics.summary import weighted_quantiles

    values = np.asarray(sizes.values, np.float64)
    image = np.asarray(sizes.image)
    weights = np.ones(len(values)) if sizes.weights is None else sizes.weights
    groups = []
    for name in np.unique(image):
        chosen = image == name
        sample = sample_of(values[chosen], np.asarray(weights)[chosen])
        if len(sample.values):
            levels = (0.1, 0.5, 0.9)
            found = weighted_quantiles(sample.values, sample.weights[None], levels)
            groups.append((str(name), found[0]))
    return groups
