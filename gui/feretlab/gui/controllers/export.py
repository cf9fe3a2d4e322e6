"""Results of the session as files, as ``feretlab analyze`` writes them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.pooling import check_descriptor
from feretlab.core.errors import InputError, ModelError
from feretlab.core.io.tables import Table, write_csv
from feretlab.core.progress import Progress, Stretch
from feretlab.gui.controllers.analysis_task import OpenNetworks
from feretlab.gui.controllers.missing_files import check_files
from feretlab.gui.controllers.recipes import LATER, differs
from feretlab.gui.session.corrections_counted import Counts, counted, missed_lines
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr

if TYPE_CHECKING:
    from feretlab.core.analysis.result import ImageResult
    from feretlab.core.provenance import FileRecord, ModelRecord, Provenance

_SHARE_OF_IMAGES = 0.7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Image:
    """What one image contributes to results.

    Parameters
    ----------
    entry : Entry
        Its micrograph.
    finding : Finding
        What was found in it.
    """

    entry: Entry
    finding: Finding

    @property
    def counts(self) -> Counts:
        """How much a person changed, by kind."""
        finding = self.finding
        return counted(finding.corrections, finding.excluded, finding.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written.

    Parameters
    ----------
    folder : Path
        Where.
    warnings : tuple of str
        What looked odd about all images together, or was there before; what did so
        about a single one stands at that.
    """

    folder: Path
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportTask:
    """Writes everything that comes of a session.

    Parameters
    ----------
    images : tuple of Image
        In the order of the list.
    recipe : AnalyzeParameters
        Of all of them, with what to describe and to write.
    output : Path
        Folder of the results.
    micrographs : Micrographs
        Pixels, for overlays.
    networks : OpenNetworks
        For the licence of the network, where it is still installed.
    """

    images: tuple[Image, ...]
    recipe: AnalyzeParameters
    output: Path
    micrographs: Micrographs
    networks: OpenNetworks

    def __call__(self, progress: Progress) -> Exported:
        """Write.

        Parameters
        ----------
        progress : Progress
            Hears of every image and may stop the work.

        Returns
        -------
        Exported
        """
        from feretlab.core.analysis.claims import check_free, open_folder
        from feretlab.core.analysis.earlier import check_images
        from feretlab.core.analysis.outputs import (
            image_outputs,
            pooled_outputs,
            write_particles,
            write_pooled,
        )
        from feretlab.core.provenance import check_folder

        check_descriptor(self.recipe.descriptor)
        check_folder(self.output, "analyze")
        check_images(self.output, (image.entry.path for image in self.images))
        what = tr("Writing results to {folder!r}").format(folder=str(self.output))
        check_files(what, (image.entry for image in self.images))
        open_folder(self.output)
        files = [*pooled_outputs(self.output, self.recipe)]
        for image in self.images:
            name = image.finding.facts.image
            files += image_outputs(self.output, name, self.recipe).values()
        check_free(self.output, files)
        results = []
        for index, image in enumerate(self.images):
            done = _SHARE_OF_IMAGES * index / len(self.images)
            progress.report(done, 1, image.entry.name)
            finding = image.finding
            micrograph = self.micrographs.read(image.entry)
            write_particles(
                replace(micrograph, pixel_size_nm=finding.result.pixel_size_nm),
                finding.particles.select(finding.included),
                self.output,
                finding.facts.image,
                self.recipe,
            )
            results.append(finding.result)
        last = Stretch(progress, _SHARE_OF_IMAGES, 1 - _SHARE_OF_IMAGES, "results")
        record = self._provenance(results)
        mixed = self._mixed_recipes()
        known = len(record.warnings) - len(mixed)
        record = write_pooled(results, self.output, self.recipe, record, last)
        return Exported(folder=self.output, warnings=record.warnings[known:])

    def _provenance(self, results: "Sequence[ImageResult]") -> "Provenance":
        from feretlab.core.provenance import Provenance, timestamp

        counts = sum((image.counts for image in self.images), Counts())
        return Provenance(
            operation="analyze",
            parameters={"analyze": self.recipe.model_dump(mode="json")},
            inputs=self._inputs(results),
            model=self._model(),
            seed=self.recipe.seed,
            started=timestamp(),
            finished=timestamp(),
            counts={
                "images": len(results),
                "particles": sum(one.facts.particle_count for one in results),
                "failures": 0,
                "corrections": sum(
                    len(one.finding.corrections.items) for one in self.images
                ),
                **counts.numbers,
            },
            exclusions=counts.reasons,
            warnings=self._warnings(),
        )

    def _inputs(self, results: "Sequence[ImageResult]") -> "tuple[FileRecord, ...]":
        from feretlab.core.provenance import file_record

        found: dict[Path, tuple[int, Counts]] = {}
        for image, result in zip(self.images, results, strict=True):
            count, changed = found.get(image.entry.path, (0, Counts()))
            count += result.facts.particle_count
            found[image.entry.path] = count, changed + image.counts
        return tuple(
            file_record(path, note=_note(count, changed))
            for path, (count, changed) in found.items()
        )

    def _model(self) -> "ModelRecord | None":
        """Record the network that looked at the first image not all drawn by hand."""
        from feretlab.core.analysis.networks import lasting_name, model_record
        from feretlab.core.provenance import ModelRecord
        from feretlab.models.catalog import is_file_name

        seen = [one.finding for one in self.images if one.finding.model_sha256]
        if not seen:
            return None
        name, sha256 = seen[0].recipe.model, seen[0].model_sha256
        # It may be gone, as on another computer, or another one have its name now.
        with suppress(ModelError):
            network = self.networks.open(name, self.recipe.threads)
            if network.sha256 == sha256:
                return model_record(network, name)
        is_file = is_file_name(name)
        return ModelRecord(
            name=Path(name).stem if is_file else name,
            sha256=sha256,
            path=lasting_name(name) if is_file else "",
        )

    def _warnings(self) -> tuple[str, ...]:
        lines = [
            f"{image.finding.facts.image}: {line}"
            for image in self.images
            for line in image.finding.facts.warnings
        ]
        lines += [
            f"{image.finding.facts.image}: no longer applies: {line}."
            for image in self.images
            for line in missed_lines(image.finding.corrections, image.finding.missed)
        ]
        return (*lines, *self._mixed_recipes())

    def _mixed_recipes(self) -> tuple[str, ...]:
        first = self.images[0].finding
        others = [
            image.finding.facts.image
            for image in self.images
            if differs(image.finding.recipe, first.recipe)
            or image.finding.model_sha256 != first.model_sha256
        ]
        if not others:
            return ()
        return (
            f"analysed with another recipe than {first.facts.image!r}: "
            f"{', '.join(others)}; the parameters here are not theirs.",
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableTask:
    """Writes a table of particles as CSV, or as a workbook with its statistics.

    Parameters
    ----------
    table : dict of ndarray
        The rows that are shown and count, and the columns that are shown.
    whole : dict of ndarray
        The particles that count, all columns.
    recipe : AnalyzeParameters
        What to describe.
    path : Path
        ``.csv`` or ``.xlsx``.
    """

    table: Table
    whole: Table
    recipe: AnalyzeParameters
    path: Path

    def __call__(self, progress: Progress) -> Path:
        """Write.

        Parameters
        ----------
        progress : Progress
            May stop the work before it begins.

        Returns
        -------
        Path
            The file.
        """
        progress.report(0, 1, self.path.name)
        if self.path.suffix.lower() == ".csv":
            write_csv(self.table, self.path)
            return self.path
        from feretlab.core.analysis.pooling import describe_tables
        from feretlab.core.io.workbook import write_workbook
        from feretlab.core.statistics.describe import to_columns, to_rows

        found = describe_tables([self.whole], self.recipe).distribution
        wide, long = to_columns(found), to_rows(found)
        write_workbook(
            self.path,
            self.table,
            {name: np.array([value]) for name, value in wide.items()},
            {name: np.array([row[name] for row in long]) for name in long[0]},
            {"analyze": self.recipe.model_dump(mode="json")},
        )
        return self.path


def export_task(
    session: Session,
    output: Path,
    micrographs: Micrographs,
    networks: OpenNetworks,
    keys: Sequence[str] | None = None,
) -> ExportTask:
    """Gather what is to be written of a session.

    Parameters
    ----------
    session : Session
        Holds findings and corrections.
    output : Path
        Folder of the results.
    micrographs : Micrographs
        Pixels.
    networks : OpenNetworks
        For the licence of the network, where it is still installed.
    keys : sequence of str or None
        Entries that take part; None for all.

    Returns
    -------
    ExportTask

    Raises
    ------
    InputError
        Where nothing is analysed yet.
    """
    entries = [one for one in session.entries if keys is None or one.key in keys]
    found = [(entry, session.finding(entry.key)) for entry in entries]
    images = tuple(
        Image(entry=entry, finding=finding)
        for entry, finding in found
        if finding is not None
    )
    if not images:
        raise InputError(
            f"Writing results to {str(output)!r}: found no analysed image, expected "
            "one; run the analysis first."
        )
    later = session.recipe.model_dump(include=set(LATER))
    return ExportTask(
        images=images,
        recipe=images[0].finding.recipe.model_copy(update=later),
        output=output,
        micrographs=micrographs,
        networks=networks,
    )


def part_text(output: Path) -> str:
    """Tell of results that were not written to their end.

    Parameters
    ----------
    output : Path
        Their folder.

    Returns
    -------
    str
    """
    return tr(
        "Writing to {folder} was cancelled: what is there may be a part alone, or of "
        "before. Write it again."
    ).format(folder=output)


def _note(count: int, changed: Counts) -> str:
    """Say what became of a file, and how much of it a person changed."""
    kinds = [
        f"{number} {name.replace('_', ' ')}"
        for name, number in changed.numbers.items()
        if number
    ]
    particles = f"{count} particle{'' if count == 1 else 's'}"
    return "; ".join([particles, *([", ".join(kinds)] if kinds else [])])
