"""``feretlab models``: networks that are installed."""

import argparse

from feretlab.core.cli.console import Console


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
        card = model_path(arguments.name).with_suffix(".md")
        console.result(card.read_text(encoding="utf-8").rstrip())
        return 0
    for name in available_models():
        path = model_path(name)
        console.result(f"{name}  {path.stat().st_size / 2**20:.1f} MiB  {path}")
    return 0
