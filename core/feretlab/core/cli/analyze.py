"""``feretlab analyze``: micrographs to size distributions."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_inputs, add_output_folder
from feretlab.core.cli.options import add_options, collect
from feretlab.core.operations import operation

if TYPE_CHECKING:
    from feretlab.core.analysis.batch import Failure
    from feretlab.core.analysis.parameters import AnalyzeParameters
    from feretlab.core.analysis.result import ImageResult

OPERATION = operation("analyze")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_inputs(parser)
    add_output_folder(parser)
    add_options(parser, OPERATION.parameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Analyse all inputs into one folder.

    Parameters
    ----------
    arguments : argparse.Namespace
        Parsed arguments.
    console : Console
        Where messages go.

    Returns
    -------
    int
        Exit status.
    """
    from feretlab.core.analysis.batch import Failure
    from feretlab.core.analysis.parameters import AnalyzeParameters
    from feretlab.core.io.paths import expand_inputs

    parameters = collect(arguments, AnalyzeParameters)
    refused: list[Failure] = []
    paths = expand_inputs(
        arguments.inputs,
        refuse=lambda word, error: refused.append(
            Failure(source=Path(word), message=str(error))
        ),
    )
    return analyze_into(arguments.output, paths, parameters, console, refused)


def analyze_into(
    output: Path,
    paths: Sequence[Path],
    parameters: "AnalyzeParameters",
    console: Console,
    refused: "Sequence[Failure]" = (),
) -> int:
    """Analyse files and tell of each, then of all.

    Parameters
    ----------
    output : Path
        Folder for the results.
    paths : sequence of Path
        Files to analyse.
    parameters : AnalyzeParameters
        What the user chose.
    console : Console
        Where messages go.
    refused : sequence of Failure
        Inputs that stand for no file.

    Returns
    -------
    int
        0, or 1 where a file was skipped.
    """
    from feretlab.core.analysis.batch import Failure, analyze

    def tell(outcome: "ImageResult | Failure") -> None:
        if isinstance(outcome, Failure):
            console.fail(outcome.message, input=str(outcome.source))
            return
        facts = outcome.facts
        for line in facts.warnings:
            console.warn(f"{facts.image}: {line}", input=facts.source)
        console.say(
            f"{facts.image}: {facts.particle_count} particles",
            input=facts.source,
            particles=facts.particle_count,
            scale=facts.scale,
        )

    with console.progress("analyze") as progress:
        batch = analyze(
            paths,
            output,
            parameters,
            progress,
            listener=tell,
            command=sys.argv,
            refused=refused,
        )
    if not batch.results:
        console.say(f"Nothing could be analysed; no tables are written to {output}")
        return 1
    for line in batch.warnings:
        console.warn(line, output=str(output))
    for line in batch.notes:
        console.say(line, output=str(output))
    count = sum(result.facts.particle_count for result in batch.results)
    console.say(
        f"{count} particles in {len(batch.results)} images; results in {output}",
        output=str(output),
    )
    return 0
