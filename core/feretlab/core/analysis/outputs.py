"""What an analysis writes: files of every image, then those of all together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from feretlab.core.analysis.claims import claim, note_written, written_here
from feretlab.core.analysis.earlier import set_aside
from feretlab.core.analysis.file_names import (
    DISTRIBUTION,
    PARTICLES,
    RECORD,
    REPORT,
    SUMMARY,
    WORKBOOK,
)
from feretlab.core.analysis.micrograph import Analysis
from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.pooling import Pooled, pool
from feretlab.core.analysis.result import ImageResult
from feretlab.core.errors import FileError
from feretlab.core.io.labels import write_labels
from feretlab.core.io.overlay import draw_overlay
from feretlab.core.io.rois import write_rois
from feretlab.core.io.tables import Table, merged_columns, pooled, write_csv
from feretlab.core.micrograph import Micrograph
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress, Stretch
from feretlab.core.provenance import (
    Provenance,
    file_record,
    read_provenance,
    write_provenance,
)

_PICTURES = (DISTRIBUTION, REPORT)


def image_outputs(
    output: Path, name: str, parameters: AnalyzeParameters
) -> dict[str, Path]:
    """Name the files that one image gives.

    Parameters
    ----------
    output : Path
        Folder of the results.
    name : str
        Name of the image.
    parameters : AnalyzeParameters
        What is to be written.

    Returns
    -------
    dict of Path
        By kind: ``"labels"``, ``"rois"`` and, with pictures, ``"overlay"``.
    """
    files = {
        "labels": output / f"{name}_labels.tif",
        "rois": output / f"{name}_rois.zip",
    }
    if parameters.pictures:
        files["overlay"] = output / f"{name}_overlay.png"
    return files


def pooled_outputs(output: Path, parameters: AnalyzeParameters) -> tuple[Path, ...]:
    """Name the files that all images together give.

    Parameters
    ----------
    output : Path
        Folder of the results.
    parameters : AnalyzeParameters
        What is to be written.

    Returns
    -------
    tuple of Path
        The record of the run is the last.
    """
    names = [PARTICLES, SUMMARY]
    names += [WORKBOOK] if parameters.workbook else []
    names += _PICTURES if parameters.pictures else []
    return tuple(output / name for name in (*names, RECORD))


def write_image(
    analysis: Analysis, output: Path, name: str, parameters: AnalyzeParameters
) -> None:
    """Write labels, ROI set and overlay of one image.

    Parameters
    ----------
    analysis : Analysis
        A finished one.
    output : Path
        Folder of the results.
    name : str
        Name of the image.
    parameters : AnalyzeParameters
        What is to be written.
    """
    write_particles(analysis.micrograph, analysis.particles, output, name, parameters)


def write_particles(
    micrograph: Micrograph,
    particles: Particles,
    output: Path,
    name: str,
    parameters: AnalyzeParameters,
) -> None:
    """Write labels, ROI set and overlay of the particles of one image.

    Parameters
    ----------
    micrograph : Micrograph
        What they were found in.
    particles : Particles
        Regions in its field above the info bar.
    output : Path
        Folder of the results.
    name : str
        Name of the image.
    parameters : AnalyzeParameters
        What is to be written.
    """
    files = image_outputs(output, name, parameters)
    claim(output, files.values())
    # In the whole picture's coordinates, so that files lie on top of each other.
    particles = replace(particles, shape=micrograph.shape)
    size, rows = micrograph.pixel_size_nm, micrograph.info_bar_rows
    write_labels(particles, files["labels"], size, rows, parameters.border)
    write_rois(particles, files["rois"])
    if "overlay" in files:
        draw_overlay(micrograph, particles, files["overlay"])
    note_written(output, files.values())


def write_pooled(
    results: Sequence[ImageResult],
    output: Path,
    parameters: AnalyzeParameters,
    provenance: Provenance,
    progress: Progress = SILENT,
) -> Provenance:
    """Write the tables, the figure, the report and the record of all images.

    Files of an earlier run that would contradict these are deleted; those of
    images that took no part stay, with a warning. Where there are such, what that
    run wrote of all images is moved into a folder beside.

    Parameters
    ----------
    results : sequence of ImageResult
        In the order of the inputs; none at all give empty tables.
    output : Path
        Folder of the results.
    parameters : AnalyzeParameters
        What the user chose.
    provenance : Provenance
        The record, without outputs.
    progress : Progress
        Hears of every file and may stop the work.

    Returns
    -------
    Provenance
        The record as written.
    """
    claim(output, pooled_outputs(output, parameters))
    tables = [result.table for result in results]
    progress.report(0, 4, "statistics")
    found = pool(results, parameters, Stretch(progress, 0, 0.25, "statistics"))
    files = list(_outputs(results, output, parameters))
    left = (*_left_over(output, files), *set_aside(output, provenance.inputs))
    warnings = (*provenance.warnings, *found.warnings, *left)
    provenance = replace(provenance, warnings=warnings)
    progress.report(1, 4, "tables")
    write_csv(
        tables,
        output / PARTICLES,
        merged_columns([tuple(table) for table in tables]),
    )
    write_csv(found.summary, output / SUMMARY)
    progress.report(2, 4, "workbook")
    if parameters.workbook:
        _write_workbook(tables, found, output, provenance)
    progress.report(3, 4, "pictures")
    if parameters.pictures:
        last = Stretch(progress, 0.75, 0.25, "pictures")
        _write_pictures(results, found, output, parameters, provenance, last)
    _delete_contradictions(output, files)
    records = tuple(file_record(path, relative_to=output) for path in files)
    provenance = replace(provenance, outputs=records)
    write_provenance(provenance, output / RECORD)
    return provenance


def _outputs(
    results: Sequence[ImageResult], output: Path, parameters: AnalyzeParameters
) -> Iterator[Path]:
    """Name all files that a run writes, but for its record."""
    yield from pooled_outputs(output, parameters)[:-1]
    for result in results:
        yield from image_outputs(output, result.facts.image, parameters).values()


def _left_over(output: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """Tell of images that only an earlier run into the same folder had."""
    try:
        earlier = read_provenance(output / RECORD).outputs
    except FileError:
        return ()
    kept = {path.name.rpartition("_")[0] for path in files}
    lost = sorted(
        record.path
        for record in earlier
        if record.path.endswith("_labels.tif")
        and record.path.rpartition("_")[0] not in kept
        and (output / record.path).exists()
    )
    if not lost:
        return ()
    what = f"{lost[0]!r}" + (f" and {len(lost) - 1} more" if len(lost) > 1 else "")
    return (
        f"{str(output)!r} holds files of an earlier run on other images, such as "
        f"{what}; they are no part of these results.",
    )


def _delete_contradictions(output: Path, files: Sequence[Path]) -> None:
    """Delete what an earlier run wrote of all images and this one does not write."""
    stems = [path.name.removesuffix("_labels.tif") for path in files]
    names = {WORKBOOK, *_PICTURES, *(f"{stem}_overlay.png" for stem in stems)}
    wrong = names - {path.name for path in files}
    for path in written_here(output, (output / name for name in wrong)):
        path.unlink()


def _write_workbook(
    tables: Sequence[Table], found: Pooled, output: Path, provenance: Provenance
) -> None:
    from feretlab.core.io.workbook import write_workbook

    write_workbook(
        output / WORKBOOK,
        pooled(tables),
        found.summary,
        found.statistics,
        provenance.parameters,
    )


def _write_pictures(
    results: Sequence[ImageResult],
    found: Pooled,
    output: Path,
    parameters: AnalyzeParameters,
    provenance: Provenance,
    progress: Progress,
) -> None:
    from feretlab.core.io.figures import write_distribution
    from feretlab.core.io.report import Report, write_report

    write_distribution(found.sizes, output / DISTRIBUTION)
    names = [result.facts.image for result in results]
    overlays = {
        name: image_outputs(output, name, parameters)["overlay"] for name in names
    }
    images = {name: column[:-1] for name, column in found.summary.items()}
    report = Report(
        sizes=found.sizes, summary=images, provenance=provenance, overlays=overlays
    )
    write_report(report, output / REPORT, progress)
