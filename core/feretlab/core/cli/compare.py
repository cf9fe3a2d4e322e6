"""``feretlab compare``: automatic measurements beside manual ones."""

import argparse
import sys
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_output_folder
from feretlab.core.cli.options import add_options, collect
from feretlab.core.operations import operation

OPERATION = operation("compare")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "--manual",
        required=True,
        nargs="+",
        action="extend",
        metavar="[NAME=]PATH",
        help="ImageJ table, ROI set, label images, or a folder of one kind; one for "
        "each person, and one for each repeat under the same NAME",
    )
    parser.add_argument(
        "--automatic",
        required=True,
        type=Path,
        metavar="PATH",
        help="folder that feretlab analyze wrote, or a table, ROI set or label image",
    )
    add_output_folder(parser)
    add_options(parser, OPERATION.parameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compare, write the results and say what they mean.

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
    from feretlab.core.comparison.compare_files import compare
    from feretlab.core.comparison.parameters import CompareParameters

    parameters = collect(arguments, CompareParameters)
    manual = [_named(word) for word in arguments.manual]
    with console.progress("compare") as progress:
        result = compare(
            manual,
            arguments.automatic,
            arguments.output,
            parameters,
            progress,
            command=sys.argv,
        )
    for line in result.warnings:
        console.warn(line)
    for line in result.verdicts:
        console.result(line)
    console.say(f"Results in {result.output}", output=str(result.output))
    return 0


def _named(word: str) -> Path | tuple[str, Path]:
    """Take a name off a path, unless the whole is one."""
    name, sign, path = word.partition("=")
    if not sign or not name or Path(word).exists():
        return Path(word)
    return name, Path(path)
