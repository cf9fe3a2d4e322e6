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
    parser.add_argument(
        "--check-scale-bar",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="Compare the scale bar with the metadata, once for images that are alike; "
        "takes seconds where the extra ocr is installed. Default: yes.",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell shape, type, pixel size and info bar of each file.

    Where a scale bar contradicts the pixel size of the metadata, a warning says so.

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
    from feretlab.core.io.calibration import CheckedBars
    from feretlab.core.io.describe import describe

    checked = CheckedBars() if arguments.check_scale_bar else None
    facts = []
    for path in find_inputs(arguments.inputs, console):
        try:
            facts.append(describe(path, checked=checked))
        except FeretLabError as error:
            console.fail(str(error), input=str(path))
            continue
        if not arguments.json:
            console.result(_text(facts[-1]))
    for line in checked.notes() if checked else ():
        console.say(line)
    if arguments.json:
        console.result(json.dumps(facts, indent=2, default=str))
    return 0


def _text(facts: dict[str, Any]) -> str:
    lines = [str(facts["path"])]
    for name, value in facts.items():
        if name in ("path", "warnings") or value in (None, "", [], ()):
            continue
        lines += [f"  {name}: {_plain(value)}"]
    if facts.get("pixel_size_nm") is None:
        lines += ["  pixel_size_nm: unknown; give it with --pixel-size-nm"]
    lines += [f"  warning: {line}" for line in facts["warnings"]]
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " x ".join(_plain(part) for part in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
