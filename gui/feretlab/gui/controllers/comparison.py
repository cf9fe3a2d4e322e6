"""The session's findings beside manual measurements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.io.tables import Table
from feretlab.core.progress import Progress
from feretlab.gui.controllers.comparison_sides import automatic_side, manual_side
from feretlab.gui.controllers.latest import Latest
from feretlab.gui.controllers.manual_lengths import lengths_on
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.core.comparison.compare import Comparison, ImagePair
    from feretlab.core.comparison.measurements import Measured

_AROUND_PX = 20.0
"""Shown around a point, of which nobody knows how large the particle is."""
Status = Literal["pair", "miss", "false find", "not measured by hand"]
Box = tuple[float, float, float, float]
"""First row, first column, row past the last, column past the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where manual measurements come from.

    Parameters
    ----------
    name : str
        For people.
    path : Path or None
        A file or a folder; None for lengths measured in this session.
    """

    name: str
    path: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A particle that both sides found, or one of them alone.

    Parameters
    ----------
    status : str
        ``"pair"``, ``"miss"`` (manual alone) or, automatic alone, ``"false find"``;
        ``"not measured by hand"`` where the manual side is lengths or places.
    image : str
        Name of its image.
    manual, automatic : int or None
        Its index on either side.
    manual_size, automatic_size : float
        In the unit of the comparison; NaN where it is missing.
    box : tuple of float
        Where it lies.
    """

    status: Status
    image: str
    manual: int | None
    automatic: int | None
    manual_size: float
    automatic_size: float
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """What came of a comparison.

    Parameters
    ----------
    findings : tuple of Finding
        What was compared.
    comparison : Comparison
        Of the core.
    verdict : str
        What it means, in plain words.
    statistics : dict of ndarray
        Everything that was computed, one statistic a row.
    cases : tuple of Case
        Particle by particle; empty where places are not known.
    label : str
        Of the sizes, such as ``"Min Feret (nm)"``.
    """

    findings: tuple[Finding, ...]
    comparison: "Comparison"
    verdict: str
    statistics: Table
    cases: tuple[Case, ...]
    label: str

    @property
    def is_by_lengths(self) -> bool:
        """Whether manual lengths or places were paired, which few particles have."""
        paired = self.comparison.paired
        return paired is not None and paired.by_lines

    def pair_of(self, image: str) -> "ImagePair | None":
        """Give both sides of an image; None where it took no part."""
        images = self.comparison.images
        found = [one for one in images if one.automatic.image == image]
        return found[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompareTask:
    """Compares findings with manual measurements.

    Parameters
    ----------
    findings : tuple of Finding
        What was found automatically.
    source : Source
        The manual measurements.
    lengths : tuple of ManualLength
        Those measured in the session, as `lengths_on` gives them.
    parameters : CompareParameters
        What is compared, and how.
    """

    findings: tuple[Finding, ...]
    source: Source
    lengths: tuple[ManualLength, ...]
    parameters: CompareParameters

    def __call__(self, progress: Progress) -> Compared:
        """Compare.

        Parameters
        ----------
        progress : Progress
            May stop the work between its steps.

        Returns
        -------
        Compared
        """
        from feretlab.core.comparison.compare import compare_measurements
        from feretlab.core.comparison.headings import descriptor_named
        from feretlab.core.comparison.sources import read_manual
        from feretlab.core.comparison.tables import statistics_table
        from feretlab.core.comparison.verdict import in_sentence, verdict

        progress.report(0, 3, "automatic")
        automatic = automatic_side(self.findings, self.parameters)
        progress.report(1, 3, "manual")
        name, path = self.source.name, self.source.path
        if path is None:
            manual = manual_side(self.lengths, name, automatic, self.parameters)
        else:
            manual = read_manual([path], name, automatic, self.parameters)
        progress.report(2, 3, "statistics")
        found = compare_measurements(manual, automatic, self.parameters)
        title = descriptor_named(self.parameters.descriptor).title
        return Compared(
            findings=self.findings,
            comparison=found,
            verdict=verdict(found, self.parameters, in_sentence(title)),
            statistics=statistics_table([found], None),
            cases=tuple(cases_of(found)),
            label=f"{title} ({found.unit})" if found.unit else title,
        )


def cases_of(found: "Comparison") -> Iterable[Case]:
    """Give pairs, misses and false finds with their places.

    Parameters
    ----------
    found : Comparison
        Of any kind.

    Yields
    ------
    Case
        Nothing for images of which places are not known.
    """
    for image in found.images:
        if image.pairs is None:
            continue
        mine, its = image.pairs.manual.tolist(), image.pairs.automatic.tolist()
        both = list(zip(mine, its, strict=True))
        for i, j in both:
            yield _case("pair", image, i, j)
        for i in sorted(set(range(len(image.manual.values))) - set(mine)):
            yield _case("miss", image, i, None)
        for j in sorted(set(range(len(image.automatic.values))) - set(its)):
            yield _case(image.automatic_alone, image, None, j)


class Comparisons:
    """Compares the session with manual measurements; the latest request wins.

    Parameters
    ----------
    session : Session
        Holds findings and lengths measured by hand.
    jobs : Jobs
        Where the work is done.

    Attributes
    ----------
    compared : psygnal.Signal
        Carries a `Compared`.
    failed : psygnal.Signal
        Carries the exception.
    """

    compared = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        self._session = session
        self._latest = Latest(jobs, tr("Compare"))

    def findings(self, keys: Iterable[str]) -> tuple[Finding, ...]:
        """Give what was found in some entries, those not analysed left out."""
        found = [self._session.finding(key) for key in keys]
        return tuple(one for one in found if one is not None)

    def compare(
        self, keys: Sequence[str], source: Source, parameters: CompareParameters
    ) -> bool:
        """Ask for a comparison.

        Parameters
        ----------
        keys : sequence of str
            Entries that take part.
        source : Source
            The manual measurements.
        parameters : CompareParameters
            What is compared, and how.

        Returns
        -------
        bool
            Whether any of the entries is analysed.
        """
        findings = self.findings(keys)
        if not findings:
            self.drop()
            return False
        task = CompareTask(
            findings=findings,
            source=source,
            lengths=lengths_on(self._session, keys),
            parameters=parameters,
        )
        self._latest.request(task, self.compared.emit, self.failed.emit)
        return True

    def drop(self) -> None:
        """Stop what is under way; nothing is told of it."""
        self._latest.drop()


def _case(status: Status, image: "ImagePair", i: int | None, j: int | None) -> Case:
    nan = float("nan")
    return Case(
        status=status,
        image=image.automatic.image,
        manual=i,
        automatic=j,
        manual_size=nan if i is None else float(image.manual.values[i]),
        automatic_size=nan if j is None else float(image.automatic.values[j]),
        box=_box(image.automatic, j) if j is not None else _box(image.manual, i),
    )


def _box(side: "Measured", index: int | None) -> Box:
    if side.particles is not None:
        top, left, bottom, right = side.particles.boxes[index].tolist()
        return top, left, bottom, right
    if side.points is not None:
        x, y = side.points[index].tolist()
        return y - _AROUND_PX, x - _AROUND_PX, y + _AROUND_PX, x + _AROUND_PX
    assert side.lines is not None
    ends: npt.NDArray[np.float64] = side.lines[index]
    (left, top), (right, bottom) = ends.min(axis=0), ends.max(axis=0)
    return float(top), float(left), float(bottom), float(right)
