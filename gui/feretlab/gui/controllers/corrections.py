"""Corrections by hand: what becomes of a finding."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.micrograph import GIVEN, Micrograph
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.gui.controllers.analysis import one_line
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.corrections_applied import Corrected, corrected_further
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.findings import Finding, with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.pixel_sizes import (
    calibrated_for,
    held_size,
    holds_given_size,
    with_given_size,
    with_size_at_once,
)
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs

_Wanted = tuple[Finding, tuple[Correction, ...], float | None, str, Path]
"""A finding, its corrections, the pixel size that the user gave, pixels and file."""


class CorrectionApplier:
    """Makes findings anew after corrections and calibrations; the latest wish wins.

    Parameters
    ----------
    session : Session
        Whose corrections and findings.
    micrographs : Micrographs
        Pixels, for mean greys.
    jobs : Jobs
        Where the measuring is done.
    """

    def __init__(self, session: Session, micrographs: Micrographs, jobs: Jobs) -> None:
        self._session = session
        self._micrographs = micrographs
        self._jobs = jobs
        self._under_way: dict[str, tuple[Job, _Wanted]] = {}
        self._waiting: dict[str, tuple[Finding, Corrections]] = {}
        self._failed: dict[str, _Wanted] = {}
        session.corrections_changed.connect(self.apply)
        session.entry_changed.connect(self._catch_up)
        session.entries_changed.connect(self._catch_up_all)

    def apply(self, key: str, *, is_late: bool = False) -> None:
        """Make the finding of an entry anew; nothing where it has none.

        What is corrected now and cannot be measured is taken back; what is late, as
        it was corrected in an earlier run or cancelled, waits for its image. A pixel
        size never waits: values of the old one would stand beside it.
        """
        session = self._session
        finding = self._calibrated_at_once(key)
        if finding is None:
            self._stop(key)
            return
        entry, corrections = session.entry(key), session.corrections(key)
        given, pixels = entry.given_size_nm, entry.pixels_key
        wanted = finding, corrections.items, given, pixels, entry.path
        has_failed = is_late and self._failed.get(key) == wanted
        if has_failed or self._is_under_way(key, wanted):
            return
        self._stop(key)
        is_as_corrected = corrections.since(finding.corrections) == ()
        if is_as_corrected and holds_given_size(finding, entry):
            self._waiting.pop(key, None)
            self._failed.pop(key, None)
            return
        if is_late or self._has_waited(key, finding, corrections):
            self._waiting[key] = finding, corrections

        def done(made: Finding) -> None:
            self._under_way.pop(key, None)
            if session.finding(key) is not finding:
                self.apply(key)  # analysed anew meanwhile
                return
            session.put_finding(key, made)

        def failed(error: Exception) -> None:
            self._under_way.pop(key, None)
            if session.finding(key) is not finding:
                self.apply(key)
            elif session.has(key):
                if is_late:
                    self._failed[key] = wanted
                self._tell_failure(key, error)
                self._take_back(key, finding)
                self._take_back_size(key)

        title = tr("Correct {name}").format(name=entry.name)
        work = partial(_anew, self._micrographs, finding, entry, corrections)
        job = self._jobs.start(title, work, done=done, failed=failed)
        self._under_way[key] = job, wanted
        job.cancelled.connect(partial(self._cancelled, key, job))

    def _calibrated_at_once(self, key: str) -> Finding | None:
        """Give an entry's finding, with the size that counts where that is easy."""
        session = self._session
        finding = session.finding(key) if session.has(key) else None
        if finding is None or holds_given_size(finding, session.entry(key)):
            return finding
        made = with_size_at_once(finding, session.entry(key))
        if made is None:
            return finding
        held, waiting = self._waiting.get(key, (None, Corrections()))
        if held is finding:
            self._waiting[key] = made, waiting
        session.put_finding(key, made)
        return made

    def _cancelled(self, key: str, job: Job) -> None:
        """Let corrections wait, and take a pixel size back, that the user stopped."""
        if key in self._under_way and self._under_way[key][0] is job:
            self._stop(key)
            self._take_back_size(key)

    def _is_under_way(self, key: str, wanted: _Wanted) -> bool:
        job, known = self._under_way.get(key, (None, None))
        return job is not None and not job.is_cancelled and known == wanted

    def _stop(self, key: str) -> None:
        if key not in self._under_way:
            return
        job, (finding, items, *_) = self._under_way.pop(key)
        if job.is_cancelled:  # by the user: it waits
            self._waiting[key] = finding, Corrections(items=items)
        job.cancel()

    def _left(self, key: str, finding: Finding) -> Corrections:
        """Give what a finding holds, and what waits to be measured besides."""
        held, waiting = self._waiting.get(key, (None, finding.corrections))
        return waiting if held is finding else finding.corrections

    def _has_waited(self, key: str, finding: Finding, corrections: Corrections) -> bool:
        """Tell whether nothing is corrected now but what has waited is undone."""
        is_part = self._left(key, finding).since(corrections) is not None
        return is_part and corrections.since(finding.corrections) is not None

    def _tell_failure(self, key: str, error: Exception) -> None:
        session, reason = self._session, one_line(error)
        session.log(reason)
        if not session.entry(key).path.exists():
            session.update(key, state=State.MISSING, message=reason)

    def _take_back(self, key: str, finding: Finding) -> None:
        """Want no corrections that could not be measured, and say so."""
        session, left = self._session, self._left(key, finding)
        if session.corrections(key).since(left) != ():
            session.put_corrections(key, left)
            session.put_finding(key, finding)  # who shows it shows it as it is
            line = tr("{name}: the correction is taken back.")
            session.log(line.format(name=session.entry(key).name))

    def _take_back_size(self, key: str) -> None:
        """Want no pixel size that nothing is measured with, and say so."""
        session, finding = self._session, self._session.finding(key)
        if finding is None or not session.has(key):
            return
        entry = session.entry(key)
        if not holds_given_size(finding, entry):
            line = tr("{name}: the new pixel size is taken back.")
            session.log(line.format(name=entry.name))
            session.update(key, given_size_nm=held_size(finding))

    def _catch_up_all(self) -> None:
        for entry in self._session.entries:
            self._catch_up(entry.key)

    def _catch_up(self, key: str) -> None:
        """Measure what was corrected or calibrated before it could be measured."""
        self._calibrated_at_once(key)
        if self._session.entry(key).state != State.MISSING:
            self.apply(key, is_late=True)
        else:
            self._take_back_size(key)


def further(
    micrograph: Micrograph, finding: Finding, newer: Sequence[Correction]
) -> Finding:
    """Apply newer corrections to what earlier ones gave.

    Parameters
    ----------
    micrograph : Micrograph
        What was analysed.
    finding : Finding
        With the earlier corrections.
    newer : sequence of Correction
        The newer ones.

    Returns
    -------
    Finding
    """
    from feretlab.core.analysis.table import particle_table

    before = Corrected(
        particles=finding.particles,
        origin=finding.origin,
        excluded=finding.excluded,
        missed=finding.missed,
    )
    made = corrected_further(before, newer)
    particles = made.particles
    facts = replace(finding.facts, particle_count=len(particles))
    size = micrograph.pixel_size_nm
    table = particle_table(facts.image, particles, size, micrograph.field)
    return replace(
        finding,
        facts=facts,
        particles=particles,
        origin=made.origin,
        excluded=made.excluded,
        table=table,
        missed=made.missed,
        corrections=Corrections(items=(*finding.corrections.items, *newer)),
    )


def blank_finding(
    micrograph: Micrograph, name: str, recipe: AnalyzeParameters
) -> Finding:
    """Give a finding without particles, to draw them all by hand.

    Parameters
    ----------
    micrograph : Micrograph
        What is drawn on; a size that was given to it comes before the recipe's.
    name : str
        Name that its rows carry.
    recipe : AnalyzeParameters
        The session's.

    Returns
    -------
    Finding
    """
    if micrograph.pixel_size_source != GIVEN:
        micrograph = with_given_size(micrograph, recipe.pixel_size_nm)
    size = micrograph.pixel_size_nm
    height, width = micrograph.shape
    facts = ImageFacts(
        image=name,
        source=str(micrograph.source or ""),
        height_px=height,
        width_px=width,
        info_bar_rows=micrograph.info_bar_rows,
        pixel_size_nm=None if size is None else (size.y, size.x),
        pixel_size_source=micrograph.pixel_size_source,
        scale=1.0,
        scale_reason="drawn by hand",
        inverted=False,
        particle_count=0,
        warnings=micrograph.warnings,
    )
    shape = height - micrograph.info_bar_rows, width
    none = Particles.from_masks([], [], shape)
    return with_corrections(micrograph, facts, recipe, "", none, Corrections())


def _anew(
    micrographs: Micrographs,
    finding: Finding,
    entry: Entry,
    corrections: Corrections,
    progress: Progress,
) -> Finding:
    """Make a finding anew, from what it holds where corrections were only added."""
    micrograph = calibrated_for(finding, entry, micrographs.read(entry))
    progress.report(1, 2, entry.name)
    facts = _calibrated(finding.facts, micrograph)
    newer = corrections.since(finding.corrections)
    if newer is not None:
        return further(micrograph, replace(finding, facts=facts), newer)
    made = with_corrections(
        micrograph,
        facts,
        finding.recipe,
        finding.model_sha256,
        finding.automatic,
        corrections,
    )
    return replace(made, file=finding.file)


def _calibrated(facts: ImageFacts, micrograph: Micrograph) -> ImageFacts:
    """Give what is known with the pixel size that is measured with."""
    size = micrograph.pixel_size_nm
    return replace(
        facts,
        pixel_size_nm=None if size is None else (size.y, size.x),
        pixel_size_source=micrograph.pixel_size_source,
    )
