"""The particles over the pixels: made ready in a job, drawn anew for each frame."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.gui.canvas.regions import Regions, Tints
from feretlab.gui.canvas.styles import (
    PREVIEWED,
    Legend,
    Marks,
    OverlayStyle,
    colors_of,
    marked,
    tints_of,
)
from feretlab.gui.canvas.view import Spot, View
from feretlab.gui.session.filters import passing
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs

_MOST_NUMBERED = 300
_SMALLEST_NUMBERED_PX = 16.0
_UNDER_PREVIEW = 0.35


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shown:
    """A finding, its regions and their colors."""

    finding: Finding
    regions: Regions
    colors: npt.NDArray[np.uint8]
    legend: Legend


class Overlay(QObject):
    """Follows the findings of the session's current entry.

    Parameters
    ----------
    session : Session
        Gives findings, selection and filters.
    jobs : Jobs
        Where regions are made ready.

    Attributes
    ----------
    is_shown : bool
        Whether the user, and the image that is drawn, let it be seen.
    is_blind : bool
        Whether it is hidden all the same, as while a person measures by hand.
    changed : Signal()
        Something else is to be drawn.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._session = session
        self._jobs = jobs
        self._style = OverlayStyle()
        self._shown: _Shown | None = None
        self._preview: Regions | None = None
        self._jobs_of: dict[str, Job] = {}
        self._tints: tuple[tuple[bool, bool], Tints] | None = None
        self.is_shown, self.is_blind = True, False
        session.current_changed.connect(self._on_current)
        session.finding_changed.connect(self._on_finding)
        session.selection_changed.connect(self._restyle)
        session.filters_changed.connect(self._restyle)

    # What is drawn

    @property
    def is_visible(self) -> bool:
        """Whether anything of it is seen."""
        return self.is_shown and not self.is_blind

    @property
    def style(self) -> OverlayStyle:
        """How particles are drawn."""
        return self._style

    def set_style(self, **changes: Any) -> None:
        """Draw otherwise; the names are those of `OverlayStyle`."""
        self._style = replace(self._style, **changes)
        if self._shown is not None and "color_by" in changes:
            self._shown = self._colored(self._shown.finding, self._shown.regions)
        self._restyle()

    @property
    def legend(self) -> Legend:
        """What the colors mean."""
        return Legend() if self._shown is None else self._shown.legend

    @property
    def finding(self) -> Finding | None:
        """What is drawn; None for nothing."""
        return None if self._shown is None else self._shown.finding

    def visible(self) -> npt.NDArray[np.bool_]:
        """Tell for each particle of `finding` whether the filters let it be seen."""
        if self._shown is None:
            return np.zeros(0, np.bool_)
        return passing(self._shown.finding.table, self._session.filters)

    def show_finding(self, finding: Finding, regions: Regions) -> None:
        """Draw a finding whose regions are ready."""
        self._shown = self._colored(finding, regions)
        self._restyle()

    def show_preview(self, particles: Particles | None) -> None:
        """Draw other particles over all, as for a recipe that is being tried."""
        self._stop("preview")
        if particles is None:
            self._preview = None
            self._restyle()
            return
        self._start("preview", particles, self._put_preview)

    # Drawing

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw what `view` shows; the screen has `ratio` pixels to a point."""
        if not self.is_visible:
            return
        dense = view.times(ratio)
        if self._shown is not None:
            tints = self._tints_for(dense)
            _draw(painter, *self._shown.regions.drawn(dense, tints), ratio)
            if self._style.numbers:
                self._paint_numbers(painter, view, self._shown.regions)
        if self._preview is not None:
            count = len(self._preview.particles)
            colors = np.tile(np.array(PREVIEWED, np.uint8), (count, 1))
            none = np.zeros(count, np.bool_)
            marks = Marks(selected=none, excluded=none, hidden=none)
            tints = tints_of(colors, marks, OverlayStyle())
            _draw(painter, *self._preview.drawn(dense, tints), ratio)

    def _tints_for(self, dense: View) -> Tints:
        """Give the looks; they depend on the size on the screen in two steps only."""
        assert self._shown is not None
        boxes = self._shown.regions.particles.boxes
        side = float(np.median(boxes[:, 2:] - boxes[:, :2])) if len(boxes) else 0.0
        side *= dense.scale
        wanted = (side < 12, self._preview is not None)
        if self._tints is None or self._tints[0] != wanted:
            finding, count = self._shown.finding, len(boxes)
            style = self._style
            if self._preview is not None:
                style = replace(style, opacity=style.opacity * _UNDER_PREVIEW)
            marks = Marks(
                selected=marked(count, self._session.selection),
                excluded=np.array([bool(why) for why in finding.excluded], np.bool_),
                hidden=~self.visible(),
            )
            self._tints = wanted, tints_of(self._shown.colors, marks, style, side)
        return self._tints[1]

    def _paint_numbers(self, painter: QPainter, view: View, regions: Regions) -> None:
        seen = regions.seen(view)
        seen = seen[self.visible()[seen]]
        if len(seen) > _MOST_NUMBERED:
            return
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        for index in seen.tolist():
            top, left, bottom, right = regions.particles.boxes[index].tolist()
            if min(bottom - top, right - left) * view.scale < _SMALLEST_NUMBERED_PX:
                continue
            x, y = view.to_window(Spot((top + bottom) / 2, (left + right) / 2))
            write(painter, QRectF(x - 40, y - 10, 80, 20), str(index + 1))

    # Following the session

    def _on_current(self, _: object) -> None:
        self._stop("preview")
        self._preview = None
        self._shown = None
        self._follow()

    def _on_finding(self, key: str) -> None:
        if self._session.current is not None and self._session.current.key == key:
            self._follow()

    def _follow(self) -> None:
        self._stop("finding")
        entry = self._session.current
        finding = None if entry is None else self._session.finding(entry.key)
        if finding is None:
            self._shown = None
            self._restyle()
            return
        shown = self._shown
        if shown is not None and finding.particles is shown.finding.particles:
            self.show_finding(finding, shown.regions)
            return
        found = finding
        self._start(
            "finding", found.particles, lambda done: self.show_finding(found, done)
        )

    def _put_preview(self, regions: Regions) -> None:
        self._preview = regions
        self._restyle()

    def _colored(self, finding: Finding, regions: Regions) -> _Shown:
        colors, legend = colors_of(
            finding.particles, finding.table, self._style.color_by
        )
        return _Shown(finding=finding, regions=regions, colors=colors, legend=legend)

    def _restyle(self, _: object = None) -> None:
        self._tints = None
        self.changed.emit()

    def _start(self, what: str, particles: Particles, done: Any) -> None:
        def prepare(progress: Progress) -> Regions:
            regions = Regions.of(particles)
            progress.report(1, 1)
            return regions

        self._jobs_of[what] = self._jobs.start(
            tr("Draw outlines"), prepare, done=done, is_passing=True
        )

    def _stop(self, what: str) -> None:
        job = self._jobs_of.pop(what, None)
        if job is not None:
            job.cancel()


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
) -> None:
    """Write white text that is read on any grey.

    Parameters
    ----------
    painter : QPainter
        Where.
    box : QRectF
        In points of the window.
    text : str
        One line.
    align : Qt.AlignmentFlag
        Within the box.
    """
    painter.setPen(QColor(0, 0, 0, 200))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(box.translated(dx, dy), align, text)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(box, align, text)


def _draw(
    painter: QPainter,
    colors: npt.NDArray[np.uint32],
    corner: tuple[int, int],
    ratio: float,
) -> None:
    if colors.size:
        height, width = colors.shape
        image = QImage(
            colors.data,
            width,
            height,
            4 * width,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(corner[1] / ratio, corner[0] / ratio), image)
