"""Text, tables and figures that flow over the A4 pages of a PDF."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.axes import INK, QUIET
from feretlab.core.io.figures import lay_out, new_figure, plain_style
from feretlab.core.io.wording import shortened

if TYPE_CHECKING:
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure, SubFigure

WIDTH_IN, HEIGHT_IN = 8.27, 11.69
MARGIN_IN = 0.75
TEXT_IN = WIDTH_IN - 2 * MARGIN_IN
NAME_LETTERS = 44  # over a picture that takes half the width
_LINE = 1.45
"""Line height in font sizes."""
_HEADING_LINE = 1.7
_PARAGRAPH_GAP = 0.4
_ROUNDING_IN = 1e-6
_EM = 0.53
"""Mean width of DejaVu Sans' letters in font sizes."""

Column = tuple[str, float, Literal["left", "right"]]
"""Header of a table's column, its width in inches, and where its text stands."""


@contextmanager
def open_pages(path: Path, title: str, footer: str = "") -> Iterator["Pages"]:
    """Open a PDF that appears whole once the block is left.

    Parameters
    ----------
    path : Path
        File to write; replaced where it exists.
    title : str
        Kept in the file's metadata.
    footer : str
        Stands at the foot of every page, before its number.

    Yields
    ------
    Pages
        To write on.
    """
    from matplotlib.backends.backend_pdf import PdfPages

    # A date would give each repetition other bytes.
    metadata: Any = {"Title": title, "Creator": "FeretLab", "CreationDate": None}
    # In memory, because PdfPages writes on when a disk is full, and then breaks.
    content = BytesIO()
    with plain_style(), PdfPages(content, metadata=metadata) as pdf:
        pages = Pages(pdf, footer)
        yield pages
        pages.finish()
    with atomic_path(path) as beside:
        beside.write_bytes(content.getvalue())


class Pages:
    """A page under way, and the way to the next one.

    Parameters
    ----------
    pdf : PdfPages
        Takes the finished pages.
    footer : str
        Foot of every page.
    """

    def __init__(self, pdf: "PdfPages", footer: str) -> None:
        self._pdf = pdf
        self._footer = footer
        self._number = 0
        self._start()

    def finish(self) -> None:
        """Hand the last page over."""
        foot = f"{self._footer}   {self._number}".strip()
        self._put(foot, WIDTH_IN - MARGIN_IN, HEIGHT_IN - 0.4, 7, ha="right", c=QUIET)
        if self._figure.subfigs:
            lay_out(self._figure)
        self._pdf.savefig(self._figure)  # type: ignore[no-untyped-call]

    def break_page(self) -> None:
        """Go on at the top of a new page."""
        self.finish()
        self._start()

    def room(self) -> float:
        """Height in inches that is left on this page."""
        return HEIGHT_IN - MARGIN_IN - self._y

    def heading(self, text: str, size: float = 12, keep_in: float = 1.0) -> None:
        """Write a heading, on this page if what follows has room here, too.

        Parameters
        ----------
        text : str
            One line.
        size : float
            Font size in points.
        keep_in : float
            Height in inches of what must stand with it.
        """
        above, tall = size / 72, size * _HEADING_LINE / 72
        is_first = self._y == MARGIN_IN
        if not is_first and self.room() < above + tall + keep_in + _ROUNDING_IN:
            self.break_page()
            is_first = True
        if not is_first:
            self._y += above
        self._put(text, MARGIN_IN, self._y, size, weight="bold")
        self._y += tall

    def paragraph(self, text: str, size: float = 9, color: str = INK) -> None:
        """Write wrapped text.

        Parameters
        ----------
        text : str
            Any length.
        size : float
            Font size in points.
        color : str
            As matplotlib names it.
        """
        for line in _wrapped(text, size):
            self._make_room(size)
            self._put(line, MARGIN_IN, self._y, size, c=color)
            self._y += size * _LINE / 72
        self._y += _PARAGRAPH_GAP * size / 72

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        size: float = 8,
    ) -> None:
        """Write a table; its header is repeated on each page, long cells are cut.

        Parameters
        ----------
        columns : sequence of (str, float, str)
            Header, width in inches and side.
        rows : sequence of sequence of str
            Cells.
        size : float
            Font size in points.
        """
        self._make_room(4 * size)
        self._row(columns, [name for name, _, _ in columns], size, weight="bold")
        self._rule()
        for row in rows:
            if self.room() < size * _LINE / 72:
                self.break_page()
                header = [name for name, _, _ in columns]
                self._row(columns, header, size, weight="bold")
                self._rule()
            self._row(columns, row, size)
        self._y += size / 72

    @contextmanager
    def area(self, height_in: float) -> Iterator["SubFigure"]:
        """Give a part of the page as wide as the text, to draw on.

        Parameters
        ----------
        height_in : float
            In inches.

        Yields
        ------
        SubFigure
            Laid out by itself.
        """
        from matplotlib.gridspec import GridSpec

        if self.room() < height_in:
            self.break_page()
        below = HEIGHT_IN - self._y - height_in
        grid = GridSpec(
            3,
            3,
            self._figure,
            height_ratios=(self._y, height_in, below),
            width_ratios=(MARGIN_IN, TEXT_IN, MARGIN_IN),
        )
        yield self._figure.add_subfigure(grid[1, 1])
        self._y += height_in + 0.1

    def _start(self) -> None:
        self._figure: Figure = new_figure(WIDTH_IN, HEIGHT_IN)
        self._number += 1
        self._y = MARGIN_IN

    def _make_room(self, size: float) -> None:
        if self.room() < size * _LINE / 72:
            self.break_page()

    def _put(
        self, text: str, x_in: float, y_in: float, size: float, **how: Any
    ) -> None:
        self._figure.text(
            x_in / WIDTH_IN,
            1 - y_in / HEIGHT_IN,
            # Names of files may hold bytes that are no text.
            text.encode("utf-8", "replace").decode("utf-8"),
            fontsize=size,
            va="top",
            **({"c": INK} | how),
        )

    def _row(
        self, columns: Sequence[Column], cells: Sequence[str], size: float, **how: Any
    ) -> None:
        x = MARGIN_IN
        for (_, width, side), cell in zip(columns, cells, strict=True):
            letters = max(4, int(width * 72 / (size * _EM)) - 1)
            at = x if side == "left" else x + width - size / 72
            self._put(shortened(cell, letters), at, self._y, size, ha=side, **how)
            x += width
        self._y += size * _LINE / 72

    def _rule(self) -> None:
        from matplotlib.lines import Line2D

        y = 1 - self._y / HEIGHT_IN
        ends = (MARGIN_IN / WIDTH_IN, 1 - MARGIN_IN / WIDTH_IN)
        self._figure.add_artist(Line2D(ends, (y, y), color=QUIET, lw=0.5))
        self._y += 3 / 72


def paragraph_height(text: str, size: float = 9) -> float:
    """Give the height in inches that a paragraph takes.

    Parameters
    ----------
    text : str
        Any length.
    size : float
        Font size in points.

    Returns
    -------
    float
    """
    return (len(_wrapped(text, size)) * _LINE + _PARAGRAPH_GAP) * size / 72


def _wrapped(text: str, size: float) -> list[str]:
    letters = int(TEXT_IN * 72 / (size * _EM))
    return textwrap.wrap(text, letters) or [""]
