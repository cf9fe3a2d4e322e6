"""What an analysis writes: files of every image, then those of all together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from feretlab.core.analysis.micrograph import Analysis
from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.pooling import Pooled, pool
from feretlab.core.analysis.result import ImageResult
from feretlab.core.io.labels import write_labels
from feretlab.core.io.overlay import draw_overlay
from feretlab.core.io.rois import write_rois
from feretlab.core.io.tables import Table, merged_columns, pooled, write_csv
from feretlab.core.provenance import Provenance, file_record, write_provenance


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
    files = image_outputs(output, name, parameters)
    micrograph = analysis.micrograph
    # In the whole picture's coordinates, so that files lie on top of each other.
    particles = replace(analysis.particles, shape=micrograph.shape)
    write_labels(particles, files["labels"], micrograph.pixel_size_nm)
    write_rois(particles, files["rois"])
    if "overlay" in files:
        draw_overlay(micrograph, particles, files["overlay"])


def write_pooled(
    results: Sequence[ImageResult],
    output: Path,
    parameters: AnalyzeParameters,
    provenance: Provenance,
) -> None:
    """Write the tables, the figure, the report and the record of all images.

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
    """
    tables = [result.table for result in results]
    found = pool(results, parameters)
    provenance = replace(provenance, warnings=(*provenance.warnings, *found.warnings))
    write_csv(
        tables,
        output / "particles.csv",
        merged_columns([tuple(table) for table in tables]),
    )
    write_csv(found.summary, output / "summary.csv")
    if parameters.workbook:
        _write_workbook(tables, found, output, provenance)
    if parameters.pictures:
        _write_pictures(results, found, output, parameters, provenance)
    files = [path for path in _outputs(results, output, parameters) if path.exists()]
    records = tuple(file_record(path, relative_to=output) for path in files)
    write_provenance(replace(provenance, outputs=records), output / "provenance.json")


def _outputs(
    results: Sequence[ImageResult], output: Path, parameters: AnalyzeParameters
) -> Iterator[Path]:
    for name in ("particles.csv", "summary.csv", "results.xlsx", "distribution.png"):
        yield output / name
    yield output / "report.pdf"
    for result in results:
        yield from image_outputs(output, result.facts.image, parameters).values()


def _write_workbook(
    tables: Sequence[Table], found: Pooled, output: Path, provenance: Provenance
) -> None:
    from feretlab.core.io.workbook import write_workbook

    write_workbook(
        output / "results.xlsx",
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
) -> None:
    from feretlab.core.io.figures import write_distribution
    from feretlab.core.io.report import Report, write_report

    write_distribution(found.sizes, output / "distribution.png")
    names = [result.facts.image for result in results]
    overlays = {
        name: image_outputs(output, name, parameters)["overlay"] for name in names
    }
    images = {name: column[:-1] for name, column in found.summary.items()}
    report = Report(
        sizes=found.sizes, summary=images, provenance=provenance, overlays=overlays
    )
    write_report(report, output / "report.pdf")
