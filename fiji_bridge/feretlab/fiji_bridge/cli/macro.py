"""Run an ImageJ macro without a window, FeretLab's commands in it."""

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
    parser.add_argument("macro", type=Path, metavar="FILE.ijm", help="the macro")
    parser.add_argument(
        "argument",
        nargs="?",
        default="",
        metavar="ARGUMENT",
        help="what getArgument() gives inside",
    )
    add_fiji(parser)


def add_fiji(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--fiji DIR``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "--fiji",
        type=Path,
        metavar="DIR",
        help="your Fiji instead of the embedded ImageJ; default: FIJI_HOME, else "
        "what feretlab fiji --remember was told",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the macro and print what it returns.

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
    from feretlab.fiji_bridge import jvm
    from feretlab.fiji_bridge.macro import read_macro, run_macro
    from feretlab.fiji_bridge.settings import fiji_folder

    text = read_macro(arguments.macro)
    jvm.start(fiji=fiji_folder(arguments.fiji))
    returned = run_macro(text, arguments.argument, arguments.macro.name)
    if returned:
        console.result(returned)
    return 0
