"""Both sides of a comparison on the shown micrograph."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.comparison.colours import FALSE_FIND, MISS, PAIR
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.gui.controllers.comparison import Box, Compared
from feretlab.gui.controllers.latest import Latest
from feretlab.gui.icons import icon
from feretlab.gui.plots.linked_views import LinkedViews
from feretlab.gui.plots.outlines import outline_picture
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.core.comparison.compare import ImagePair
    from feretlab.core.comparison.measurements import Measured

_UNCOMPARED = "#56B4E9"  # Okabe and Ito (2008), as those of pairs and misses
_CROSS = np.array([[[-5.0, 0.0], [5.0, 0.0]], [[0.0, -5.0], [0.0, 5.0]]])
"""A point's two strokes: both ends (x, y) of each, in pixels around it."""
_WINDOW = (1200, 720)
_WIDE_PIXELS = 2_000_000
"""Above this, outlines are two pixels wide."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """What lies over the micrograph on one side.

    Parameters
    ----------
    outlines : ndarray of uint8 or None
        Shape (Y, X, 4).
    lines : ndarray of float64
        Shape (N, 2, 2): both ends (x, y).
    colors : list of str
        Of each line.
    """

    outlines: npt.NDArray[np.uint8] | None = None
    lines: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2, 2)))
    colors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawTask:
    """Reads a micrograph and draws both sides over it.

    Parameters
    ----------
    entry : Entry
        Which one.
    micrographs : Micrographs
        Pixels.
    finding : Finding or None
        What was found in it.
    pair : ImagePair or None
        Both sides, where they are compared.
    lengths : tuple of ManualLength
        Measured by hand on it.
    """

    entry: Entry
    micrographs: Micrographs
    finding: Finding | None
    pair: "ImagePair | None"
    lengths: tuple[ManualLength, ...]

    def __call__(self, progress: Progress) -> tuple[npt.NDArray[np.uint8], Side, Side]:
        """Draw.

        Parameters
        ----------
        progress : Progress
            May stop the work between its steps.

        Returns
        -------
        pixels : ndarray of uint8
            Shape (Y, X).
        manual, automatic : Side
        """
        from feretlab.core.micrograph import nearest_uint8

        progress.report(0, 3, self.entry.name)
        micrograph = self.micrographs.read(self.entry)
        pixels = nearest_uint8(micrograph.pixels)
        progress.report(1, 3, self.entry.name)
        if self.pair is None:
            return pixels, self._lengths(), self._found()
        pairs = self.pair.pairs
        mine = None if pairs is None else pairs.manual
        its = None if pairs is None else pairs.automatic
        manual = side_of(self.pair.manual, mine, MISS)
        progress.report(2, 3, self.entry.name)
        return pixels, manual, side_of(self.pair.automatic, its, FALSE_FIND)

    def _lengths(self) -> Side:
        ends = [(row.start[::-1], row.end[::-1]) for row in self.lengths]
        lines = np.array(ends, np.float64).reshape(-1, 2, 2)
        return Side(lines=lines, colors=[_UNCOMPARED] * len(lines))

    def _found(self) -> Side:
        if self.finding is None:
            return Side()
        particles = self.finding.particles.select(self.finding.included)
        return Side(outlines=_drawn(particles, [_UNCOMPARED] * len(particles)))


class CompareViews(QWidget):
    """Shows the current micrograph twice, with the manual and the automatic side.

    Parameters
    ----------
    session : Session
        Knows which micrograph is shown.
    micrographs : Micrographs
        Pixels, read in jobs.
    jobs : Jobs
        Work in threads.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    enlarged : Signal(object)
        Carries the window that both sides were put into.
    """

    enlarged = Signal(object)

    def __init__(
        self,
        session: Session,
        micrographs: Micrographs,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._micrographs = micrographs
        self._latest = Latest(jobs, tr("Draw the comparison"), is_passing=True)
        self.destroyed.connect(self._latest.drop)
        self._compared: Compared | None = None
        self._shown_key = ""
        self._wanted: Box | None = None
        self.views = LinkedViews()
        self.legend = QLabel(_legend(by_lengths=False))
        self.legend.setWordWrap(True)
        self.enlarge_button = QToolButton()
        self.enlarge_button.setIcon(icon("fa6s.up-right-and-down-left-from-center"))
        self.enlarge_button.setToolTip(tr("Show both sides in a window of their own."))
        self.enlarge_button.clicked.connect(self.enlarge)
        below = QHBoxLayout()
        below.addWidget(self.legend, 1)
        below.addWidget(self.enlarge_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.addWidget(self.views, 1)
        self._column.addLayout(below)
        session.current_changed.connect(self._soon)
        session.manual.changed.connect(self._soon)
        session.finding_changed.connect(self._soon)

    def show_compared(self, compared: Compared | None) -> None:
        """Draw what came of a comparison; None for both sides as they are.

        Parameters
        ----------
        compared : Compared or None
            What came of it.
        """
        self._compared = compared
        by_lengths = compared is not None and compared.is_by_lengths
        self.legend.setText(_legend(by_lengths=by_lengths))
        self.draw()

    def draw(self) -> None:
        """Draw the current micrograph."""
        entry = self._session.current
        if entry is None:
            self.views.set_image(None)
            return
        pair = None if self._compared is None else self._compared.pair_of(entry.name)
        task = DrawTask(
            entry=entry,
            micrographs=self._micrographs,
            finding=self._session.finding(entry.key),
            pair=pair,
            lengths=self._session.manual.of(entry.key),
        )
        key = entry.key
        self._latest.request(task, lambda drawn: self._show(key, drawn), self._fail)

    def enlarge(self) -> None:
        """Show both sides in a window of their own, until it is closed."""
        window = QDialog(self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setWindowTitle(tr("Manual and automatic"))
        window.resize(*_WINDOW)
        QVBoxLayout(window).addWidget(self.views)
        window.finished.connect(lambda _: self._come_back())
        self.enlarge_button.setEnabled(False)
        self.enlarged.emit(window)
        window.show()

    def _come_back(self) -> None:
        self._column.insertWidget(0, self.views, 1)
        self.enlarge_button.setEnabled(True)

    def show_box(self, key: str, box: Box) -> None:
        """Show a place of a micrograph, as soon as that is drawn.

        Parameters
        ----------
        key : str
            Of its entry.
        box : tuple of float
            The place.
        """
        if key == self._shown_key:
            self.views.show_box(box)
        else:
            self._wanted = box

    def _soon(self, _: object) -> None:
        if self.isVisible():
            self.draw()

    def _show(self, key: str, drawn: tuple[npt.NDArray[np.uint8], Side, Side]) -> None:
        pixels, manual, automatic = drawn
        views = self.views
        if key != self._shown_key:
            views.set_image(pixels)
            self._shown_key = key
        for view, side in ((views.manual, manual), (views.automatic, automatic)):
            view.set_outlines(side.outlines)
            view.set_lines(side.lines, side.colors)
        if self._wanted is not None:
            views.show_box(self._wanted)
            self._wanted = None

    def _fail(self, error: Exception) -> None:
        self._session.log(str(error))
        self.views.set_image(None)


def side_of(
    measured: "Measured", paired: npt.NDArray[np.int64] | None, alone: str
) -> Side:
    """Give what is drawn of one side's measurements.

    Parameters
    ----------
    measured : Measured
        With outlines, lines or points; else nothing is drawn.
    paired : ndarray of int64 or None
        Indices of those that are pairs; None where nothing was compared.
    alone : str
        Colour of the others.

    Returns
    -------
    Side
    """
    count = len(measured.values)
    colors = [_UNCOMPARED if paired is None else alone] * count
    for index in () if paired is None else paired.tolist():
        colors[index] = PAIR
    if measured.particles is not None:
        return Side(outlines=_drawn(measured.particles, colors))
    if measured.lines is not None:
        return Side(lines=measured.lines, colors=colors)
    if measured.points is not None:
        crosses = measured.points[:, None, None] + _CROSS
        doubled = [color for color in colors for _ in _CROSS]
        return Side(lines=crosses.reshape(-1, 2, 2), colors=doubled)
    return Side()


def _drawn(particles: Particles, colors: list[str]) -> npt.NDArray[np.uint8]:
    numbers = [[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in colors]
    rgb = np.array(numbers, np.uint8).reshape(-1, 3)
    height, width = particles.shape
    return outline_picture(particles, rgb, 2 if height * width > _WIDE_PIXELS else 1)


def _legend(*, by_lengths: bool) -> str:
    entries = (
        (PAIR, tr("pair")),
        (MISS, tr("miss")),
        (FALSE_FIND, tr("not measured by hand") if by_lengths else tr("false find")),
        (_UNCOMPARED, tr("not compared")),
    )
    return "&nbsp;&nbsp; ".join(
        f'<span style="color:{color}">\N{BLACK SQUARE}</span> {name}'
        for color, name in entries
    )
