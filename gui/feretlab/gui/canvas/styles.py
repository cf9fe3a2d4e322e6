"""How particles are colored: by class, size, flag, selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.overlay import FLAGS, PALETTE, Color
from feretlab.core.particles import Particles
from feretlab.gui.canvas.regions import Tints
from feretlab.gui.texts import tr

# Wong's and Okabe's palette for kinds; for sizes the sequence of the IBM Design
# Library that stays in order for the color-blind.
RAMP: tuple[Color, ...] = (
    (100, 143, 255),
    (120, 94, 240),
    (220, 38, 127),
    (254, 97, 0),
    (255, 196, 0),
)
ONE: Color = (255, 176, 0)
SELECTED: Color = (255, 255, 255)
PREVIEWED: Color = (0, 230, 255)
EXCLUDED: Color = (150, 150, 150)

_FILL_ALPHA = 90
_SELECTED_ALPHA = 110
_RAMP_PERCENT = (1, 99)
_SMALL_PX = 12.0

Floats = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
RGB = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayStyle:
    """What is drawn over the pixels.

    Parameters
    ----------
    outlines, fill, numbers : bool
        Each drawn or not.
    color_by : str
        ``"one"``, ``"particle"``, ``"class"``, ``"flag"``, or a column of numbers.
    opacity : float
        0 to 1.
    """

    outlines: bool = True
    fill: bool = False
    numbers: bool = False
    color_by: str = "one"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What the colors mean.

    Parameters
    ----------
    title : str
        Column, or empty.
    names : tuple of (str, Color)
        One per kind; empty for a color scale.
    low, high : float
        Ends of the color scale.
    note : str
        Why nothing is seen; empty where the rest tells.
    """

    title: str = ""
    names: tuple[tuple[str, Color], ...] = ()
    low: float = 0.0
    high: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """What else decides how a particle is drawn, shape (N,) bool each.

    Parameters
    ----------
    selected, excluded, hidden : ndarray of bool
        Each particle's.
    """

    selected: Bool
    excluded: Bool
    hidden: Bool


def colors_of(
    particles: Particles, table: Mapping[str, npt.NDArray[Any]], color_by: str
) -> tuple[RGB, Legend]:
    """Give each particle's color and what it means.

    Parameters
    ----------
    particles : Particles
        All of them.
    table : mapping
        Their rows.
    color_by : str
        As in `OverlayStyle`; what the table lacks is drawn as ``"one"``.

    Returns
    -------
    colors : ndarray of uint8
        Shape (N, 3).
    legend : Legend
        Empty where there is nothing to tell.
    """
    count = len(particles)
    palette = np.array(PALETTE, np.uint8)
    if color_by == "particle":
        return palette[np.arange(count) % len(palette)], Legend()
    if color_by == "class":
        names = [
            (name, PALETTE[index % len(PALETTE)])
            for index, name in enumerate(particles.class_names)
        ]
        return palette[particles.class_index % len(palette)], Legend(names=tuple(names))
    if color_by == "flag":
        flag = np.where(particles.touches_border, 2, particles.separated.astype(int))
        names = [(tr(name), color) for name, color in FLAGS.items()]
        return np.array([*FLAGS.values()], np.uint8)[flag], Legend(names=tuple(names))
    values = table.get(color_by)
    if values is not None and values.dtype.kind in "iuf":
        return ramped(values.astype(np.float64), color_by)
    return np.tile(np.array(ONE, np.uint8), (count, 1)), Legend()


def ramped(values: Floats, title: str) -> tuple[RGB, Legend]:
    """Give colors from low to high; what is no number is grey.

    Parameters
    ----------
    values : ndarray of float64
        Shape (N,).
    title : str
        What they are.

    Returns
    -------
    colors : ndarray of uint8
        Shape (N, 3).
    legend : Legend
        With the values at the ends of the scale.
    """
    real = np.isfinite(values)
    if not real.any():
        return np.tile(np.array(EXCLUDED, np.uint8), (len(values), 1)), Legend()
    low, high = (float(edge) for edge in np.percentile(values[real], _RAMP_PERCENT))
    share = np.clip((values - low) / ((high - low) or 1.0), 0, 1)
    share = np.where(real, share, 0.0)
    stops = np.linspace(0, 1, len(RAMP))
    channels = [np.interp(share, stops, channel) for channel in np.array(RAMP).T]
    colors = np.stack(channels, axis=1).astype(np.uint8)
    colors[~real] = EXCLUDED
    return colors, Legend(title=title, low=low, high=high)


def tints_of(
    colors: RGB, marks: Marks, style: OverlayStyle, side_px: float = 100.0
) -> Tints:
    """Give what `Regions.drawn` needs.

    Parameters
    ----------
    colors : ndarray of uint8
        Shape (N, 3).
    marks : Marks
        Which are selected, excluded, hidden.
    style : OverlayStyle
        What is drawn.
    side_px : float
        Side of the middling particle on the screen; small ones get thin lines.

    Returns
    -------
    Tints
    """
    colors = colors.copy()
    colors[marks.excluded] = EXCLUDED
    colors[marks.selected] = SELECTED
    count = len(colors)
    edge = np.full(count, 255.0 if style.outlines else 0.0)
    fill = np.full(count, float(_FILL_ALPHA) if style.fill else 0.0)
    if style.fill and not style.outlines:
        fill[:] = 2 * _FILL_ALPHA
    fill[marks.excluded] = np.maximum(fill[marks.excluded], 2 * _FILL_ALPHA)
    fill[marks.selected] = _SELECTED_ALPHA
    edge[marks.selected] = 255.0
    thin = 1 if side_px < _SMALL_PX else 2
    thick = np.where(marks.selected, thin + 1, thin).astype(np.uint8)
    # A selected particle is seen however faint the others are.
    share = np.where(marks.selected, 1.0, style.opacity)
    share = np.where(marks.hidden, 0.0, share)
    return Tints(
        edges=_packed(colors, edge * share),
        fills=_packed(colors, fill * share),
        thick=np.concatenate(([0], thick)).astype(np.uint8),
        hatched=np.concatenate(([0], marks.excluded)).astype(np.uint8),
    )


def marked(count: int, indices: Sequence[int] | frozenset[int]) -> Bool:
    """Give a mask that is true at some indices; those out of range are left out."""
    mask = np.zeros(count, np.bool_)
    mask[[index for index in indices if 0 <= index < count]] = True
    return mask


def _packed(colors: RGB, alpha: Floats) -> npt.NDArray[np.uint32]:
    """Premultiplied ARGB with a leading 0 for the background."""
    channels = np.rint(colors * (alpha[:, None] / 255)).astype(np.uint32)
    packed = (
        (np.rint(alpha).astype(np.uint32) << 24)
        | (channels[:, 0] << 16)
        | (channels[:, 1] << 8)
        | channels[:, 2]
    )
    return np.concatenate(([0], packed)).astype(np.uint32)
