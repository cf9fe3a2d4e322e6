"""``feretlab measure``: labels or masks to a table."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_inputs, each_file, read_pictures, warn_of_greys
from feretlab.core.cli.options import add_options, collect
from feretlab.core.operations import operation
from feretlab.core.progress import Progress

OPERATION = operation("measure")

_ENDINGS = ("_labels", "_mask")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_inputs(parser, "label images or masks")
    parser.add_argument(
        "--output", required=True, type=Path, metavar="FILE.csv", help="table to write"
    )
    add_options(parser, OPERATION.parameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write one table with a row per particle over all inputs.

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
    from feretlab.core.analysis.table import particle_table
    from feretlab.core.io.paths import unique_name
    from feretlab.core.io.tables import Table, merged_columns, write_csv
    from feretlab.core.measurement.parameters import MeasureParameters
    from feretlab.core.micrograph import PixelSize

    parameters = collect(arguments, MeasureParameters)
    given = parameters.pixel_size_nm
    tables: list[Table] = []
    taken: set[str] = set()

    def work(path: Path, progress: Progress) -> Iterator[str]:
        pictures = read_pictures(path, _ENDINGS)
        for done, (shown, stem, image) in enumerate(pictures, start=1):
            found = image.to_particles(parameters.connectivity)
            # Where an info bar begins, there the field's border is.
            particles = replace(found, shape=image.field.shape[1:])
            size = PixelSize(given, given) if given else image.pixel_size_nm
            tables.append(particle_table(unique_name(stem, taken), particles, size))
            if not image.is_mask:
                warn_of_greys(particles, shown, path, console)
            progress.report(done, len(pictures))
            yield f"{shown}: {len(particles)} particles"

    each_file(arguments.inputs, work, console, "measure", _ENDINGS)
    if tables:
        write_csv(tables, arguments.output, merged_columns([tuple(t) for t in tables]))
    return 0
