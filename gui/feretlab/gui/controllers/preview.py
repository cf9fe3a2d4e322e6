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
from feretlab.gui.controllers.analysis import AnalysisRunner, one_line
from feretlab.gui.controllers.analysis_task import MapsId, maps_id
from feretlab.gui.controllers.latest import Latest
from feretlab.gui.controllers.look_windows import (
    Shape,
    Window,
    is_worth_waiting_for,
    wanted,
)
from feretlab.gui.controllers.looks import Looks, Seen
from feretlab.gui.controllers.recipes import differs
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.pixel_sizes import size_to_take
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_count
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.core.micrograph import PixelSize


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreviewTask:
    """Separates a part of what a network saw.

    Parameters
    ----------
    seen : Seen
        What it saw.
    pixel_size_nm : PixelSize or None
        For sizes in nm.
    recipe : AnalyzeParameters
        The one that is tried.
    window : tuple of int
        Part of the field, inside what was seen.
    """

    seen: Seen
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
        above, before = self.seen.window[:2]
        cut = slice(top - above, bottom - above), slice(left - before, right - before)
        found = self.seen.found
        probability = found.probability[cut]
        particles = separate(
            probability >= self.recipe.threshold,
            part(self.recipe, SeparateParameters),
            maps={name: channel[cut] for name, channel in found.maps.items()},
            probability=probability,
            pixel_size_nm=self.pixel_size_nm,
            progress=progress,
        )
        offset = np.array([top, left, top, left], np.int32)
        boxes = particles.boxes + offset
        return replace(particles, shape=self.seen.shape, boxes=boxes)


class Preview:
    """Separates anew while a parameter moves; the latest one wins.

    Where no network has looked yet at what is seen, one does, once; every further
    move is answered from that look.

    Parameters
    ----------
    session : Session
        Knows which entry is shown.
    jobs : Jobs
        Where the work is done.
    looks : Looks
        What networks saw.
    seen : callable
        Gives the part of a picture of some height and width that is seen.

    Attributes
    ----------
    shown : psygnal.Signal
        Carries the particles to draw; None for those of the finding.
    told : psygnal.Signal
        Carries what it is doing or has found, in one line; empty for nothing.
    looked : psygnal.Signal
        A network has looked at what is seen; carries the recipe that is tried.
    """

    shown = Signal(object)
    told = Signal(str)
    looked = Signal(object)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        looks: Looks,
        seen: Callable[[Shape], Window],
    ) -> None:
        self._session = session
        self._looks = looks
        self._seen = seen
        self._latest = Latest(jobs, tr("Preview"), is_passing=True)
        self._looking = Latest(jobs, tr("Preview"), is_passing=True)
        self._tried: AnalyzeParameters | None = None
        self._asked: tuple[MapsId, Window] | None = None
        session.current_changed.connect(self._forget)
        session.finding_changed.connect(self._forget_of)

    def show(self, recipe: AnalyzeParameters) -> bool:
        """Draw what a recipe would find, as soon as it is known.

        Parameters
        ----------
        recipe : AnalyzeParameters
            The one that is tried.

        Returns
        -------
        bool
            Whether it can be drawn without asking a network first.
        """
        entry, finding = self._entry_and_finding()
        if entry is None or entry.shape is None:
            return False
        self._tried = recipe
        window = self._seen(entry.shape)
        seen = self._looks.find(entry, recipe, finding, window)
        if seen is None:
            self._look(entry, recipe, window)
            return False
        self._stop_looking()
        whole = (0, 0, *seen.shape)
        part_ = wanted(window, seen.shape) if seen.window == whole else seen.window
        size = size_to_take(entry, recipe) or seen.pixel_size_nm
        task = PreviewTask(seen=seen, pixel_size_nm=size, recipe=recipe, window=part_)
        self._latest.request(
            task,
            lambda particles: self._draw(particles, is_whole=part_ == whole),
            self._fail,
        )
        return True

    def follow(self) -> None:
        """Show the recipe that is tried in what is seen now."""
        if self._tried is not None:
            self.show(self._tried)

    def move(self) -> None:
        """Stop looking at more than is seen, or at else; `follow` looks anew."""
        entry = self._session.current
        if self._asked is None or entry is None or entry.shape is None:
            return
        seen = self._seen(entry.shape)
        if not is_worth_waiting_for(self._asked[1], seen, entry.shape):
            self._stop_looking()

    def measure(self, recipe: AnalyzeParameters, runner: AnalysisRunner) -> None:
        """Analyse the shown entry anew where that needs no network.

        Parameters
        ----------
        recipe : AnalyzeParameters
            The session's.
        runner : AnalysisRunner
            Does it.
        """
        entry, finding = self._entry_and_finding()
        is_other = finding is not None and differs(finding.recipe, recipe)
        kept = entry is not None and self._looks.maps.find(entry.pixels_key, recipe)
        # What was undone can be done again until somebody does something else.
        may = not (self._session.is_read_only or self._session.history.redo_title)
        if entry is not None and is_other and kept and may:
            runner.run([entry.key], self._session.recipe_change)
        else:
            self.rest(recipe)

    def rest(self, recipe: AnalyzeParameters) -> None:
        """Go on with the session's recipe, or end where its finding is here.

        Parameters
        ----------
        recipe : AnalyzeParameters
            The session's.
        """
        entry, finding = self._entry_and_finding()
        is_there = finding is not None and not differs(finding.recipe, recipe)
        if entry is None or is_there or self._tried is None:
            self.clear()
        else:
            self.show(recipe)

    def clear(self) -> None:
        """Draw what the finding holds again."""
        self._tried = None
        self._stop_looking()
        self._latest.drop()
        self.shown.emit(None)
        self.told.emit("")

    # Inside

    def _entry_and_finding(self) -> tuple[Entry | None, Finding | None]:
        entry = self._session.current
        return entry, None if entry is None else self._session.finding(entry.key)

    def _look(self, entry: Entry, recipe: AnalyzeParameters, window: Window) -> None:
        id_ = maps_id(entry.pixels_key, recipe)
        asked, shape = self._asked, entry.shape
        is_same = asked is not None and asked[0] == id_
        if (
            asked
            and shape
            and is_same
            and is_worth_waiting_for(asked[1], window, shape)
        ):
            return
        self._asked = (id_, window)
        self._latest.drop()
        self._tell(0.0)
        finding = self._session.finding(entry.key)
        task = self._looks.task(entry, recipe, finding, window)
        self._looking.request(task, self._hold, self._fail, self._tell)

    def _hold(self, seen: Seen) -> None:
        self._asked = None
        self._looks.hold(seen)
        if self._tried is not None:
            self.show(self._tried)
            self.looked.emit(self._tried)

    def _stop_looking(self) -> None:
        if self._asked is not None:
            self._asked = None
            self._looking.drop()

    def _tell(self, share: float, _: str = "") -> None:
        if self._asked is not None:
            text = tr("Preview: finding particles in what is seen… {share} %")
            self.told.emit(text.format(share=round(100 * share)))

    def _draw(self, particles: Particles, *, is_whole: bool) -> None:
        self.shown.emit(particles)
        found = tr_count("{count} particle", "{count} particles", len(particles))
        where = tr("in this image") if is_whole else tr("in what is seen")
        text = tr("Preview: {found} {where}").format(found=found, where=where)
        self.told.emit(text)

    def _fail(self, error: Exception) -> None:
        self._asked = None
        self.shown.emit(None)
        self.told.emit(tr("No preview: {reason}").format(reason=one_line(error)))

    def _forget(self, _: object) -> None:
        self._looks.hold(None)
        self.clear()

    def _forget_of(self, key: str) -> None:
        if self._session.current is not None and self._session.current.key == key:
            self.clear()
