"""A size distribution drawn with pyqtgraph: histogram, curve, fit, marks."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from feretlab.core.io.axes import ORANGE
from feretlab.gui.texts import tr
from feretlab.gui.theme import Tokens, tokens

if TYPE_CHECKING:
    from feretlab.core.io.axes import Scale
    from feretlab.core.io.figures import Sizes
    from feretlab.core.statistics.fits import Fit
    from feretlab.core.statistics.summary import Weighting

Floats = npt.NDArray[np.float64]
FitChoice = Literal["best", "normal", "lognormal", "weibull", "none"]

_POINTS = 300
_MOST_CURVES = 60
_HEADROOM = 1.06
_MARGIN_PX = 8
_LEAST_LINES = 11
"""Height below which the titles of the axes are cut."""
_LABEL_SHARE = 0.15  # of the width, beside a line


class _SizeAxis(pg.AxisItem):
    """An axis whose powers of ten are written out."""

    def logTickStrings(
        self, values: Sequence[float], scale: float, spacing: float
    ) -> list[str]:
        """Give the words at ticks of logarithms."""
        return [f"{10**value * scale:g}" for value in values]


class DistributionPlot(pg.PlotWidget):
    """Draws one distribution, or the cumulative curves of several images.

    Parameters
    ----------
    parent : QWidget or None
        Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, axisItems={"bottom": _SizeAxis("bottom")})
        self._last: tuple[Any, ...] | None = None
        self._highest = 1.0
        self._colors = tokens()
        self._right = pg.ViewBox(enableMouse=False)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        # A number at the upper end of an axis needs half a line above it.
        item.layout.setContentsMargins(1, _MARGIN_PX, 1, 1)
        item.showAxis("right")
        item.scene().addItem(self._right)
        item.getAxis("right").linkToView(self._right)
        self._right.setXLink(item)
        item.vb.sigResized.connect(self._follow)
        item.setMouseEnabled(x=True, y=False)
        self.setMinimumHeight(_LEAST_LINES * self.fontMetrics().height())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._paint(tokens())

    def show_nothing(self) -> None:
        """Draw empty axes."""
        self._last = None
        self._clear()

    def show_sizes(
        self,
        sizes: "Sizes",
        images: "Mapping[str, Sizes]",
        weighting: "Weighting",
        fit: FitChoice,
    ) -> None:
        """Draw a described distribution.

        Parameters
        ----------
        sizes : Sizes
            Of all particles that count.
        images : mapping of str to Sizes
            Of single images, each a thin cumulative curve; empty for none.
        weighting : {"number", "volume"}
            What the bins and the curve count.
        fit : str
            Family to draw, the best one, or none; fits are of numbers.
        """
        from feretlab.core.io.axes import size_scale

        self._last = (sizes, images, weighting, fit)
        self._clear()
        sample = sizes.sample()
        volume = weighting == "volume"
        weights = sample.volume if volume else sample.weights
        if not weights.any():
            return
        scale = size_scale(sample.values, sample.weights)
        item = self.getPlotItem()
        item.getAxis("bottom").setLogMode(scale.is_log)
        item.setLabel("bottom", sizes.label)
        item.setLabel("left", tr("Volume in bin (%)") if volume else _share_label())
        self._draw_bars(sample.values, weights, scale)
        self._draw_curve(sample.values, weights, scale, self._colors.text, 2.0)
        for one in list(images.values())[:_MOST_CURVES]:
            own = one.sample()
            its = own.volume if volume else own.weights
            if its.any():
                self._draw_curve(own.values, its, scale, self._colors.dim, 1.0)
        self._draw_marks(sizes, weighting, scale)
        chosen = _chosen(sizes.distribution.fits, fit)
        if chosen is not None and not volume:
            self._draw_fit(chosen, scale)
        self._frame(scale)

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_right"):
            self.repaint_with(tokens())

    def repaint_with(self, colors: Tokens) -> None:
        """Draw the same part in other colours, as for paper.

        Parameters
        ----------
        colors : Tokens
            Of axes and background.
        """
        self._paint(colors)
        if self._last is not None:
            item = self.getPlotItem()
            seen, _ = item.viewRange()
            self.show_sizes(*self._last)
            item.setXRange(*seen, padding=0)

    def _paint(self, colors: Tokens) -> None:
        self._colors = colors
        self.setBackground(colors.base)
        item = self.getPlotItem()
        for name in ("left", "bottom", "right"):
            axis = item.getAxis(name)
            axis.setPen(colors.border)
            axis.setTextPen(colors.text)
        item.setLabel("right", tr("Cumulative (%)"))

    def _clear(self) -> None:
        self.getPlotItem().clear()
        for child in list(self._right.addedItems):
            self._right.removeItem(child)

    def _follow(self) -> None:
        self._right.setGeometry(self.getPlotItem().vb.sceneBoundingRect())

    def _draw_bars(self, values: Floats, weights: Floats, scale: "Scale") -> None:
        counts, _ = np.histogram(values, scale.edges, weights=weights)
        shares = 100 * counts / weights.sum()
        self._highest = float(shares.max())
        edges = _places(scale.edges, scale)
        fill = QColor(self._colors.accent)
        fill.setAlpha(110)
        bars = pg.BarGraphItem(
            x0=edges[:-1],
            x1=edges[1:],
            y0=0,
            height=shares,
            brush=fill,
            pen=pg.mkPen(self._colors.base, width=1),
        )
        self.addItem(bars)

    def _draw_curve(
        self, values: Floats, weights: Floats, scale: "Scale", color: str, width: float
    ) -> None:
        kept = values > 0 if scale.is_log else np.ones(len(values), np.bool_)
        share = (100 * np.cumsum(weights) / weights.sum())[kept]
        chosen = np.unique(np.linspace(0, len(share) - 1, 2000).astype(int))
        curve = pg.PlotCurveItem(
            _places(values[kept][chosen], scale),
            share[chosen],
            pen=pg.mkPen(color, width=width),
            antialias=True,
        )
        self._right.addItem(curve)

    def _draw_fit(self, fit: "Fit", scale: "Scale") -> None:
        first, last = scale.edges[0], scale.edges[-1]
        if scale.is_log:
            sizes = np.geomspace(first, last, _POINTS)
            width = sizes * np.log(scale.edges[1] / first)
        else:
            sizes = np.linspace(first, last, _POINTS)
            width = np.full(_POINTS, scale.edges[1] - first)
        pen = pg.mkPen(ORANGE, width=2)
        share = 100 * fit.density(sizes) * width
        self._highest = max(self._highest, float(share.max()))
        self.addItem(
            pg.PlotCurveItem(_places(sizes, scale), share, pen=pen, antialias=True)
        )

    def _draw_marks(
        self, sizes: "Sizes", weighting: "Weighting", scale: "Scale"
    ) -> None:
        summary = sizes.distribution.summary(weighting)
        mean, median = summary.mean.value, summary.median.value
        higher = mean >= median
        first, last = _places(scale.edges[[0, -1]], scale).tolist()
        label = _LABEL_SHARE * (last - first)
        marks = (
            (tr("mean"), mean, Qt.PenStyle.DashLine, 0.94, higher),
            (tr("median"), median, Qt.PenStyle.SolidLine, 0.86, not higher),
            ("D10", summary.d10.value, Qt.PenStyle.DotLine, 0.78, False),
            ("D90", summary.d90.value, Qt.PenStyle.DotLine, 0.78, True),
        )
        for name, value, style, height, is_right in marks:
            if np.isfinite(value) and (value > 0 or not scale.is_log):
                place = float(_places(np.array([value]), scale)[0])
                # At the end of the axis there is room on its inner side alone.
                is_right = place - first < label or (is_right and last - place > label)
                behind = QColor(self._colors.base)
                behind.setAlpha(150)
                line = pg.InfiniteLine(
                    place,
                    angle=90,
                    pen=pg.mkPen(self._colors.dim, width=1, style=style),
                    label=name,
                    labelOpts={
                        "position": height,
                        "anchors": [(0.0 if is_right else 1.0, 0.5)] * 2,
                        "color": self._colors.text,
                        "fill": behind,
                    },
                )
                self.addItem(line)

    def _frame(self, scale: "Scale") -> None:
        ends = _places(scale.edges[[0, -1]], scale)
        item = self.getPlotItem()
        item.setXRange(float(ends[0]), float(ends[1]), padding=0.03)
        item.setYRange(0, self._highest * _HEADROOM, padding=0)
        self._right.setYRange(0, 100 * _HEADROOM, padding=0)
        self._follow()


def _chosen(fits: "Sequence[Fit]", choice: FitChoice) -> "Fit | None":
    able = [fit for fit in fits if fit.aic == fit.aic]
    if choice == "none" or not able:
        return None
    return next((fit for fit in able if choice in ("best", fit.family)), None)


def _places(sizes: Floats, scale: "Scale") -> Floats:
    """Give the places of sizes on the axis."""
    return np.log10(sizes) if scale.is_log else sizes


def _share_label() -> str:
    return tr("Particles in bin (%)")
