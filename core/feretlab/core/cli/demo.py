"""``feretlab demo``: the example micrographs, analysed."""

import argparse
from importlib.resources import files
from pathlib import Path

from feretlab.core.cli.analyze import analyze_into
from feretlab.core.cli.console import Console


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("feretlab-demo"),
        metavar="DIR",
        help="folder for the results; default: feretlab-demo",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Analyse the examples with default parameters and say what to look at.

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
    from feretlab.core.analysis.parameters import AnalyzeParameters

    folder = Path(str(files("feretlab.core") / "examples"))
    output: Path = arguments.output
    status = analyze_into(
        output, sorted(folder.glob("*.tif")), AnalyzeParameters(), console
    )
    console.say(
        f"Look at {output / 'report.pdf'}, {output / 'results.xlsx'} and the "
        "*_overlay.png beside them."
    )
    return status
