"""``feretlab train``: a network from labelled micrographs."""

import argparse
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_output_folder
from feretlab.core.cli.options import add_options, collect
from feretlab.core.operations import operation

OPERATION = operation("train")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "data",
        nargs="+",
        type=Path,
        metavar="DATA",
        help="folders with images/ and labels/",
    )
    parser.add_argument(
        "--validation",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="other such folders to score the network on; may be repeated",
    )
    add_output_folder(parser)
    add_options(parser, OPERATION.parameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Train, keeping checkpoints, and export the network to ONNX.

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
    parameters = collect(arguments, OPERATION.parameters)
    with console.progress("train") as progress:
        model = OPERATION.function(
            arguments.data,
            arguments.output,
            parameters,
            progress,
            arguments.validation,
        )
    console.say(f"The network is {model}; use it with --model {model}")
    return 0
