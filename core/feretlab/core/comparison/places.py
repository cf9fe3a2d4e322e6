"""Where pairs, misses and false finds lie."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.compare import ImagePair
from feretlab.core.io.axes import BARS, CURVES
from feretlab.core.particles import Particles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MISS, FALSE_FIND = CURVES[0][0], CURVES[1][0]


def draw_places(axes: "Axes", image: ImagePair) -> None:
    """Draw the particles of an image by what became of them.

    Parameters
    ----------
    axes : Axes
        To draw on; without ticks.
    image : ImagePair
        With pairs. Pairs are light blue, misses orange, false finds green;
        caliper lines are drawn as lines.
    """
    from matplotlib.colors import to_rgb

    automatic, manual, pairs = image.automatic, image.manual, image.pairs
    axes.set_axis_off()
    if pairs is None or automatic.particles is None:
        return
    shape = automatic.particles.shape
    picture = np.ones((*shape, 3))
    found = np.zeros(len(automatic.values), np.bool_)
    found[pairs.automatic] = True
    missed = np.ones(len(manual.values), np.bool_)
    missed[pairs.manual] = False
    _fill(picture, automatic.particles.select(found), to_rgb(BARS))
    _fill(picture, automatic.particles.select(~found), to_rgb(FALSE_FIND))
    if manual.particles is not None:
        _fill(picture, manual.particles.select(missed), to_rgb(MISS))
    axes.imshow(picture, interpolation="none", extent=(0, shape[1], shape[0], 0))
    if manual.lines is not None:
        for line, is_missed in zip(manual.lines, missed, strict=True):
            color = MISS if is_missed else "#0072B2"
            axes.plot(line[:, 0], line[:, 1], color=color, lw=0.8)
    title = (
        f"{automatic.image}: {len(pairs.manual)} pairs, {int(missed.sum())} misses, "
        f"{int((~found).sum())} false finds"
    )
    axes.set_title(title, loc="left", fontsize=7.5)


def _fill(
    picture: npt.NDArray[np.float64],
    particles: Particles,
    color: tuple[float, float, float],
) -> None:
    height, width = picture.shape[:2]
    mask = particles.to_mask()[:height, :width]
    inside = picture[: mask.shape[0], : mask.shape[1]]
    inside[mask] = color
