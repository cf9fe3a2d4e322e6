"""Words in a picture, by the optional OCR of RapidOCR (Apache-2.0)."""

import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import MissingExtraError

INSTALL_HINT = 'pip install "feretlab[ocr]"'

# Pictures are enlarged to this. At RapidOCR's own 736 px, letters of a bar 1024 px
# wide are 200 px tall: that took five times as long and read a third fewer bars.
_SHORTER_SIDE_PX = 320
# More threads spin while they wait: twice the processor time, no shorter wait.
_THREADS = 1
_LOWEST_SCORE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Some text and where it stands.

    Parameters
    ----------
    text : str
        As read.
    top, left, bottom, right : int
        Bounding box in pixels, the last two past the end.
    """

    text: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Rows of its box."""
        return self.bottom - self.top

    def around(self, rows: int, columns: int) -> tuple[slice, slice]:
        """Give the place of its box and of so much around it.

        Parameters
        ----------
        rows, columns : int
            Pixels on either side.

        Returns
        -------
        tuple of slice
            Rows and columns; the picture may end before they do.
        """
        return (
            slice(max(self.top - rows, 0), self.bottom + rows),
            slice(max(self.left - columns, 0), self.right + columns),
        )

    def moved(self, down: int, along: int) -> "Word":
        """Give the word with its box elsewhere.

        Parameters
        ----------
        down, along : int
            Rows and columns to go.

        Returns
        -------
        Word
        """
        return replace(
            self,
            top=self.top + down,
            left=self.left + along,
            bottom=self.bottom + down,
            right=self.right + along,
        )

    def scaled(self, by: float) -> "Word":
        """Give the word as it stands in a picture made larger.

        Parameters
        ----------
        by : float
            How many times as large.

        Returns
        -------
        Word
        """
        return replace(
            self,
            top=round(self.top * by),
            left=round(self.left * by),
            bottom=round(self.bottom * by),
            right=round(self.right * by),
        )


def can_read_text() -> bool:
    """Whether the OCR extra is installed."""
    return find_spec("rapidocr") is not None


def read_text(pixels: npt.NDArray[np.uint8]) -> list[Word]:
    """Read the text in a picture; takes a second or more.

    Parameters
    ----------
    pixels : ndarray of uint8
        Shape (Y, X).

    Returns
    -------
    list of Word
        What was read with confidence, in no order.

    Raises
    ------
    feretlab.core.errors.MissingExtraError
        Where the extra is not installed.
    """
    found = _engine()(np.repeat(pixels[..., None], 3, axis=2))
    if found.boxes is None:
        return []
    words = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score < _LOWEST_SCORE:
            continue
        left, top = np.floor(corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int)
        words.append(
            Word(
                text=text,
                top=max(int(top), 0),
                left=max(int(left), 0),
                bottom=int(bottom),
                right=int(right),
            )
        )
    return words


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Load the models that the package carries, once."""
    if not can_read_text():
        raise MissingExtraError(f"Reading text in a picture needs OCR: {INSTALL_HINT}.")
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.limit_side_len": _SHORTER_SIDE_PX,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
        }
    )
