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
    parser.add_argument(
        "--pictures",
        type=Path,
        metavar="DIR",
        help="analyse the files, keep a picture of every page there, and end",
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
    if arguments.pictures is not None:
        from feretlab.gui.tour import take_pictures

        for name, value in take_pictures(arguments.files, arguments.pictures).items():
            console.result(f"{name} {value:.2f}")
        return 0
    from feretlab.gui.app import run_application

    return run_application(arguments.files)
