"""``feretlab separate``: masks to label images."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_inputs, add_output_folder, each_file
from feretlab.core.cli.options import add_options, collect
from feretlab.core.progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_inputs(parser, "masks, every non-zero pixel a particle's")
    add_output_folder(parser)
    from feretlab.core.separation.parameters import SeparateFileParameters

    add_options(parser, SeparateFileParameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write ``<stem>_labels.tif`` of each mask.

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
    from feretlab.core.analysis.finished import Finished
    from feretlab.core.io.labels import read_labels, write_labels
    from feretlab.core.io.paths import make_folder, unique_name
    from feretlab.core.micrograph import PixelSize
    from feretlab.core.provenance import file_record
    from feretlab.core.separation.parameters import SeparateFileParameters
    from feretlab.core.separation.separate import separate

    parameters = collect(arguments, SeparateFileParameters)
    given = parameters.pixel_size_nm
    output: Path = arguments.output
    taken: set[str] = set()

    finished = Finished(output=output, command="separate", parameters=parameters)

    def work(path: Path, progress: Progress) -> Iterator[str]:
        stem = unique_name(path.stem.removesuffix("_mask"), taken)
        labels = output / f"{stem}_labels.tif"
        digest = file_record(path).sha256
        line = finished.recall(stem, digest, 0, (labels,))
        if line is None:
            image = read_labels(path)
            size = PixelSize(given, given) if given else image.pixel_size_nm
            rows = image.info_bar_rows
            mask = (image.field != 0).any(axis=0)
            particles = separate(
                mask, parameters, pixel_size_nm=size, progress=progress
            )
            # In the whole picture's coordinates, as the mask.
            particles = replace(particles, shape=image.pages.shape[1:])
            write_labels(particles, labels, size, rows, parameters.border)
            line = f"{path.name}: {len(particles)} particles"
            finished.remember(stem, digest, 0, line)
        yield line

    make_folder(output)
    each_file(arguments.inputs, work, console, "separate", ("_mask",))
    return 0
