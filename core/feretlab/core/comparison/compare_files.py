"""Files of both sides to tables, a figure and a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feretlab.core.comparison.compare import (
    Comparison,
    compare_measurements,
    compare_operators,
)
from feretlab.core.comparison.headings import descriptor_named
from feretlab.core.comparison.operators import Spread
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.sources import read_automatic, read_manual
from feretlab.core.comparison.tables import (
    comparison_table,
    statistics_table,
    summary_table,
)
from feretlab.core.comparison.verdict import in_sentence, spread_verdict, verdict
from feretlab.core.errors import InputError
from feretlab.core.io.tables import Table, write_csv
from feretlab.core.progress import SILENT, Progress
from feretlab.core.provenance import (
    FileRecord,
    Provenance,
    check_folder,
    file_record,
    timestamp,
    write_provenance,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """What came of a comparison.

    Parameters
    ----------
    comparisons : tuple of Comparison
        One for each manual measurement.
    spread : Spread or None
        Of several manual measurements; None for one.
    verdicts : tuple of str
        What they mean, in plain words, one line each.
    warnings : tuple of str
        What was left out or looked odd.
    output : Path
        Folder of the written files.
    """

    comparisons: tuple[Comparison, ...]
    spread: Spread | None
    verdicts: tuple[str, ...]
    warnings: tuple[str, ...]
    output: Path


def compare(
    manual: Sequence[Path | tuple[str, Path]],
    automatic: Path,
    output: Path,
    parameters: CompareParameters | None = None,
    progress: Progress = SILENT,
    *,
    command: Sequence[str] = (),
) -> Result:
    """Compare automatic measurements with manual ones and write what comes of it.

    Parameters
    ----------
    manual : sequence of Path or (str, Path)
        Files or folders, one for each person or repeat, with the person's name
        or without; the same name marks repeats of one person.
    automatic : Path
        Folder that ``feretlab analyze`` wrote, or another file of measurements.
    output : Path
        Folder for ``comparison.csv``, ``comparison.xlsx``, ``comparison.png``,
        ``report.pdf`` and ``provenance.json``; holds no analysis.
    parameters : CompareParameters or None
        What the user chose; None takes the defaults.
    progress : Progress
        Hears of every step and may stop the work.
    command : sequence of str
        Words of the command line, for the record.

    Returns
    -------
    Result

    Raises
    ------
    feretlab.core.errors.InputError
        Where a side has no usable sizes or both have no image in common.
    feretlab.core.errors.FileError
        Where a file cannot be read or written, or `output` holds an analysis.
    """
    if not manual:
        raise InputError("Comparing: found no manual measurements, expected some.")
    check_folder(output, "compare")
    parameters = parameters or CompareParameters()
    title = descriptor_named(parameters.descriptor).title
    started = timestamp()
    people, labels = _people(manual)
    progress.report(0, 1, "automatic")
    found = read_automatic(automatic, parameters)
    records = [file_record(path, note="automatic") for path in found.files]
    comparisons = []
    for index, (label, (_, path)) in enumerate(zip(labels, people, strict=True)):
        progress.report(0.1 + 0.6 * index / len(people), 1, label)
        side = read_manual([path], label, found, parameters)
        records += [file_record(file, note=label) for file in side.files]
        comparisons.append(compare_measurements(side, found, parameters))
    spread = compare_operators(comparisons, [name for name, _ in people])
    verdicts = [verdict(one, parameters, in_sentence(title)) for one in comparisons]
    if spread is not None:
        verdicts.append(spread_verdict(spread, found.unit))
    warnings = [
        *found.warnings,
        *(line for one in comparisons for line in one.warnings),
    ]
    result = Result(
        comparisons=tuple(comparisons),
        spread=spread,
        verdicts=tuple(verdicts),
        warnings=tuple(dict.fromkeys(warnings)),
        output=output,
    )
    progress.report(0.7, 1, "results")
    label = f"{title} ({found.unit})" if found.unit else title
    origin = _origin(result, parameters, records, command, started)
    _write(result, parameters, origin, label)
    progress.report(1, 1, "done")
    return result


def _origin(
    result: Result,
    parameters: CompareParameters,
    records: Sequence[FileRecord],
    command: Sequence[str],
    started: str,
) -> Provenance:
    return Provenance(
        operation="compare",
        parameters={"compare": parameters.model_dump(mode="json")},
        inputs=tuple(records),
        seed=parameters.seed,
        command=tuple(command),
        started=started,
        finished=timestamp(),
        counts=_counts(result.comparisons),
        warnings=result.warnings,
    )


def _people(
    manual: Sequence[Path | tuple[str, Path]],
) -> tuple[list[tuple[str, Path]], list[str]]:
    """Give the person of each measurement, and a label that no other one has."""
    people = []
    for entry in manual:
        if isinstance(entry, tuple):
            people.append((entry[0], entry[1]))
        else:
            only = len(manual) == 1
            people.append(("manual" if only else entry.stem or str(entry), entry))
    names = [name for name, _ in people]
    labels = []
    for index, name in enumerate(names):
        repeats = names.count(name)
        number = names[: index + 1].count(name)
        labels.append(f"{name} {number}" if repeats > 1 else name)
    return people, labels


def _counts(comparisons: Sequence[Comparison]) -> Mapping[str, int]:
    pairs = [one.paired for one in comparisons if one.paired is not None]
    return {
        "manual": len(comparisons),
        "pairs": sum(one.agreement.count for one in pairs),
        "misses": sum(one.misses for one in pairs),
        "false_finds": sum(one.false_finds for one in pairs),
        "not_measured_by_hand": sum(one.unmeasured for one in pairs),
    }


def _write(
    result: Result,
    parameters: CompareParameters,
    provenance: Provenance,
    label: str,
) -> None:
    output = result.output
    rows = comparison_table(result.comparisons)
    write_csv(rows, output / "comparison.csv")
    files = ["comparison.csv"]
    if parameters.workbook:
        _write_workbook(result, rows, provenance.parameters)
        files.append("comparison.xlsx")
    if parameters.pictures:
        from feretlab.core.comparison.figure import write_figure
        from feretlab.core.comparison.report import (
            ComparisonReport,
            write_comparison_report,
        )

        write_figure(result.comparisons, label, output / "comparison.png")
        report = ComparisonReport(
            comparisons=result.comparisons,
            spread=result.spread,
            verdicts=result.verdicts,
            label=label,
            provenance=provenance,
        )
        write_comparison_report(report, output / "report.pdf")
        files += ["comparison.png", "report.pdf"]
    outputs: tuple[FileRecord, ...] = tuple(
        file_record(output / name, relative_to=output) for name in files
    )
    write_provenance(replace(provenance, outputs=outputs), output / "provenance.json")


def _write_workbook(
    result: Result, rows: Table, parameters: Mapping[str, Mapping[str, Any]]
) -> None:
    from feretlab.core.io.workbook import write_workbook

    write_workbook(
        result.output / "comparison.xlsx",
        rows,
        summary_table(result.comparisons),
        statistics_table(result.comparisons, result.spread),
        parameters,
    )
