"""What people and instruments draw over a micrograph, none of it particles."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.synthesis.draws import Rng, chance, log_uniform

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

FONTS = (
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSerif-Bold.ttf",
    "DejaVuSansMono.ttf",
    "STIXGeneral.ttf",
    "STIXGeneralBol.ttf",
)


def annotate(rng: Rng, pixels: Pixels) -> tuple[Pixels, Mask]:
    """Draw some of bar, letter, arrow, info bar and panel border.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    pixels : ndarray of uint8
        Shape (Y, X).

    Returns
    -------
    pixels : ndarray of uint8
        With the marks on it.
    hidden : ndarray of bool
        Shape (Y, X), true where a box or border hides the specimen; thin marks
        and letters hide nothing.
    """
    from PIL import Image, ImageDraw

    picture = Image.fromarray(pixels)
    cover = Image.new("L", picture.size, 0)
    marks = Marks(ImageDraw.Draw(picture), ImageDraw.Draw(cover), picture.size)
    if chance(rng, 0.55):
        scale_bar(rng, marks)
    if chance(rng, 0.65):
        panel_letter(rng, marks)
    if chance(rng, 0.2):
        info_bar(rng, marks)
    if chance(rng, 0.06):
        arrows(rng, marks)
    if chance(rng, 0.07):
        border(rng, marks)
    return np.array(picture), np.array(cover) > 0


class Marks:
    """Two drawings in step: what is seen, and what it hides.

    Parameters
    ----------
    seen, cover : PIL.ImageDraw.ImageDraw
        Drawing on the picture, and on the mask of hidden pixels.
    size : tuple of int
        Width and height in pixels.
    """

    def __init__(self, seen: Any, cover: Any, size: tuple[int, int]) -> None:
        self.seen, self.cover = seen, cover
        self.width, self.height = size

    def box(
        self, corners: tuple[int, int, int, int], grey: int, line: int | None = None
    ) -> None:
        """Fill an opaque rectangle, given left, top, right and bottom."""
        self.seen.rectangle(corners, fill=grey, outline=line)
        self.cover.rectangle(corners, fill=255)


def font(rng: Rng, height_px: int) -> Any:
    """Give a packaged font of about that height."""
    return _font(FONTS[int(rng.integers(len(FONTS)))], max(6, height_px))


def plain_font(height_px: int) -> Any:
    """Give a plain packaged font of about that height."""
    return _font(FONTS[0], height_px)


@lru_cache(maxsize=256)
def _font(name: str, height_px: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(_font_folder() / name), height_px)


@lru_cache(maxsize=1)
def _font_folder() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def scale_bar(rng: Rng, marks: Marks) -> None:
    """Draw a bar with its length, with or without a box behind."""
    length = int(marks.width * rng.uniform(0.06, 0.35))
    thick = int(rng.integers(1, max(3, marks.width // 50)))
    letters = font(rng, int(marks.width * log_uniform(rng, 0.025, 0.11)))
    text = _length_text(rng)
    width, height = letters.getbbox(text)[2:]
    span = int(max(length, width))
    right = chance(rng, 0.65)
    left = marks.width - span - 12 if right else 12
    top = marks.height - height - thick - int(rng.integers(6, 24))
    grey = 255 if chance(rng, 0.6) else 0
    if chance(rng, 0.3):
        marks.box(
            (left - 5, top - 5, left + span + 5, top + height + thick + 7), 255 - grey
        )
    line = top + height + 3 if chance(rng, 0.6) else top - 2 - thick
    start = left + (span - length) // 2
    marks.seen.rectangle((start, line, start + length, line + thick), fill=grey)
    marks.seen.text((left + (span - width) // 2, top), text, fill=grey, font=letters)


def _length_text(rng: Rng) -> str:
    number = rng.choice([1, 2, 5, 10, 20, 50, 100, 200, 500])
    unit = rng.choice(["nm", "µm", " nm", " µm", " nm"])
    return f"{number}{unit}"


def panel_letter(rng: Rng, marks: Marks) -> None:
    """Draw the letter of a figure's panel in a corner, or a word."""
    letters = font(rng, int(marks.width * log_uniform(rng, 0.03, 0.24)))
    letter = str(rng.choice(list("abcdefghABCDEFGH")))
    text = rng.choice(
        [letter, f"({letter})", f"{letter})", f"{letter}: {_word(rng)}", _word(rng)]
    )
    width, height = letters.getbbox(text)[2:]
    left = 4 if chance(rng, 0.75) else marks.width - width - 5
    top = 2 if chance(rng, 0.85) else marks.height - height - 6
    grey = 255 if chance(rng, 0.6) else 0
    if chance(rng, 0.4):
        corners = (left - 5, top - 3, left + width + 4, top + height + 4)
        marks.box(corners, 255 - grey, grey if chance(rng, 0.4) else None)
    marks.seen.text((left, top), str(text), fill=grey, font=letters)


def _word(rng: Rng) -> str:
    return "".join(rng.choice(list("ABCDEFGHNPSTabcdeinorstu0123456789-@"), 6))


def info_bar(rng: Rng, marks: Marks) -> None:
    """Draw the strip at the bottom in which an instrument writes its settings."""
    height = int(marks.height * log_uniform(rng, 0.025, 0.14))
    top = marks.height - height
    grey = int(rng.choice([0, 0, 255, 40]))
    ink = 255 if grey < 128 else 0
    marks.box((0, top, marks.width, marks.height), grey)
    letters = font(rng, int(height * rng.uniform(0.28, 0.5)))
    settings = [
        f"{rng.uniform(1, 30):.2f} kV",
        f"WD = {rng.uniform(2, 12):.1f} mm",
        f"Mag = {rng.uniform(5, 300):.2f} K X",
        f"Signal A = {rng.choice(['InLens', 'SE2', 'BSD', 'TLD'])}",
        f"{rng.integers(1, 29)} {rng.choice(['May', 'Oct', 'Feb'])} {_word(rng)}",
    ]
    for index in range(int(rng.integers(3, 6))):
        spot = (
            marks.width * (0.02 + 0.2 * index),
            top + height * rng.uniform(0.05, 0.5),
        )
        marks.seen.text(spot, settings[index], fill=ink, font=letters)
    start = int(marks.width * rng.uniform(0.05, 0.7))
    line = top + int(height * rng.uniform(0.6, 0.85))
    marks.seen.rectangle((start, line, start + marks.width // 6, line + 3), fill=ink)


def arrows(rng: Rng, marks: Marks) -> None:
    """Draw a few arrows."""
    grey = 255 if chance(rng, 0.7) else 0
    for _ in range(int(rng.integers(1, 4))):
        tip = rng.uniform(0.1, 0.9, 2) * marks.width
        angle, length = rng.uniform(0, 6.3), log_uniform(rng, 20, 70)
        way = np.array([np.cos(angle), np.sin(angle)])
        side = np.array([-way[1], way[0]])
        end = tip - way * length
        marks.seen.line((*tip, *end), fill=grey, width=int(rng.integers(1, 5)))
        barbs = [tip, tip - way * 11 + side * 6, tip - way * 11 - side * 6]
        marks.seen.polygon([tuple(corner) for corner in barbs], fill=grey)


def border(rng: Rng, marks: Marks) -> None:
    """Draw a strip at one or two edges, as between the panels of a figure."""
    grey = 255 if chance(rng, 0.7) else 0
    for side in rng.choice(4, int(rng.integers(1, 3)), replace=False):
        wide = int(log_uniform(rng, 2, marks.width / 6))
        marks.box(
            {
                0: (0, 0, wide, marks.height),
                1: (0, 0, marks.width, wide),
                2: (marks.width - wide, 0, marks.width, marks.height),
                3: (0, marks.height - wide, marks.width, marks.height),
            }[int(side)],
            grey,
        )
