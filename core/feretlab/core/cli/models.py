"""``feretlab models``: networks that are installed."""

import argparse
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.errors import ModelError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="tell one network's card instead"
    )
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument(
        "--add",
        type=Path,
        metavar="FILE.onnx",
        help="install a network of your own under the name of its file",
    )
    acts.add_argument("--remove", metavar="NAME", help="delete one that was added")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the networks, show the card of one, add or remove one.

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
    from feretlab.models.catalog import available_models, model_path

    if arguments.add:
        from feretlab.core.analysis.networks import add_network

        console.say(f"installed {add_network(arguments.add)}")
        return 0
    if arguments.remove:
        from feretlab.core.analysis.networks import remove_network

        remove_network(arguments.remove)
        console.say(f"removed {arguments.remove}")
        return 0
    if arguments.name:
        console.result(_card(arguments.name))
        return 0
    for name in available_models():
        path = model_path(name)
        console.result(f"{name}  {path.stat().st_size / 2**20:.1f} MiB  {path}")
    return 0


def _card(name: str) -> str:
    from feretlab.models.catalog import model_path

    try:
        card = model_path(name).with_suffix(".md")
    except ValueError as error:
        raise ModelError(str(error)) from error
    if not card.is_file():
        return f"{name} has no card; one beside its file, {card}, is shown here."
    return card.read_text(encoding="utf-8").rstrip()
