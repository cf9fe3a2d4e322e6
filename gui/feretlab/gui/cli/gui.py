"""Open the desktop application."""

import argparse
from pathlib import Path

from feretlab.core.cli.console import Console


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="micrographs, folders of them, or a project folder",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Open the window and stay until it is closed.

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
    from feretlab.gui.app import run_application

    return run_application(arguments.files)
