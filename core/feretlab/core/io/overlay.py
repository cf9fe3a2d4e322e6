"""The micrograph with every particle's outline drawn onto it."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.shrinking import block_means
from feretlab.core.micrograph import Micrograph, nearest_uint8
from feretlab.core.particles import Particles

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

ColorBy = Literal["particle", "flag", "class"]
Color = tuple[int, int, int]
RGB = npt.NDArray[np.uint8]

# Okabe and Ito (2008), colour universal design, lightened to stand out on grey.
PALETTE: tuple[Color, ...] = (
    (255, 176, 0),
    (86, 200, 255),
    (255, 96, 32),
    (64, 224, 128),
    (255, 130, 210),
    (250, 240, 80),
    (110, 140, 255),
)
FLAGS = {
    "whole": (64, 224, 128),
    "parted from a neighbour": (86, 200, 255),
    "touches the border": (255, 96, 32),
}
MAX_NUMBERED = 300
MIN_NUMBERED_PX = 12
MAX_PX = 2**26
"""Larger pictures are drawn smaller: few viewers open what is larger."""
_WHITE: Color = (255, 255, 255)
_BLACK: Color = (0, 0, 0)


def draw_overlay(
    micrograph: Micrograph,
    particles: Particles,
    path: Path,
    color_by: ColorBy = "particle",
    numbers: bool | None = None,
) -> None:
    """Write the picture with outlines, legend and scale bar as PNG.

    Parameters
    ----------
    micrograph : Micrograph
        Drawn in its own size, info bar included; where it has more than `MAX_PX`
        pixels, at a half, a third and so on.
    particles : Particles
        In the micrograph's coordinates.
    path : Path
        PNG to write.
    color_by : {"particle", "flag", "class"}
        Colours in turn, or by what is known of each particle, with a legend.
    numbers : bool or None
        Whether numbers, as in the table, stand inside particles that have room;
        None where there are fewer than 300 particles.
    """
    picture = _picture(micrograph, particles, color_by, numbers)
    with atomic_path(path) as beside:
        picture.save(beside, format="PNG", compress_level=1)


def overlay(
    micrograph: Micrograph,
    particles: Particles,
    color_by: ColorBy = "particle",
    numbers: bool | None = None,
) -> RGB:
    """Draw outlines, legend and scale bar.

    Parameters
    ----------
    micrograph, particles, color_by, numbers
        As for `draw_overlay`.

    Returns
    -------
    ndarray of uint8
        Shape (Y, X, 3), smaller for pictures of more than `MAX_PX` pixels.
    """
    return np.array(_picture(micrograph, particles, color_by, numbers))


def _picture(
    micrograph: Micrograph,
    particles: Particles,
    color_by: ColorBy,
    numbers: bool | None,
) -> "Image.Image":
    """Draw outlines, legend and scale bar, once and for all: copies would be large."""
    from PIL import Image, ImageDraw

    by = _reduction(micrograph.shape)
    grey = nearest_uint8(block_means(micrograph.pixels, by))
    canvas = np.repeat(grey[..., None], 3, axis=2)
    colors, legend = _colors(particles, color_by)
    _draw_outlines(canvas, particles, colors, _line_width(particles), by)
    picture = Image.fromarray(canvas)
    del grey, canvas
    draw = ImageDraw.Draw(picture)
    if numbers is None:
        numbers = (
            len(particles) < MAX_NUMBERED and _median_side(particles) >= MIN_NUMBERED_PX
        )
    if numbers:
        _draw_numbers(draw, particles, by)
    rows = micrograph.field.shape[0] // by
    font_size = max(10, min(picture.size) // 45)
    if legend and len(particles):
        _draw_legend(draw, legend, rows, font_size)
    if micrograph.pixel_size_nm is not None:
        _draw_scale_bar(
            draw, micrograph.pixel_size_nm.x * by, (rows, picture.width), font_size
        )
    return picture


def outline(mask: npt.NDArray[np.bool_], width: int = 1) -> npt.NDArray[np.bool_]:
    """Give the pixels of a mask that lie within `width` of its outside.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (h, w); beyond its edges is outside.
    width : int
        Line width in px.

    Returns
    -------
    ndarray of bool
        Same shape.
    """
    core = np.pad(mask, 1)
    for _ in range(width):
        inner = core.copy()
        inner[1:] &= core[:-1]
        inner[:-1] &= core[1:]
        inner[:, 1:] &= core[:, :-1]
        inner[:, :-1] &= core[:, 1:]
        core = inner
    edge: npt.NDArray[np.bool_] = mask & ~core[1:-1, 1:-1]
    return edge


def scale_bar_nm(width_nm: float) -> float:
    """Choose a round length of about a fifth of a width.

    Parameters
    ----------
    width_nm : float
        Width of the picture in nm.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten, in nm.
    """
    wanted = width_nm / 5
    power = 10.0 ** np.floor(np.log10(wanted))
    return float(max(step * power for step in (1, 2, 5) if step * power <= wanted))


def length_text(length_nm: float) -> str:
    """Write a length with the unit that keeps it short.

    Parameters
    ----------
    length_nm : float
        Length in nm.

    Returns
    -------
    str
        Such as ``"200 nm"`` or ``"5 µm"``.
    """
    for factor, unit in ((1e6, "mm"), (1e3, "µm"), (1.0, "nm")):
        if length_nm >= factor:
            return f"{length_nm / factor:.6g} {unit}"
    return f"{length_nm:.6g} nm"


def _colors(
    particles: Particles, color_by: ColorBy
) -> tuple[list[Color], dict[str, Color]]:
    if color_by == "class":
        named = {
            name: PALETTE[index % len(PALETTE)]
            for index, name in enumerate(particles.class_names)
        }
        return [named[name] for name in particles.classes], named
    if color_by == "flag":
        whole, separated, border = FLAGS.values()
        flags = zip(particles.touches_border, particles.separated, strict=True)
        return [border if b else separated if s else whole for b, s in flags], FLAGS
    return [PALETTE[index % len(PALETTE)] for index in range(len(particles))], {}


def _median_side(particles: Particles) -> float:
    if not len(particles):
        return 0.0
    return float(np.median(particles.boxes[:, 2:] - particles.boxes[:, :2]))


def _line_width(particles: Particles) -> int:
    """Two pixels show in a large picture once it is shrunk to a screen."""
    return 2 if max(particles.shape) >= 2000 and _median_side(particles) >= 24 else 1


def _reduction(shape: tuple[int, int]) -> int:
    """Give the whole number by which a picture is drawn smaller."""
    by = 1
    while (shape[0] // by) * (shape[1] // by) > MAX_PX:
        by += 1
    return by


def _masks(
    particles: Particles, by: int
) -> Iterator[tuple[int, int, npt.NDArray[np.bool_]]]:
    """Give each particle's top, left and mask in a picture that is drawn smaller."""
    for (top, left, _, _), mask in zip(
        particles.boxes.tolist(), particles.masks(), strict=True
    ):
        yield -(-top // by), -(-left // by), mask[-top % by :: by, -left % by :: by]


def _draw_outlines(
    canvas: RGB, particles: Particles, colors: Sequence[Color], width: int, by: int
) -> None:
    for (top, left, mask), color in zip(_masks(particles, by), colors, strict=True):
        part = canvas[top : top + mask.shape[0], left : left + mask.shape[1]]
        inside = mask[: part.shape[0], : part.shape[1]]
        part[outline(inside, width)] = color


@cache
def _font(size: int) -> "Font":
    """DejaVu as matplotlib packages it; Pillow's own font has no µ."""
    from PIL import ImageFont

    package = find_spec("matplotlib")
    for folder in (package.submodule_search_locations if package else None) or ():
        file = Path(folder, "mpl-data", "fonts", "ttf", "DejaVuSans.ttf")
        if file.is_file():
            return ImageFont.truetype(file, size)
    return ImageFont.load_default(size)


def _draw_numbers(draw: "ImageDraw.ImageDraw", particles: Particles, by: int) -> None:
    boxes = (particles.boxes / by).tolist()
    for index, (top, left, bottom, right) in enumerate(boxes):
        side = min(bottom - top, right - left)
        if side < MIN_NUMBERED_PX:
            continue
        draw.text(
            ((left + right) / 2, (top + bottom) / 2),
            str(index + 1),
            fill=_WHITE,
            font=_font(int(min(max(9, side // 3), 24))),
            anchor="mm",
            stroke_width=1,
            stroke_fill=_BLACK,
        )


def _draw_legend(
    draw: "ImageDraw.ImageDraw", legend: dict[str, Color], rows: int, size: int
) -> None:
    font, margin = _font(size), size // 2
    width = max(draw.textlength(name, font=font) for name in legend)
    height = len(legend) * size * 1.4
    top = rows - height - 3 * margin
    draw.rectangle((margin, top, width + 4 * margin + size, rows - margin), fill=_BLACK)
    for line, (name, color) in enumerate(legend.items()):
        y = top + margin + (line + 0.5) * size * 1.4
        x = 2 * margin
        draw.rectangle((x, y - size / 3, x + size * 0.67, y + size / 3), fill=color)
        draw.text((x + size, y), name, fill=_WHITE, font=font, anchor="lm")


def _draw_scale_bar(
    draw: "ImageDraw.ImageDraw", nm_per_px: float, field: tuple[int, int], size: int
) -> None:
    """Draw it at the lower right, where the picture has room for it."""
    rows, columns = field
    length_nm = scale_bar_nm(columns * nm_per_px)
    font, margin, text = _font(size), size // 2, length_text(length_nm)
    length = round(length_nm / nm_per_px)
    thick = max(3, size // 4)
    wide = max(length, int(draw.textlength(text, font=font)))
    left, bottom = columns - wide - 3 * margin, rows - margin
    top = bottom - thick - size - 3 * margin
    if left < 0 or top < 0:
        return
    draw.rectangle((left, top, columns - margin - 1, bottom - 1), fill=_BLACK)
    middle = left + margin + wide / 2
    draw.text((middle, top + margin), text, fill=_WHITE, font=font, anchor="mt")
    start = round(middle - length / 2)
    base = bottom - margin - 1
    draw.rectangle((start, base - thick + 1, start + length - 1, base), fill=_WHITE)
