"""Corrections by hand: what becomes of a finding."""

from collections.abc import Sequence
from dataclasses import replace

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.micrograph import GIVEN, Micrograph
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.corrections_applied import Corrected, corrected_further
from feretlab.gui.session.findings import Finding, with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.pixel_sizes import (
    calibrated_for,
    holds_given_size,
    with_given_size,
)
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs


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
        self._under_way: dict[str, Job] = {}
        self._applied: dict[str, tuple[Finding, Corrections]] = {}
        session.corrections_changed.connect(self.apply)
        session.entry_changed.connect(self._on_entry)
        session.entries_changed.connect(self._let_go)

    def apply(self, key: str) -> None:
        """Make the finding of an entry anew; nothing where it has none."""
        session = self._session
        earlier = self._under_way.pop(key, None)
        if earlier is not None:
            earlier.cancel()
        finding = session.finding(key)
        if finding is None or not session.has(key):
            return
        entry, corrections = session.entry(key), session.corrections(key)
        known = self._applied.get(key)
        newer = None if known is None else _newer(known, finding, corrections)

        def work(progress: Progress) -> Finding:
            read = self._micrographs.read(entry)
            micrograph = calibrated_for(finding, entry, read)
            progress.report(1, 2, entry.name)
            facts = _calibrated(finding.facts, micrograph)
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

        def done(made: Finding) -> None:
            self._under_way.pop(key, None)
            if session.finding(key) is not finding:
                self.apply(key)  # analysed anew meanwhile
                return
            self._applied[key] = made, corrections
            session.put_finding(key, made)

        title = tr("Correct {name}").format(name=entry.name)
        self._under_way[key] = self._jobs.start(
            title, work, done=done, failed=lambda error: session.log(str(error))
        )

    def _let_go(self) -> None:
        """Keep no results of entries that are gone, as of another project."""
        for key in [key for key in self._applied if not self._session.has(key)]:
            del self._applied[key]

    def _on_entry(self, key: str) -> None:
        """Measure anew once the user gave another pixel size."""
        finding = self._session.finding(key)
        if finding is None or holds_given_size(finding, self._session.entry(key)):
            return
        self.apply(key)


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


def _calibrated(facts: ImageFacts, micrograph: Micrograph) -> ImageFacts:
    """Give what is known with the pixel size that is measured with."""
    size = micrograph.pixel_size_nm
    return replace(
        facts,
        pixel_size_nm=None if size is None else (size.y, size.x),
        pixel_size_source=micrograph.pixel_size_source,
    )


def _newer(
    known: tuple[Finding, Corrections], finding: Finding, corrections: Corrections
) -> tuple[Correction, ...] | None:
    """Give what was added to the corrections that a finding holds; None if not so."""
    made, held = known
    count = len(held.items)
    if made is not finding or len(corrections.items) < count:
        return None
    same = all(
        one is other
        for one, other in zip(held.items, corrections.items[:count], strict=True)
    )
    return corrections.items[count:] if same else None
