"""``feretlab measure``: labels or masks to a table."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import (
    add_inputs,
    each_file,
    read_pictures,
    refuse_input,
    warn_of_greys,
)
from feretlab.core.cli.options import add_options, collect
from feretlab.core.operations import operation
from feretlab.core.progress import Progress

if TYPE_CHECKING:
    from feretlab.core.io.label_image import LabelImage
    from feretlab.core.measurement.parameters import MeasureParameters

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

    The column ``particle`` holds the values of labels; in masks, particles are counted.

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
    from feretlab.core.io.paths import expand_inputs, unique_name
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
            found = image.to_particles(parameters.connectivity, parameters.kind)
            # Where an info bar begins, there the field's border is.
            particles = replace(found, shape=image.field.shape[1:])
            size = PixelSize(given, given) if given else image.pixel_size_nm
            table = particle_table(unique_name(stem, taken), particles, size)
            numbers = image.numbers(parameters.kind)
            tables.append(table if numbers is None else table | {"particle": numbers})
            if not image.taken_as_mask(parameters.kind):
                warn_of_greys(particles, shown, path, console)
            progress.report(done, len(pictures))
            note = _taken_as(image, len(particles), parameters)
            yield f"{shown}: {len(particles)} particles{note}"

    # Each file tells of inputs that stand for none.
    paths = expand_inputs(arguments.inputs, _ENDINGS, lambda *_: None)
    refuse_input(arguments.output, paths)
    each_file(arguments.inputs, work, console, "measure", _ENDINGS)
    if tables:
        write_csv(tables, arguments.output, merged_columns([tuple(t) for t in tables]))
    return 0


def _taken_as(image: "LabelImage", count: int, parameters: "MeasureParameters") -> str:
    """Say what an image of one value was taken for, where the other differs.

    Of 8 bits such an image is a mask by custom; deeper ones may be labels too.
    """
    value = image.only_value
    if value is None or image.pages.dtype.itemsize == 1 or image.border:
        return ""
    parts = len(image.to_particles(parameters.connectivity, "mask"))
    if parameters.kind != "auto" or parts == 1:
        return ""
    if count == parts:
        return f" (the only value, {value}, is taken for a mask; or --kind labels)"
    return f" (the label {value} in {parts} parts; or --kind mask)"
