"""Where pairs, misses and false finds lie."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from feretlab.core.comparison.colours import FALSE_FIND, MISS, PAIR
from feretlab.core.comparison.compare import ImagePair
from feretlab.core.errors import FeretLabError
from feretlab.core.io.axes import INK
from feretlab.core.io.overlay import outline
from feretlab.core.io.pages import NAME_LETTERS
from feretlab.core.io.wording import shortened
from feretlab.core.particles import Particles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]


def draw_places(axes: "Axes", image: ImagePair) -> None:
    """Draw the particles of an image by what became of them.

    Parameters
    ----------
    axes : Axes
        To draw on; without ticks.
    image : ImagePair
        With pairs. Particles have the colours of `colours`; caliper lines are drawn
        as lines, points as crosses. Where the micrograph is known particles are
        outlined on it, else they are filled, and what lies on pairs is dark.
    """
    from matplotlib.colors import to_rgb

    automatic, manual, pairs = image.automatic, image.manual, image.pairs
    axes.set_axis_off()
    if pairs is None or automatic.particles is None:
        return
    shape = automatic.particles.shape
    grey = _grey(automatic.micrograph, shape)
    picture = np.ones((*shape, 3)) if grey is None else np.dstack([grey] * 3)
    draw = _fill if grey is None else _outline
    found = np.zeros(len(automatic.values), np.bool_)
    found[pairs.automatic] = True
    missed = np.ones(len(manual.values), np.bool_)
    missed[pairs.manual] = False
    draw(picture, automatic.particles.select(found), to_rgb(PAIR))
    draw(picture, automatic.particles.select(~found), to_rgb(FALSE_FIND))
    if manual.particles is not None:
        draw(picture, manual.particles.select(missed), to_rgb(MISS))
    axes.imshow(picture, interpolation="none", extent=(0, shape[1], shape[0], 0))
    paired = INK if grey is None else PAIR
    if manual.lines is not None:
        for line, is_missed in zip(manual.lines, missed, strict=True):
            color = MISS if is_missed else paired
            axes.plot(line[:, 0], line[:, 1], color=color, lw=0.8)
    if manual.points is not None:
        for which, color in ((~missed, paired), (missed, MISS)):
            x, y = manual.points[which].T
            axes.plot(x, y, "+", color=color, ms=3, mew=0.7)
    alone = int((~found).sum())
    plural = "s" if image.automatic_alone == "false find" else ""
    title = (
        f"{shortened(automatic.image, NAME_LETTERS)}\n"
        f"{len(pairs.manual)} pairs, {int(missed.sum())} misses, "
        f"{alone} {image.automatic_alone}{plural}"
    )
    axes.set_title(title, loc="left", fontsize=7.5)


def _grey(path: Path | None, shape: tuple[int, int]) -> Floats | None:
    """Give a micrograph's greys, 0 to 1, or None where it is not of that shape."""
    from feretlab.core.io.read import first_micrograph

    if path is None:
        return None
    try:
        micrograph = first_micrograph(path, ocr=False)[0]
    except FeretLabError:
        return None
    pixels = micrograph.pixels[: shape[0]].astype(np.float64)
    low, high = np.nanpercentile(pixels, (0.5, 99.5))
    if micrograph.pages > 1 or pixels.shape != shape or not high > low:
        return None
    return np.clip((pixels - low) / (high - low), 0, 1)


def _outline(
    picture: Floats, particles: Particles, color: tuple[float, float, float]
) -> None:
    """Draw the rim of each particle, thick enough to be seen in print."""
    height, width = picture.shape[:2]
    thickness = max(1, round(max(height, width) / 400))
    for index, mask in enumerate(particles.masks()):
        top, left = particles.boxes[index, :2]
        rim = outline(mask, thickness)
        y, x = np.nonzero(rim)
        y, x = y + top, x + left
        inside = (y < height) & (x < width)
        picture[y[inside], x[inside]] = color


def _fill(
    picture: npt.NDArray[np.float64],
    particles: Particles,
    color: tuple[float, float, float],
) -> None:
    height, width = picture.shape[:2]
    mask = particles.to_mask()[:height, :width]
    inside = picture[: mask.shape[0], : mask.shape[1]]
    inside[mask] = color
