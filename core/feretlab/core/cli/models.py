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


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the networks, or show the card of one.

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

    if arguments.name:
        card = _card(arguments.name)
        console.result(card.read_text(encoding="utf-8").rstrip())
        return 0
    for name in available_models():
        path = model_path(name)
        console.result(f"{name}  {path.stat().st_size / 2**20:.1f} MiB  {path}")
    return 0


def _card(name: str) -> Path:
    from feretlab.models.catalog import model_path

    try:
        return model_path(name).with_suffix(".md")
    except ValueError as error:
        raise ModelError(str(error)) from error
