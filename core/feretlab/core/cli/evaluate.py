"""``feretlab evaluate``: scores against ground truth."""

import argparse
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import refuse_input
from feretlab.core.cli.options import add_options, collect
from feretlab.core.errors import FeretLabError
from feretlab.core.operations import operation

OPERATION = operation("evaluate")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    for name, text in (
        ("prediction", "labels, mask or probability map, or a folder of them"),
        ("truth", "ground truth, or a folder paired by stem"),
    ):
        parser.add_argument(
            f"--{name}", required=True, type=Path, metavar="PATH", help=text
        )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write all scores, per image too"
    )
    add_options(parser, OPERATION.parameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the scores of the set; write those of each image where asked.

    A pair that cannot be scored is told and left out.

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
    from feretlab.core.evaluation.files import evaluate_files, to_json
    from feretlab.core.evaluation.pairing import pair_files
    from feretlab.core.evaluation.parameters import EvaluateParameters
    from feretlab.core.io.atomic import atomic_path

    parameters = collect(arguments, EvaluateParameters)
    if arguments.json:
        pairs = pair_files(
            arguments.prediction,
            arguments.truth,
            prediction_suffix=parameters.prediction_suffix,
            truth_suffix=parameters.truth_suffix,
        )
        sides = (side for pair in pairs for side in (pair.prediction, pair.truth))
        refuse_input(arguments.json, sides)

    def refuse(path: Path, error: FeretLabError) -> None:
        console.fail(str(error), input=str(path))

    with console.progress("evaluate") as progress:
        evaluation = evaluate_files(
            arguments.prediction, arguments.truth, parameters, progress, refuse
        )
    if arguments.json:
        with atomic_path(arguments.json) as beside:
            beside.write_text(to_json(evaluation) + "\n", encoding="utf-8")
    count = len(evaluation.names)
    console.result(f"{count} image{'s' if count != 1 else ''}")
    if evaluation.threshold is not None:
        console.result(f"{'threshold':24}{evaluation.threshold:10.2f}")
    for name, value in evaluation.scores.items():
        console.result(f"{name:24}{value:10.4f}")
    return 0
