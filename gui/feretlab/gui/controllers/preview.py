"""What a recipe would find in the part of the image that is seen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from psygnal import Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.parameters import part
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.gui.controllers.analysis import AnalysisRunner
from feretlab.gui.controllers.analysis_task import KeptMaps
from feretlab.gui.controllers.latest import Latest
from feretlab.gui.controllers.recipes import differs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.core.micrograph import PixelSize
    from feretlab.core.segmentation.segment import Segmentation

Window = tuple[int, int, int, int]
"""First row, first column, row past the last, column past the last."""

WHOLE_PIXELS = 1_500_000
"""Fields up to this size are separated whole."""

_MARGIN_PX = 64
"""Around what is seen, so that particles that are cut off there look right."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreviewTask:
    """Separates a part of what a network saw.

    Parameters
    ----------
    found : Segmentation
        What it saw.
    rows : int
        Rows above the info bar.
    pixel_size_nm : PixelSize or None
        For sizes in nm.
    recipe : AnalyzeParameters
        The one that is tried.
    window : tuple of int
        Part of the field.
    """

    found: "Segmentation"
    rows: int
    pixel_size_nm: "PixelSize | None"
    recipe: AnalyzeParameters
    window: Window

    def __call__(self, progress: Progress) -> Particles:
        """Separate.

        Parameters
        ----------
        progress : Progress
            May stop the work.

        Returns
        -------
        Particles
            In the coordinates of the field.
        """
        from feretlab.core.separation.separate import separate

        top, left, bottom, right = self.window
        seen = slice(top, bottom), slice(left, right)
        probability = self.found.probability[seen]
        particles = separate(
            probability >= self.recipe.threshold,
            part(self.recipe, SeparateParameters),
            maps={name: channel[seen] for name, channel in self.found.maps.items()},
            probability=probability,
            pixel_size_nm=self.pixel_size_nm,
            progress=progress,
        )
        shape = self.rows, self.found.probability.shape[1]
        offset = np.array([top, left, top, left], np.int32)
        return replace(particles, shape=shape, boxes=particles.boxes + offset)


class Preview:
    """Separates anew while a parameter moves; the latest one wins.

    Parameters
    ----------
    session : Session
        Knows which entry is shown.
    jobs : Jobs
        Where the work is done.
    maps : KeptMaps
        What networks saw.
    seen : callable
        Gives the part of a field of some height and width that is seen.

    Attributes
    ----------
    shown : psygnal.Signal
        Carries the particles to draw; None for those of the finding.
    """

    shown = Signal(object)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        maps: KeptMaps,
        seen: Callable[[tuple[int, int]], Window],
    ) -> None:
        self._session = session
        self._maps = maps
        self._seen = seen
        self._latest = Latest(jobs, tr("Preview"))
        session.current_changed.connect(self._forget)
        session.finding_changed.connect(self._forget_of)

    def can_show(self, recipe: AnalyzeParameters) -> bool:
        """Tell whether a recipe needs no network on the shown entry.

        Parameters
        ----------
        recipe : AnalyzeParameters
            The one that is tried.

        Returns
        -------
        bool
        """
        entry = self._session.current
        return entry is not None and self._maps.find(entry.key, recipe) is not None

    def show(self, recipe: AnalyzeParameters) -> bool:
        """Draw what a recipe would find, as soon as it is known.

        Parameters
        ----------
        recipe : AnalyzeParameters
            The one that is tried.

        Returns
        -------
        bool
            Whether anything can be drawn without a network.
        """
        entry = self._session.current
        found = None if entry is None else self._maps.find(entry.key, recipe)
        finding = None if entry is None else self._session.finding(entry.key)
        if found is None or finding is None:
            return False
        facts = finding.facts
        rows = facts.height_px - facts.info_bar_rows
        task = PreviewTask(
            found=found,
            rows=rows,
            pixel_size_nm=finding.result.pixel_size_nm,
            recipe=recipe,
            window=self._window((rows, facts.width_px)),
        )
        self._latest.request(task, self.shown.emit)
        return True

    def measure(self, recipe: AnalyzeParameters, runner: AnalysisRunner) -> None:
        """Analyse the shown entry anew where that needs no network.

        Parameters
        ----------
        recipe : AnalyzeParameters
            The session's.
        runner : AnalysisRunner
            Does it.
        """
        entry = self._session.current
        finding = None if entry is None else self._session.finding(entry.key)
        if entry is None or finding is None or not differs(finding.recipe, recipe):
            self.clear()
        elif self.can_show(recipe):
            runner.run([entry.key])

    def clear(self) -> None:
        """Draw what the finding holds again."""
        self._latest.drop()
        self.shown.emit(None)

    def _window(self, shape: tuple[int, int]) -> Window:
        if shape[0] * shape[1] <= WHOLE_PIXELS:
            return (0, 0, *shape)
        top, left, bottom, right = self._seen(shape)
        if top >= bottom or left >= right:
            return (0, 0, *shape)
        return (
            max(top - _MARGIN_PX, 0),
            max(left - _MARGIN_PX, 0),
            min(bottom + _MARGIN_PX, shape[0]),
            min(right + _MARGIN_PX, shape[1]),
        )

    def _forget(self, _: object) -> None:
        self.clear()

    def _forget_of(self, key: str) -> None:
        if self._session.current is not None and self._session.current.key == key:
            self.clear()
