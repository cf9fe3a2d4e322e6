"""``feretlab rerun``: a run again, from its record."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from feretlab.core.cli.console import Console
from feretlab.core.errors import InputError

if TYPE_CHECKING:
    from feretlab.core.provenance import Provenance

_TABLE = "particles.csv"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "provenance", type=Path, metavar="provenance.json", help="record of the run"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="default: rerun, beside the record"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Analyse the same files with the same parameters and network.

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
    from feretlab.core.analysis.networks import open_network
    from feretlab.core.analysis.parameters import AnalyzeParameters
    from feretlab.core.cli.analyze import analyze_into
    from feretlab.core.provenance import parameters_of, read_provenance

    record = read_provenance(arguments.provenance)
    parameters = parameters_of(record, "analyze", AnalyzeParameters)
    if record.model is not None and record.model.path:
        update = {"model": record.model.path}  # the parameter may be relative
        parameters = parameters.model_copy(update=update)
    _warn_of_changes(record, console)
    found = open_network(parameters.model).sha256
    if record.model is not None and found != record.model.sha256:
        message = (
            f"Repeating {str(arguments.provenance)!r}: found a network "
            f"{parameters.model!r} with hash {found[:12]}, expected "
            f"{record.model.sha256[:12]}; install the network that was used."
        )
        raise InputError(message)
    output = arguments.output or arguments.provenance.parent / "rerun"
    paths = [Path(entry.path) for entry in record.inputs]
    status = analyze_into(output, paths, parameters, console)
    if status == 0 and not record.counts.get("corrections", 0):
        again = read_provenance(output / "provenance.json")
        if _table_hash(again) != _table_hash(record):
            console.warn(
                f"{_TABLE} is not equal to that run's; where no other warning says "
                "why, compare the pixel sizes in summary.csv"
            )
    return status


def _warn_of_changes(record: "Provenance", console: Console) -> None:
    """Tell what is known beforehand not to be as it was."""
    from feretlab.core.provenance import changed_inputs, installed_versions

    for path, fault in changed_inputs(record).items():
        console.warn(f"{path} is {fault} since that run")
    corrections = record.counts.get("corrections", 0)
    if corrections:
        console.warn(
            f"{corrections} corrections were made by hand; this run leaves them out"
        )
    now = installed_versions(record.versions)
    for name, version in record.versions.items():
        if now.get(name) != version:
            console.warn(f"{name} was {version}, is {now.get(name, 'not installed')}")


def _table_hash(record: "Provenance") -> str | None:
    hashes = {file.path: file.sha256 for file in record.outputs}
    return hashes.get(_TABLE)
