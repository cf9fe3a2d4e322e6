"""``feretlab info``: what a file holds."""

import argparse
import json
from typing import Any

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_inputs, find_inputs
from feretlab.core.errors import FeretLabError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_inputs(parser)
    parser.add_argument("--json", action="store_true", help="a JSON list, for programs")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell shape, type, pixel size and info bar of each file.

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
    from feretlab.core.io.describe import describe

    facts = []
    for path in find_inputs(arguments.inputs, console):
        try:
            facts.append(describe(path))
        except FeretLabError as error:
            console.fail(str(error), input=str(path))
            continue
        if not arguments.json:
            console.result(_text(facts[-1]))
    if arguments.json:
        console.result(json.dumps(facts, indent=2, default=str))
    return 0


def _text(facts: dict[str, Any]) -> str:
    lines = [str(facts["path"])]
    for name, value in facts.items():
        if name == "path" or value in (None, "", [], ()):
            continue
        lines += [f"  {name}: {_plain(value)}"]
    if facts.get("pixel_size_nm") is None:
        lines += ["  pixel_size_nm: unknown; give it with --pixel-size-nm"]
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " x ".join(_plain(part) for part in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
