"""What is known of one analysed micrograph."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy.typing as npt

from feretlab.core.analysis.micrograph import Analysis
from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts, ImageResult
from feretlab.core.analysis.table import particle_table
from feretlab.core.micrograph import Micrograph
from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import Corrections, Point
from feretlab.gui.session.corrections_applied import corrected
from feretlab.gui.session.entries import State
from feretlab.gui.session.file_stamps import FileStamp


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finding:
    """An automatic result and what it becomes by corrections.

    Parameters
    ----------
    facts : ImageFacts
        What is known about the micrograph and how the network saw it.
    recipe : AnalyzeParameters
        What it was analysed with.
    model_sha256 : str
        Digest of the network; empty where all was drawn by hand.
    automatic : Particles
        As the analysis gave them, in the field above the info bar.
    particles : Particles
        After corrections.
    origin : tuple of int
        For each of `particles` its index in `automatic`; -1 where a person
        drew it.
    excluded : tuple of str
        For each of `particles` the reason why it does not count; empty where it
        does.
    table : dict of ndarray
        One row per particle of `particles`, as `feretlab analyze` gives it.
    missed : tuple of tuple of (int, int)
        For each correction the places where it no longer applies.
    file : FileStamp or None
        The file as it was when it was analysed or first drawn on, then without a
        digest until it is saved; None where nobody noted it.
    corrections : Corrections
        Those that `particles` and `table` hold; the session may want others already.
    """

    facts: ImageFacts
    recipe: AnalyzeParameters
    model_sha256: str
    automatic: Particles
    particles: Particles
    origin: tuple[int, ...]
    excluded: tuple[str, ...]
    table: dict[str, npt.NDArray[Any]]
    missed: tuple[tuple[Point, ...], ...] = ()
    file: FileStamp | None = None
    corrections: Corrections = field(default_factory=Corrections)

    @property
    def result(self) -> ImageResult:
        """The record that `feretlab.core.analysis` pools and writes.

        Excluded particles are left out and the others numbered anew, as in the
        label image and the ROI set.
        """
        import numpy as np

        included = self.included
        table = {name: values[included] for name, values in self.table.items()}
        table["particle"] = np.arange(1, self.count + 1)
        facts = replace(self.facts, particle_count=self.count)
        return ImageResult(facts=facts, table=table)

    @property
    def count(self) -> int:
        """How many particles count."""
        return self.excluded.count("")

    @property
    def included(self) -> npt.NDArray[Any]:
        """Whether each particle counts, shape (N,), bool."""
        import numpy as np

        return np.array([not reason for reason in self.excluded], np.bool_)


def state_with(finding: Finding | None) -> State:
    """Give the state of an entry at rest.

    Parameters
    ----------
    finding : Finding or None
        What is known of it.

    Returns
    -------
    State
        Waiting without one; drawn where no network looked, done where one did.
    """
    if finding is None:
        return State.WAITING
    return State.DONE if finding.model_sha256 else State.DRAWN


def finding_of(
    analysis: Analysis,
    name: str,
    recipe: AnalyzeParameters,
    model_sha256: str,
    corrections: Corrections,
) -> Finding:
    """Give what an analysis and its corrections amount to.

    Parameters
    ----------
    analysis : Analysis
        A finished one.
    name : str
        Name that rows and files carry.
    recipe : AnalyzeParameters
        What it was analysed with.
    model_sha256 : str
        Digest of the network.
    corrections : Corrections
        What a person changed; what no longer applies is passed over.

    Returns
    -------
    Finding
    """
    automatic = ImageResult.of(analysis, name)
    facts, particles = automatic.facts, analysis.particles
    if not corrections.items:
        count = len(particles)
        return Finding(
            facts=facts,
            recipe=recipe,
            model_sha256=model_sha256,
            automatic=particles,
            particles=particles,
            origin=tuple(range(count)),
            excluded=("",) * count,
            table=automatic.table,
        )
    return with_corrections(
        analysis.micrograph,
        facts,
        recipe,
        model_sha256,
        analysis.particles,
        corrections,
    )


def with_corrections(
    micrograph: Micrograph,
    facts: ImageFacts,
    recipe: AnalyzeParameters,
    model_sha256: str,
    automatic: Particles,
    corrections: Corrections,
) -> Finding:
    """Apply corrections to automatic particles and measure them anew.

    Parameters
    ----------
    micrograph : Micrograph
        What was analysed; its pixels give the mean grey.
    facts, recipe, model_sha256, automatic
        As for `Finding`.
    corrections : Corrections
        What a person changed.

    Returns
    -------
    Finding
    """
    import numpy as np

    made = corrected(automatic, corrections)
    particles = made.particles
    table = particle_table(
        facts.image, particles, micrograph.pixel_size_nm, micrograph.field
    )
    return Finding(
        facts=replace(facts, particle_count=len(particles)),
        recipe=recipe,
        model_sha256=model_sha256,
        automatic=automatic,
        particles=particles,
        origin=made.origin,
        excluded=made.excluded,
        table={**table, "image": np.full(len(particles), facts.image)},
        missed=made.missed,
        corrections=corrections,
    )
