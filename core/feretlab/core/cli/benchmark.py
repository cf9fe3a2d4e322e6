"""``feretlab benchmark``: speed beside what one would use instead, in one run."""

import argparse
import platform
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from feretlab.core.cli.console import Console
from feretlab.core.errors import FeretLabError

RIVALS = "feretlab.rivals"
"""Entry points of programs to time against; core itself starts no Java."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "--rounds",
        type=_rounds,
        default=5,
        metavar="N",
        help="timed rounds, all programs in turn in each; default: 5",
    )
    parser.add_argument(
        "--only",
        choices=("measure", "separate", "segment"),
        help="time this part alone",
    )


def _rounds(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 1000:
        raise argparse.ArgumentTypeError(f"found {word!r}, expected 1 to 1000 rounds")
    return int(word)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print a table: program, median seconds, ratio to FeretLab.

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
    console.result(f"{platform.processor() or platform.machine()}, {platform.system()}")
    parts = {"measure": _measure, "separate": _separate, "segment": _segment}
    for name, part in parts.items():
        if arguments.only in (None, name):
            with console.progress(name) as progress:
                title, timings = part(arguments.rounds, progress, console)
            console.result(f"\n{title}")
            console.result(f"{'':34}{'seconds':>10}{'ratio':>8}")
            for timing in timings:
                row = f"{timing.name:34}{timing.seconds:10.3f}{timing.ratio:8.2f}"
                console.result(row)
    return 0


def _measure(rounds: int, progress: Any, console: Console) -> tuple[str, Any]:
    from feretlab.core.measurement.benchmark import compare_speed

    title = "Measure 3500 particles on 4096 x 4096, every descriptor"
    return title, compare_speed(
        rounds=rounds, imagej=_imagej(console), progress=progress
    )


def _separate(rounds: int, progress: Any, _: Console) -> tuple[str, Any]:
    from feretlab.core.separation.benchmark import compare_speed

    title = "Separate 400 particles on 2048 x 2048"
    return title, compare_speed(rounds=rounds, progress=progress)


def _segment(rounds: int, progress: Any, _: Console) -> tuple[str, Any]:
    from feretlab.core.analysis.benchmark import compare_speed

    title = "Segment 768 x 1024, scale and polarity found in the picture"
    return title, compare_speed(rounds=rounds, progress=progress)


def _imagej(console: Console) -> Callable[..., float] | None:
    """Load ImageJ's Analyze Particles, where this installation has it."""
    for entry in entry_points(group=RIVALS, name="imagej"):
        try:
            rival: Callable[..., float] = entry.load()
            import numpy as np

            rival(np.ones((8, 8), np.bool_))
        except (FeretLabError, ImportError) as error:
            console.warn(f"Not compared with ImageJ. {error}")
            return None
        return rival
    return None
