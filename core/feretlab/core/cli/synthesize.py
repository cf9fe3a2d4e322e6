"""``feretlab synthesize``: synthetic micrographs with exact labels."""

import argparse

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_output_folder
from feretlab.core.cli.options import add_options, collect
from feretlab.core.operations import operation

OPERATION = operation("synthesize")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_output_folder(parser)
    add_options(parser, OPERATION.parameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write a set of micrographs and labels that a network can be trained on.

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
    with console.progress("synthesize") as progress:
        written = OPERATION.function(parameters, arguments.output, progress)
    console.say(f"{len(written)} micrographs in {arguments.output}")
    return 0
