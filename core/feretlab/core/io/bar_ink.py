"""What a scale bar and its text are drawn with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from feretlab.core.io.text import Word

INK = 0.5
"""Pixels with a larger share are nearer to the colour than to the ground."""

PLAIN_CONTRAST, FAINT_CONTRAST = 40, 20
"""Grey levels between a colour and its ground, where it is seen at once and at all."""

# OCR's boxes are up to three times as high as the letters in them.
_LOWEST_LETTERS = 0.3
_SAME_GREY = 15

Share = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """What a bar may be drawn with.

    Parameters
    ----------
    share : ndarray of float32
        Shape (Y, X): 0 for the ground, 1 for the colour.
    is_of_text : bool
        Whether the text has that colour, most likely.
    may_be_of_text : bool
        Whether it differs from the ground in the text's box, as a bar's colour does.
    """

    share: Share
    is_of_text: bool
    may_be_of_text: bool

    @property
    def mask(self) -> npt.NDArray[np.bool_]:
        """Pixels nearer to the colour than to the ground."""
        return self.share > INK


def inks_of(
    grey: npt.NDArray[np.uint8], word: Word, contrast: float = PLAIN_CONTRAST
) -> Iterator[Ink]:
    """Give the colours that the bar beside a word may have, the likeliest first.

    Parameters
    ----------
    grey : ndarray of uint8
        The picture, shape (Y, X).
    word : Word
        The bar's text.
    contrast : float
        Grey levels by which colour and ground differ at least.

    Yields
    ------
    Ink
        The colour of the text on the ground within its box, or around it; then the
        other colour in the box, and its ground, as of a label.
    """
    box = grey[word.around(0, 0)].astype(np.float32)
    if box.size == 0:
        return
    reach = 2 * max(word.height, 4)
    nearby = grey[word.around(reach, reach)]
    inside, around = float(np.median(box)), float(np.median(nearby))
    low, high = (float(each) for each in np.percentile(box, (1, 99)))
    near, far = (low, high) if high - inside > inside - low else (high, low)
    # The white of a label differs from what blurred letters leave of it, but less.
    least = max(abs(far - inside) / 2, contrast)
    seen: list[tuple[float, float]] = []
    for ground, colour in (
        (inside, far),
        (around, far),
        (inside, near),
        (around, near),
        (around, inside),
    ):
        pair = ground, colour
        if abs(colour - ground) < contrast or _is_known(pair, seen):
            continue
        seen.append(pair)
        share = (grey.astype(np.float32) - ground) / (colour - ground)
        yield Ink(
            share=np.asarray(share, np.float32),
            is_of_text=colour == far,
            may_be_of_text=abs(colour - inside) >= least,
        )


def _is_known(pair: tuple[float, float], seen: list[tuple[float, float]]) -> bool:
    return any(np.abs(np.subtract(pair, one)).max() < _SAME_GREY for one in seen)


def letters_of(ink: Ink, word: Word) -> Word:
    """Give a word as high as its letters; OCR's boxes hold more, bars even.

    Parameters
    ----------
    ink : Ink
        What the text is drawn with.
    word : Word
        The text as read.

    Returns
    -------
    Word
        The same where its rows cannot be told from others.
    """
    # At its ends a box may reach out of a label.
    within = ink.mask[word.around(0, -word.height // 4)]
    runs = runs_of(np.logical_or.reduce(within, axis=1))
    top, bottom = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    if bottom - top < _LOWEST_LETTERS * word.height:
        return word
    return replace(word, top=word.top + top, bottom=word.top + bottom)


def runs_of(row: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give start and end, past the last, of each run of true values in a row."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
